import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paceMs, unknownPace } from "../session/pace.ts";
import { clauseMs, considerEnd } from "./end-of-turn.ts";
import { judge } from "./judgement.ts";
import { patienceMs, speculationModes, type ModeValues } from "./modes.ts";
import type { CoveringDraft, TurnView } from "./policies.ts";
import { turnView, wordsOf } from "./testing/turn-view.ts";

const { conservative, balanced, eager } = speculationModes;
const ready: CoveringDraft = { startedAt: 1100, readyAt: 1500, phase: "streaming" };
const coming: CoveringDraft = { startedAt: 1100, readyAt: undefined, phase: "waiting" };

/** The voice stopped at 1,000 ms, and the last word was told at 1,100. */
function told(parts: Partial<TurnView> = {}): TurnView {
  return turnView({ user: wordsOf("book a table", { at: 1100 }), at: 1100, quietSince: 1000, ...parts });
}

/** So long after the voice. */
function waits(view: TurnView, probability: number, values: ModeValues = balanced): number {
  return (
    considerEnd(
      view,
      judge(view, () => probability),
      values,
    ) - 1000
  );
}

describe("P25 a turn ends as soon as it is likely enough to be over", () => {
  test("sooner the more complete it is, and sooner where a reply is ready", () => {
    expect(waits(told({ covering: [ready] }), 0.5)).toBeLessThan(waits(told({ covering: [ready] }), 0.05));
    expect(waits(told({ covering: [ready] }), 0.2)).toBeLessThan(waits(told(), 0.2));
  });

  test("the bolder the mode, the sooner", () => {
    const all = [conservative, balanced, eager].map((values) => waits(told({ covering: [ready] }), 0.08, values));
    expect(all).toEqual(all.toSorted((one, other) => other - one));
  });
});

test("P26 within patience: never before its shortest wait, behind its longest only for a reply that is on its way", () => {
  const law = fc.property(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom("low" as const, "medium" as const, "high" as const),
    fc.constantFrom<readonly CoveringDraft[]>([], [ready], [coming]),
    (probability, patience, covering) => {
      const wait = waits(told({ patience, covering }), probability);
      expect(wait).toBeGreaterThanOrEqual(patienceMs[patience].shortest);
      const awaited = covering.includes(coming) ? 500 : 0;
      expect(wait).toBeLessThanOrEqual(patienceMs[patience].longest + awaited);
    },
  );
  fc.assert(law);
});

test("P27 while a reply is on its way nothing ends before it is there, but for the longest wait", () => {
  expect(waits(told({ covering: [coming] }), 0.99)).toBe(patienceMs.medium.longest);
  // A first token later than 19 of 20, and half a second, is not waited for with the turn open.
  const late = { ...coming, startedAt: 1900 };
  expect(waits(told({ covering: [late] }), 0.99)).toBe(patienceMs.medium.longest + 500);
  expect(waits(told({ covering: [{ ...coming, startedAt: 1500 }] }), 0.99)).toBe(
    500 + paceMs(unknownPace, 0.95) + clauseMs,
  );
  expect(waits(told({ covering: [coming, ready] }), 0.99)).toBe(patienceMs.medium.shortest);
  expect(waits(told({ covering: [{ ...coming, phase: "calling" }] }), 0.99)).toBe(patienceMs.medium.shortest);
});

test("P28 where no word has come since the voice stopped, the last one has 400 ms to come", () => {
  const early = told({ user: wordsOf("book a", { at: 900 }), at: 1000, covering: [ready] });
  expect(waits(early, 0.99)).toBe(400);
});

test("SV6 a turn may end when the opener of its reply may be spoken, and is likely enough to be over", () => {
  const opening = (openerFrom: number): TurnView => told({ covering: [{ ...coming, openerFrom }] });
  expect(waits(opening(1450), 0.99)).toBe(450);
  expect(waits(opening(0), 0.99)).toBe(patienceMs.medium.shortest);
  expect(waits(opening(0), 0.05)).toBe(waits(told({ covering: [ready] }), 0.05));
  expect(waits(opening(9000), 0.99)).toBe(patienceMs.medium.longest);
});
