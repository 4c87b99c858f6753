import { describe, expect, test } from "vitest";
import { openStage } from "../testing/stage.ts";
import { openUserWords } from "../transcript/user-words.ts";
import { commitWords } from "./committed.ts";
import { emptyTally } from "./tally.ts";
import { replyOf, stepTurn, unansweredOf, type Turn, type TurnInput, type TurnPhase } from "./turn.ts";

const stage = openStage();
stage.hear("book a table");
stage.endTurn();
const found = replyOf(stage.state.turn);
if (found === undefined) throw new Error("the turn was not released");

const reply = { ...found, reopened: 1 };
const user = openUserWords(5, "client");
const last = commitWords(user, 5, undefined);
const before = commitWords(user, 3, undefined);
const turns: { readonly [P in TurnPhase]: Extract<Turn, { phase: P }> } = {
  idle: { phase: "idle", last },
  open: {
    phase: "open",
    user: openUserWords(1, "server"),
    tally: emptyTally,
    last,
    opener: undefined,
    reopened: undefined,
  },
  released: { phase: "released", reply: { ...reply, before }, pending: undefined },
  settled: { phase: "settled", reply, pending: undefined },
  closed: { phase: "closed" },
};
const inputs: { readonly [T in TurnInput["type"]]: Extract<TurnInput, { type: T }> } = {
  hear: { type: "hear", user },
  release: { type: "release", reply, pending: user },
  reopen: { type: "reopen", user, tally: emptyTally },
  settle: { type: "settle" },
  complete: { type: "complete", last: before },
  close: { type: "close" },
};
const opened: Turn = { phase: "open", user, tally: emptyTally, last, opener: undefined, reopened: undefined };
const released: Turn = { phase: "released", reply, pending: user };
const closed: Turn = { phase: "closed" };

/** What every phase makes of every input; `same` is the very same value. */
const table: { readonly [P in TurnPhase]: { readonly [T in TurnInput["type"]]: Turn | "same" } } = {
  idle: { hear: opened, release: released, reopen: "same", settle: "same", complete: "same", close: closed },
  open: {
    hear: { ...turns.open, user },
    release: released,
    reopen: "same",
    settle: "same",
    complete: "same",
    close: closed,
  },
  released: {
    hear: { ...turns.released, pending: user },
    release: "same",
    reopen: {
      phase: "open",
      user,
      tally: emptyTally,
      last: before,
      opener: undefined,
      reopened: { turnIdx: reply.turnIdx, times: 2 },
    },
    settle: { phase: "settled", reply: turns.released.reply, pending: undefined },
    complete: "same",
    close: closed,
  },
  settled: {
    hear: { ...turns.settled, pending: user },
    release: "same",
    reopen: "same",
    settle: "same",
    complete: { phase: "idle", last: before },
    close: closed,
  },
  closed: { hear: "same", release: "same", reopen: "same", settle: "same", complete: "same", close: "same" },
};

const phases = ["idle", "open", "released", "settled", "closed"] as const;
const types = ["hear", "release", "reopen", "settle", "complete", "close"] as const;

describe("T1 every phase of a turn answers every input", () => {
  test.each(phases.flatMap((phase) => types.map((type) => [phase, type] as const)))("%s, %s", (phase, type) => {
    const turn = turns[phase];
    const expected = table[phase][type];
    const next = stepTurn(turn, inputs[type]);
    if (expected === "same") expect(next).toBe(turn);
    else expect(next).toEqual(expected);
  });
});

describe("T2 words that are taken back, and words that wait", () => {
  const gone: TurnInput = { type: "hear", user: undefined };
  test("without a word a turn is not open, and what waits is gone", () => {
    expect(stepTurn(turns.idle, gone)).toBe(turns.idle);
    expect(stepTurn(turns.open, gone)).toEqual({ phase: "idle", last });
    expect(stepTurn({ ...turns.released, pending: user }, gone)).toEqual(turns.released);
    expect(stepTurn({ ...turns.settled, pending: user }, gone)).toEqual(turns.settled);
  });

  test("what waits opens the next turn when the one before it is complete", () => {
    const next = stepTurn({ ...turns.settled, pending: user }, inputs.complete);
    expect(next).toEqual({ ...opened, last: before });
  });

  test("the reply is that of a turn that is answered, unanswered is what is not committed", () => {
    expect(phases.map((phase) => replyOf(turns[phase]) !== undefined)).toEqual([false, false, true, true, false]);
    expect(phases.map((phase) => unansweredOf(turns[phase]) !== undefined)).toEqual([false, true, false, false, false]);
    expect(unansweredOf({ ...turns.settled, pending: user })).toBe(user);
  });
});
