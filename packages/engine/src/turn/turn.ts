import type { UserWords } from "../transcript/user-words.ts";
import type { Committed } from "./committed.ts";
import type { Opener } from "./opener.ts";
import type { Reply } from "./reply.ts";
import { emptyTally, type Tally } from "./tally.ts";

/**
 * The turn that is being said or answered.
 *
 * `open`: the user is saying it. `released`: it is over, the reply may leave and be spoken. `settled`: a word of the
 * reply was heard, or the grace is over; now it counts. A released turn may be reopened, a settled one never.
 */
export type Turn = IdleTurn | OpenTurn | ReleasedTurn | SettledTurn | ClosedTurn;
export type TurnPhase = Turn["phase"];

export interface IdleTurn {
  readonly phase: "idle";
  readonly last: Committed | undefined;
}

export interface OpenTurn {
  readonly phase: "open";
  readonly user: UserWords;
  readonly tally: Tally;
  readonly last: Committed | undefined;
  /** What the next answer of this turn may begin with. */
  readonly opener: Opener | undefined;
  /** Where this turn was released before: its number, and how often. */
  readonly reopened: { readonly turnIdx: number; readonly times: number } | undefined;
}

export interface ReleasedTurn {
  readonly phase: "released";
  readonly reply: Reply;
  /** What the user has said since. */
  readonly pending: UserWords | undefined;
}

export interface SettledTurn {
  readonly phase: "settled";
  readonly reply: Reply;
  readonly pending: UserWords | undefined;
}

export interface ClosedTurn {
  readonly phase: "closed";
}

export type TurnInput =
  /** The user's words of this turn, or of the one after it while this one is answered. Undefined: none are left. */
  | { readonly type: "hear"; readonly user: UserWords | undefined }
  | {
      readonly type: "release";
      readonly reply: Reply;
      readonly pending?: UserWords | undefined;
    }
  | { readonly type: "reopen"; readonly user: UserWords; readonly tally: Tally }
  | { readonly type: "settle" }
  | { readonly type: "complete"; readonly last: Committed | undefined }
  | { readonly type: "close" };

type On<T extends TurnInput["type"]> = Extract<TurnInput, { type: T }>;
type In<P extends TurnPhase> = Extract<Turn, { phase: P }>;
type Row<P extends TurnPhase> = { readonly [T in TurnInput["type"]]: (turn: In<P>, input: On<T>) => Turn };

const closed: ClosedTurn = { phase: "closed" };
const ignore = (turn: Turn): Turn => turn;
const close = (): Turn => closed;

function release(_turn: Turn, input: On<"release">): Turn {
  return { phase: "released", reply: input.reply, pending: input.pending };
}

// T1 Every phase answers every input: leaving a cell out does not compile.
const table: { readonly [P in TurnPhase]: Row<P> } = {
  idle: {
    hear: (turn, input) => (input.user === undefined ? turn : openTurn(input.user, turn.last)),
    release,
    reopen: ignore,
    settle: ignore,
    complete: ignore,
    close,
  },
  open: {
    hear: (turn, input) =>
      input.user === undefined ? { phase: "idle", last: turn.last } : { ...turn, user: input.user },
    release,
    reopen: ignore,
    settle: ignore,
    complete: ignore,
    close,
  },
  released: {
    hear: (turn, input) => ({ ...turn, pending: input.user }),
    // The running reply has to be completed first: one turn is answered at a time.
    release: ignore,
    reopen: (turn, input) => ({
      phase: "open",
      user: input.user,
      tally: input.tally,
      last: turn.reply.before,
      opener: undefined,
      reopened: { turnIdx: turn.reply.turnIdx, times: turn.reply.reopened + 1 },
    }),
    settle: (turn) => ({ phase: "settled", reply: turn.reply, pending: turn.pending }),
    // Nothing counts before it is settled.
    complete: ignore,
    close,
  },
  settled: {
    hear: (turn, input) => ({ ...turn, pending: input.user }),
    release: ignore,
    reopen: ignore,
    settle: ignore,
    complete: (turn, input) =>
      turn.pending === undefined ? { phase: "idle", last: input.last } : openTurn(turn.pending, input.last),
    close,
  },
  closed: { hear: ignore, release: ignore, reopen: ignore, settle: ignore, complete: ignore, close: ignore },
};

/** The turn after `input`; where the table ignores it, the same value. */
export function stepTurn(turn: Turn, input: TurnInput): Turn {
  // TypeScript cannot correlate two dynamic keys with the values that they were taken from.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const cell = table[turn.phase][input.type] as (turn: Turn, input: TurnInput) => Turn;
  return cell(turn, input);
}

/** The reply of a turn that is being answered. */
export function replyOf(turn: Turn): Reply | undefined {
  return turn.phase === "released" || turn.phase === "settled" ? turn.reply : undefined;
}

/** What the user has said that is not committed. */
export function unansweredOf(turn: Turn): UserWords | undefined {
  if (turn.phase === "open") return turn.user;
  return turn.phase === "released" || turn.phase === "settled" ? turn.pending : undefined;
}

function openTurn(user: UserWords, last: Committed | undefined): OpenTurn {
  return { phase: "open", user, tally: emptyTally, last, opener: undefined, reopened: undefined };
}
