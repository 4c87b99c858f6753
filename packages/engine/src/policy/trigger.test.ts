import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeness } from "./completeness/completeness.ts";
import { judge } from "./judgement.ts";
import { speculationModes, type ModeValues } from "./modes.ts";
import type { TriggerDecision, TurnView } from "./policies.ts";
import { turnView, wordsOf } from "./testing/turn-view.ts";
import { considerTrigger } from "./trigger.ts";

const { conservative, balanced, eager } = speculationModes;
const idle: TriggerDecision = { start: false, lookAgainAt: undefined };

/** A word that ended at 1,000 ms and was told at 1,100. */
function told(parts: Partial<TurnView> = {}): TurnView {
  return turnView({ user: wordsOf("book a table", { at: 1100 }), at: 1100, quietSince: 1000, ...parts });
}

/** When it starts or looks again; never is late. */
function wakesAt(decision: TriggerDecision): number {
  return decision.start ? 0 : (decision.lookAgainAt ?? Number.POSITIVE_INFINITY);
}

function decide(view: TurnView, probability: number, values: ModeValues = balanced): TriggerDecision {
  return considerTrigger(
    view,
    judge(view, () => probability),
    values,
  );
}

describe("P20 a draft starts where the chance that it is adopted, times what it saves, is worth its cost", () => {
  test("at once where the words may be all, later where they need silence to be", () => {
    expect(decide(told(), 0.5)).toMatchObject({ start: true, reason: "word" });
    const later = decide(told(), 0.015);
    expect(later).toMatchObject({ start: false });
    expect(later.start ? 0 : later.lookAgainAt).toBeGreaterThan(1100);
  });

  test("when it asked to look again it starts, if nothing has happened", () => {
    const law = fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (probability) => {
      const first = decide(told(), probability);
      const at = first.start ? 1100 : first.lookAgainAt;
      expect(at === undefined || decide(told({ at }), probability).start).toBe(true);
    });
    fc.assert(law);
  });

  test("the dearer a call, the surer it has to be", () => {
    expect(decide(told(), 0.03, eager)).toMatchObject({ start: true });
    expect(decide(told(), 0.03, conservative)).toMatchObject({ start: false });
  });

  test("not without a word, and not while the last word may be on its way: 200 ms after the voice", () => {
    expect(decide(told({ user: wordsOf("…") }), 0.9)).toEqual(idle);
    const waiting = told({ user: wordsOf("book a", { at: 900 }), at: 1000 });
    expect(decide(waiting, 0.9)).toEqual({ start: false, lookAgainAt: 1200 });
  });

  test("while a voice is heard only where the mode allows it, and the words look whole", () => {
    const speaking = told({ voice: true });
    expect(decide(speaking, 0.99)).toEqual(idle);
    expect(decide(speaking, 0.99, eager)).toMatchObject({ start: true, reason: "voice" });
    expect(decide(speaking, 0.1, eager)).toEqual(idle);
  });

  test("words that the recogniser doubts are worth less", () => {
    const doubted = told({ user: wordsOf("book a table", { at: 1100, stability: 0.1 }) });
    expect(decide(doubted, 0.1)).toMatchObject({ start: false });
    expect(decide(told(), 0.1)).toMatchObject({ start: true });
  });
});

test("P21 a draft saves what the reply would come later without it; a slow model's saves no less", () => {
  const saved = (view: TurnView, probability: number): number => {
    const decision = decide(view, probability);
    return decision.start ? (decision.evidence?.expectedMs ?? 0) / (decision.evidence?.posterior ?? 1) : 0;
  };
  // It is ready, at 1,650, long after the turn could end; without it the model would begin when the turn ends, at 1,300.
  expect(Math.abs(saved(told(), 0.9) - 200)).toBeLessThan(2);
  expect(saved(told({ at: 1250 }), 0.9)).toBeLessThan(saved(told(), 0.9));
  expect(saved(told(), 0.3)).toBeGreaterThan(saved(told(), 0.9));
});

describe("P31 where nobody reports a voice, words that do not look whole wait for the next one", () => {
  const unheard = (parts: Partial<TurnView> = {}): TurnView => told({ quietSince: 0, ...parts });

  test("600 ms after the newest word the silence begins to speak", () => {
    const waiting = decide(unheard(), 0.2);
    expect(waiting.start ? 0 : (waiting.lookAgainAt ?? 0)).toBeGreaterThanOrEqual(1700);
    expect(decide(told(), 0.2)).toMatchObject({ start: true });
  });

  test("words that look whole wait for nothing, and neither do final ones", () => {
    expect(wakesAt(decide(unheard(), 0.6))).toBeLessThan(1150);
    const final = wordsOf("book a table", { at: 1100, final: true });
    expect(wakesAt(decide(unheard({ user: final }), 0.2))).toBeLessThan(1200);
  });

  test("nor do words that whoever heard them takes for the end", () => {
    const user = wordsOf("book a table", { at: 1100, endOfTurnProbability: 0.9 });
    expect(wakesAt(decide(unheard({ user }), 0.05))).toBeLessThan(1200);
  });

  test("where the caller ends turns a draft starts then, however long silence would have ended them", () => {
    const user = { ...wordsOf("book a table", { at: 1100 }), endedBy: "client" as const };
    for (const probability of [0.05, 0.2, 0.4, 0.49]) {
      const first = decide(unheard({ user }), probability);
      const at = wakesAt(first);
      expect(at).toBeGreaterThanOrEqual(1700);
      expect(decide(unheard({ user, at }), probability)).toMatchObject({ start: true, reason: "pause" });
    }
  });

  test("P32 past the moment at which its caller would have ended the turn, the words go on", () => {
    expect(decide(unheard({ verdictMs: 1000 }), 0.2)).toMatchObject({ lookAgainAt: expect.any(Number) as unknown });
    expect(decide(unheard({ verdictMs: 400 }), 0.2)).toEqual(idle);
    expect(wakesAt(decide(unheard({ verdictMs: 400 }), 0.9))).toBeLessThan(1150);
    expect(decide(told({ verdictMs: 0 }), 0.2)).toMatchObject({ start: true });
  });

  test("keys that follow each other start no draft in the middle of words", () => {
    const typed = "a table for two tomorrow please";
    const starts = Array.from(typed, (_, index) => {
      const user = wordsOf(typed.slice(0, index + 1), { at: 1100 + 120 * index });
      const view = unheard({ user, at: user.lastWordAt });
      return considerTrigger(view, judge(view, completeness), balanced).start;
    });
    expect(starts.filter(Boolean).length).toBeLessThanOrEqual(3);
  });
});

describe("P22 what a draft costs is the chance that it comes to nothing before silence would have asked", () => {
  test("so unlikely words wait for silence, and every token of the turn makes them wait longer", () => {
    const [sooner, later] = [decide(told(), 0.02), decide(told({ tokens: 200 }), 0.02)];
    expect(sooner).toMatchObject({ start: false });
    expect(wakesAt(later)).toBeGreaterThan(wakesAt(sooner));
  });

  test("in a silence in which anybody would ask it starts whatever the words say", () => {
    for (const values of [conservative, balanced, eager]) {
      const decision = decide(told(), 0.0001, values);
      expect(wakesAt(decision)).toBeLessThanOrEqual(1000 + values.latestMs);
      expect(decide(told({ at: 1000 + values.latestMs }), 0.0001, values)).toMatchObject({ start: true });
    }
  });
});

describe("P30 a conversation that has made more calls than its allowance makes the next one dearer", () => {
  test("in debt a draft starts later, with calls to spare sooner", () => {
    const [rich, even, poor] = [1.5, 0, -4].map((spare) => wakesAt(decide(told({ spare }), 0.05)));
    expect([rich, even]).toEqual([0, 0]);
    expect(poor).toBeGreaterThan(1100);
  });

  test("sure words are drafted on at once, whatever was spent", () => {
    expect(decide(told({ spare: -6 }), 0.95)).toMatchObject({ start: true });
  });
});

test("P23 a part of the budget is kept for a pause that looks like the end, and beyond it there is nothing", () => {
  const view = told({ started: balanced.drafts - balanced.reserved });
  expect(decide(view, 0.1)).toMatchObject({ start: false });
  expect(decide(view, 0.9)).toMatchObject({ start: true });
  expect(decide(told({ tokens: balanced.tokens }), 0.1)).toMatchObject({ start: false });
  expect(decide(told({ started: balanced.drafts }), 0.99)).toEqual(idle);
});

describe("P24 a hedge is one more draft on the same words", () => {
  const first = { startedAt: 1100, readyAt: undefined, phase: "waiting" } as const;
  const covered = told({ covering: [first] });

  test("in balanced when the first token is very late, as this conversation knows it; in eager at once; else none", () => {
    const later = decide(covered, 0.9);
    expect(later).toEqual({ start: false, lookAgainAt: expect.any(Number) as unknown });
    const at = later.start ? 0 : (later.lookAgainAt ?? 0);
    expect(Math.abs(at - (1100 + 400 * Math.exp(0.35 * 2.054)))).toBeLessThan(5);
    expect(decide({ ...covered, at }, 0.9)).toMatchObject({ start: true, reason: "hedge" });
    expect(decide(covered, 0.9, eager)).toMatchObject({ start: true, reason: "hedge" });
    const spared = { ...covered, spare: balanced.allowance / 2 };
    expect(decide(spared, 0.99)).toMatchObject({ start: false });
    const known = { ...spared, pace: { ...spared.pace, seen: 4 } };
    expect(decide(known, 0.99)).toMatchObject({ start: true, reason: "hedge" });
    expect(decide({ ...covered, at: 3000 }, 0.9, conservative)).toEqual(idle);
  });

  test("it saves less the more of them there are, and there are never more than the mode has", () => {
    expect(decide({ ...covered, covering: [first, first] }, 0.9, eager)).toMatchObject({ start: true });
    expect(decide({ ...covered, covering: [first, first, first] }, 0.9, eager)).toEqual(idle);
  });

  test("none behind a first token, while a voice is heard, where the turn goes on, or in debt", () => {
    expect(decide({ ...covered, spare: -40 }, 0.9, eager)).toMatchObject({ start: false });
    expect(decide({ ...covered, covering: [{ ...first, phase: "streaming" }] }, 0.9, eager)).toEqual(idle);
    expect(decide({ ...covered, voice: true }, 0.9, eager)).toEqual(idle);
    expect(decide(covered, 0.001, eager)).toMatchObject({ start: false });
  });
});
