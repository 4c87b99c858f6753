import { isRetryableClose } from "@repartee/protocol";

import { backoffMs } from "./backoff.ts";
import type { RetryPolicy } from "./backoff.ts";

/** Where a live connection stands. */
export type ConnectionState =
  /** Dialling; `attempt` counts the dials that failed in a row before this one. */
  | { readonly phase: "connecting"; readonly attempt: number }
  /** The server has said hello. */
  | { readonly phase: "open" }
  /** Lost; dials again after `delayMs`, or when the reader has caught up. */
  | {
      readonly phase: "reconnecting";
      readonly attempt: number;
      readonly waitsFor: "timer" | "reader";
      readonly delayMs: number;
      readonly loss: Loss;
    }
  | { readonly phase: "closed"; readonly end: ConnectionEnd };

/** How a connection was lost: a WebSocket close. */
export interface Loss {
  readonly code: number;
  readonly reason: string;
}

/** Why a conversation is closed for good. */
export type ConnectionEnd =
  | { readonly type: "asked" }
  | { readonly type: "aborted" }
  /** The server closed it with a code that dialling again cannot change. */
  | ({ readonly type: "refused" } & Loss)
  /** Too many dials failed in a row. */
  | ({ readonly type: "gave-up"; readonly attempts: number } & Loss);

export type ConnectionEvent =
  | { readonly type: "hello" }
  | { readonly type: "socket-close"; readonly code: number; readonly reason: string; readonly random: number }
  | { readonly type: "timer"; readonly random: number }
  | { readonly type: "reader-behind" }
  | { readonly type: "reader-caught-up" }
  | { readonly type: "close"; readonly by: "asked" | "aborted" };

export type ConnectionEffect =
  | { readonly type: "dial" }
  | { readonly type: "hang-up"; readonly code: number; readonly reason: string }
  /** Replaces the timer that runs. */
  | { readonly type: "timer-set"; readonly ms: number }
  | { readonly type: "timer-clear" }
  | { readonly type: "flush" }
  | { readonly type: "end"; readonly end: ConnectionEnd };

export interface ConnectionStep {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

type Phase = ConnectionState["phase"];
type In<P extends Phase> = Extract<ConnectionState, { phase: P }>;
type On<T extends ConnectionEvent["type"]> = Extract<ConnectionEvent, { type: T }>;
type Cell<P extends Phase, T extends ConnectionEvent["type"]> = (
  state: In<P>,
  event: On<T>,
  policy: RetryPolicy,
) => ConnectionStep;

// Every phase answers every event: leaving a cell out does not compile.
const table: { readonly [P in Phase]: { readonly [T in ConnectionEvent["type"]]: Cell<P, T> } } = {
  connecting: {
    hello: () => go({ phase: "open" }, { type: "timer-clear" }, { type: "flush" }),
    "socket-close": (state, event, policy) => lose(state.attempt + 1, event, policy),
    timer: (state, event, policy) => {
      const loss = { code: 1006, reason: `no system.hello within ${policy.helloTimeoutMs} ms`, random: event.random };
      const lost = lose(state.attempt + 1, loss, policy);
      return { ...lost, effects: [{ type: "hang-up", code: 1000, reason: "no hello" }, ...lost.effects] };
    },
    "reader-behind": ignore,
    "reader-caught-up": ignore,
    close: (_, event) => close(event, true),
  },
  open: {
    hello: ignore,
    "socket-close": (_, event, policy) => lose(1, event, policy),
    timer: ignore,
    "reader-behind": () => {
      const loss = { code: 4408, reason: "the frames are not read; resuming when they are" };
      return go(
        { phase: "reconnecting", attempt: 0, waitsFor: "reader", delayMs: 0, loss },
        { type: "hang-up", ...loss },
      );
    },
    "reader-caught-up": ignore,
    close: (_, event) => close(event, true),
  },
  reconnecting: {
    hello: ignore,
    "socket-close": ignore,
    timer: (state, _, policy) => (state.waitsFor === "timer" ? dial(state.attempt, policy) : ignore(state)),
    "reader-behind": ignore,
    "reader-caught-up": (state, _, policy) => (state.waitsFor === "reader" ? dial(0, policy) : ignore(state)),
    close: (_, event) => close(event, false),
  },
  closed: {
    hello: ignore,
    "socket-close": ignore,
    timer: ignore,
    "reader-behind": ignore,
    "reader-caught-up": ignore,
    close: ignore,
  },
};

/** The first step: dialling. */
export function startConnection(policy: RetryPolicy): ConnectionStep {
  return dial(0, policy);
}

/** What an event makes of a connection. Pure: time and chance come in with the events. */
export function stepConnection(state: ConnectionState, event: ConnectionEvent, policy: RetryPolicy): ConnectionStep {
  const cell = table[state.phase][event.type];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript cannot correlate the two keys with the two arguments
  return (cell as Cell<Phase, ConnectionEvent["type"]>)(state, event, policy);
}

function dial(attempt: number, policy: RetryPolicy): ConnectionStep {
  return go({ phase: "connecting", attempt }, { type: "dial" }, { type: "timer-set", ms: policy.helloTimeoutMs });
}

function lose(attempt: number, loss: Loss & { readonly random: number }, policy: RetryPolicy): ConnectionStep {
  const { code, reason, random } = loss;
  if (!isRetryableClose(code)) return finish({ type: "refused", code, reason });
  if (attempt >= policy.maxAttempts) return finish({ type: "gave-up", attempts: attempt, code, reason });
  const delayMs = backoffMs(policy, attempt, random);
  return go(
    { phase: "reconnecting", attempt, waitsFor: "timer", delayMs, loss: { code, reason } },
    { type: "timer-set", ms: delayMs },
  );
}

function close(event: On<"close">, connected: boolean): ConnectionStep {
  const finished = finish({ type: event.by });
  if (!connected) return finished;
  return { ...finished, effects: [{ type: "hang-up", code: 1000, reason: "done" }, ...finished.effects] };
}

function finish(end: ConnectionEnd): ConnectionStep {
  return go({ phase: "closed", end }, { type: "timer-clear" }, { type: "end", end });
}

function go(state: ConnectionState, ...effects: readonly ConnectionEffect[]): ConnectionStep {
  return { state, effects };
}

function ignore(state: ConnectionState): ConnectionStep {
  return { state, effects: [] };
}
