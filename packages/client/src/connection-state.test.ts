import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { backoffMs, defaultRetryPolicy } from "./backoff.ts";
import { startConnection, stepConnection } from "./connection-state.ts";
import type { ConnectionEvent, ConnectionStep } from "./connection-state.ts";

const policy = { ...defaultRetryPolicy, maxAttempts: 3 };

/** The last step after these events. */
function play(...events: readonly ConnectionEvent[]): ConnectionStep {
  return events.reduce((step, event) => stepConnection(step.state, event, policy), startConnection(policy));
}

const hello = { type: "hello" } as const;
const timer = { type: "timer", random: 0 } as const;
const behind = { type: "reader-behind" } as const;
const caughtUp = { type: "reader-caught-up" } as const;
const close = { type: "close", by: "asked" } as const;
const lost = (code = 1006) => ({ type: "socket-close", code, reason: "", random: 0 }) as const;

describe("a live connection", () => {
  test("dials at once, and gives the server ten seconds for its hello", () => {
    expect(startConnection(policy)).toEqual({
      state: { phase: "connecting", attempt: 0 },
      effects: [{ type: "dial" }, { type: "timer-set", ms: 10_000 }],
    });
  });

  test("is open with the server's hello, and only then sends what waited", () => {
    expect(play(hello)).toEqual({ state: { phase: "open" }, effects: [{ type: "timer-clear" }, { type: "flush" }] });
  });

  test("that is lost is dialled again after a pause", () => {
    expect(play(hello, lost(1012))).toEqual({
      state: {
        phase: "reconnecting",
        attempt: 1,
        waitsFor: "timer",
        delayMs: 250,
        loss: { code: 1012, reason: "" },
      },
      effects: [{ type: "timer-set", ms: 250 }],
    });
    expect(play(hello, lost(), timer)).toMatchObject({ state: { phase: "connecting", attempt: 1 } });
  });

  test("without a hello in time is hung up and counts as a failed dial", () => {
    expect(play(timer)).toMatchObject({
      state: { phase: "reconnecting", attempt: 1, loss: { code: 1006, reason: "no system.hello within 10000 ms" } },
      effects: [{ type: "hang-up", code: 1000 }, { type: "timer-set" }],
    });
  });

  test("gives up after the last attempt that it may make", () => {
    expect(play(lost(), timer, lost(), timer, lost())).toEqual({
      state: { phase: "closed", end: { type: "gave-up", attempts: 3, code: 1006, reason: "" } },
      effects: [
        { type: "timer-clear" },
        { type: "end", end: { type: "gave-up", attempts: 3, code: 1006, reason: "" } },
      ],
    });
  });

  test("starts counting again once the server has said hello", () => {
    expect(play(lost(), timer, lost(), timer, hello, lost()).state).toMatchObject({
      phase: "reconnecting",
      attempt: 1,
    });
  });

  test.each([1000, 4400, 4401, 4404, 4410])("W22 is closed for good by %i, dialling or open", (code) => {
    const state = { phase: "closed", end: { type: "refused", code, reason: "" } };
    expect(play(lost(code)).state).toEqual(state);
    expect(play(hello, lost(code)).state).toEqual(state);
  });

  test("whose frames are not read hangs up, and dials again when they have been", () => {
    expect(play(hello, behind)).toMatchObject({
      state: { phase: "reconnecting", waitsFor: "reader" },
      effects: [{ type: "hang-up", code: 4408 }],
    });
    expect(play(hello, behind, timer).effects).toEqual([]);
    expect(play(hello, behind, caughtUp)).toMatchObject({
      state: { phase: "connecting" },
      effects: [{ type: "dial" }, {}],
    });
  });

  test("that waits for its timer is not hurried by the reader", () => {
    expect(play(hello, lost(), caughtUp).effects).toEqual([]);
  });

  test("can be closed at any moment, and clears its timer", () => {
    const end = [{ type: "timer-clear" }, { type: "end", end: { type: "asked" } }];
    expect(play(close).effects).toEqual([{ type: "hang-up", code: 1000, reason: "done" }, ...end]);
    expect(play(hello, close).effects).toEqual([{ type: "hang-up", code: 1000, reason: "done" }, ...end]);
    expect(play(hello, lost(), close).effects).toEqual(end);
    expect(play(hello, behind, close).effects).toEqual(end);
  });

  const anyEvent: fc.Arbitrary<ConnectionEvent> = fc.oneof(
    fc.constantFrom<ConnectionEvent>(hello, timer, behind, caughtUp, close, { type: "close", by: "aborted" }),
    fc.constantFrom(1000, 1006, 1012, 4401, 4999).map((code) => lost(code)),
  );

  test("closed is final: nothing has an effect any more, and it ended once", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        let step = startConnection(policy);
        let ends = 0;
        for (const event of events) {
          const before = step.state;
          step = stepConnection(before, event, policy);
          ends += step.effects.filter((effect) => effect.type === "end").length;
          if (before.phase === "closed") expect(step).toEqual({ state: before, effects: [] });
        }
        expect(ends).toBe(step.state.phase === "closed" ? 1 : 0);
      }),
    );
  });

  test("never has two sockets, and never waits without something that will wake it", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        let step = startConnection(policy);
        let sockets = 0;
        let timed = false;
        const take = (event: ConnectionEvent | undefined) => {
          if (event?.type === "socket-close") sockets = 0;
          if (event?.type === "timer") timed = false;
          for (const effect of step.effects) {
            if (effect.type === "dial") sockets += 1;
            if (effect.type === "hang-up") sockets = 0;
            if (effect.type === "timer-set") timed = true;
            if (effect.type === "timer-clear") timed = false;
          }
          expect(sockets).toBeLessThanOrEqual(1);
          if (step.state.phase === "connecting") expect(timed).toBe(true);
          if (step.state.phase === "reconnecting") expect(timed).toBe(step.state.waitsFor === "timer");
          if (step.state.phase === "closed") expect([sockets, timed]).toEqual([0, false]);
        };
        take(undefined);
        for (const event of events) {
          // What cannot happen is not asked: a timer that does not run, a socket that is not there.
          if (event.type === "timer" && !timed) continue;
          if (event.type === "socket-close" && sockets === 0) continue;
          step = stepConnection(step.state, event, policy);
          take(event);
        }
      }),
    );
  });
});

describe("the pause before a dial", () => {
  test("doubles up to its bound, and the upper half of it is chance", () => {
    const pauses = (random: number) =>
      [1, 2, 3, 6, 10].map((attempt) => backoffMs(defaultRetryPolicy, attempt, random));
    expect(pauses(0)).toEqual([250, 500, 1_000, 7_500, 7_500]);
    expect(pauses(1)).toEqual([500, 1_000, 2_000, 15_000, 15_000]);
  });

  test("is bounded however long the server is away", () => {
    expect(backoffMs(defaultRetryPolicy, 1e6, 1)).toBe(15_000);
  });
});
