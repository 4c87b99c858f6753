import { describe, expect, test } from "vitest";
import type { Policies } from "../policy/policies.ts";
import { policiesFor } from "../policy/speculative.ts";
import type { SpeculationMode } from "../session/session.ts";
import { openStage, type Stage } from "../testing/stage.ts";

/** A conversation in this mode, whose words are a whole turn with this probability. */
function openIn(speculation: SpeculationMode, probability = 0.9, more: Partial<Policies> = {}): Stage {
  const policies = policiesFor({ speculation }, { completeness: () => probability });
  return openStage({ speculation }, { ...policies, ...more });
}

/** The user says this and stops; the recogniser tells it 100 ms later. */
function say(stage: Stage, text: string): void {
  stage.voice(true);
  stage.wait(400);
  stage.voice(false);
  stage.wait(100);
  stage.hear(text);
}

const started = (stage: Stage): readonly string[] => stage.of("draft-start").map(({ reason }) => reason);

describe("T26 a draft that is late gets a second one on the same words", () => {
  test("when the first token is later than usual", () => {
    const stage = openIn("balanced");
    say(stage, "book a table");
    expect(started(stage)).toEqual(["word"]);
    stage.wait(800);
    expect(started(stage)).toEqual(["word"]);
    stage.wait(30);
    expect(started(stage)).toEqual(["word", "hedge"]);
  });

  test("in eager two at once, each as an event of its own; never after the first token, or when the user goes on", () => {
    const stage = openIn("eager");
    say(stage, "book a table");
    stage.wait(0);
    expect(started(stage)).toEqual(["word", "hedge", "hedge"]);
    const other = openIn("balanced");
    say(other, "book a table");
    other.text("Of");
    other.wait(900);
    expect(started(other)).toEqual(["word"]);
  });
});

describe("T27 the first draft to have a clause is the one", () => {
  test("its twins are outrun: closed at once, whichever of them it is", () => {
    for (const quick of [0, 1, 2]) {
      const stage = openIn("eager");
      say(stage, "book a table");
      stage.wait(0);
      const ids = stage.of("draft-start").map(({ draftId }) => draftId);
      const winner = ids[quick] ?? "";
      const losers = ids.filter((id) => id !== winner);
      stage.text("Of course. For how many?", winner);
      expect(stage.of("model-cancel")).toEqual(losers.map((draftId) => ({ type: "model-cancel", draftId })));
      expect(stage.of("draft-discard")).toMatchObject(losers.map((draftId) => ({ draftId, reason: "outrun" })));
      stage.wait(1000);
      expect(stage.of("draft-adopt")).toMatchObject([{ draftId: winner }]);
      stage.finish(winner);
      expect(stage.entries("reply")[0]?.numbers.drafts).toMatchObject({ started: 3, adopted: 1, discarded: 2 });
    }
  });

  test("the turn waits for it, and ends when it is there", () => {
    const stage = openIn("conservative");
    say(stage, "book a table");
    stage.wait(600);
    expect(stage.of("turn-commit")).toEqual([]);
    stage.text("Yes, of course. ");
    stage.wait(0);
    expect(stage.of("turn-commit")).toMatchObject([{ rung: "equal" }]);
    expect(stage.of("speech-delta")).toMatchObject([{ text: "Yes, of course. " }]);
  });

  test("one that has failed is waited for no longer", () => {
    const stage = openIn("conservative");
    say(stage, "book a table");
    stage.wait(600);
    stage.fail();
    stage.wait(0);
    expect(stage.of("turn-commit")).toMatchObject([{ rung: undefined }]);
  });

  test("words that go on revoke it, and the voice that comes before them stops the clock", () => {
    const stage = openIn("conservative");
    say(stage, "book a table");
    stage.text("Of course. ");
    stage.voice(true);
    stage.wait(5000);
    expect(stage.of("turn-commit")).toEqual([]);
    stage.hear("book a table for nine");
    expect(stage.of("draft-revoke")).toMatchObject([{ reason: "contradicted" }]);
  });
});

describe("T66 at the end of the turn the best draft is adopted", () => {
  /** Drafts on both, of which the second is the better match; the first waits, as its words hold for both. */
  function openTwo(): { stage: Stage; first: string; second: string } {
    const covered = { trigger: () => ({ start: true, reason: "test" }) as const };
    const stage = openIn("balanced", 0.9, covered);
    stage.hear("book a table", { endedBy: "client" });
    const first = stage.draft;
    stage.hear("book a table please");
    return { stage, first, second: stage.draft };
  }

  const adopted = (stage: Stage): unknown => stage.of("draft-adopt").map(({ draftId, rung }) => [draftId, rung]);

  test("what is ready comes first, though it matches less", () => {
    const { stage, first } = openTwo();
    stage.text("Of course. For how many?", first);
    stage.endTurn();
    expect(adopted(stage)).toEqual([[first, "formats"]]);
  });

  test("of those that are equally far the better match", () => {
    const { stage, first, second } = openTwo();
    stage.endTurn();
    expect(adopted(stage)).toEqual([[second, "equal"]]);
    const both = openTwo();
    both.stage.text("Of course. For how many?", both.first);
    both.stage.text("Of course. For how many?", both.second);
    both.stage.endTurn();
    expect(adopted(both.stage)).toEqual([[both.second, "equal"]]);
    expect(first).not.toBe(second);
  });
});

test("T67 what a decision rested on goes out with it", () => {
  const stage = openIn("balanced");
  say(stage, "book a table");
  const evidence = { completeness: 0.9, posterior: expect.any(Number) as unknown, quietMs: 100 };
  expect(stage.of("draft-start")[0]?.evidence).toMatchObject(evidence);
  expect(stage.of("draft-start")[0]?.evidence?.expectedMs).toBeGreaterThan(0);
  stage.text("Of course. For how many?");
  stage.wait(500);
  expect(stage.of("turn-commit")[0]?.evidence).toMatchObject({ completeness: 0.9, quietMs: 300 });
});

test("T29 the model's pace and the speaker's rhythm are learned as the conversation goes", () => {
  const stage = openIn("balanced");
  say(stage, "book");
  stage.wait(100);
  stage.text("What would you like to book?");
  expect(stage.state.session.pace.seen).toBe(1);
  stage.voice(true);
  expect(stage.state.session.rhythm.pauses).toBe(1);
  expect(Math.exp(stage.state.session.rhythm.logMean)).toBeCloseTo(200, 6);
});

describe("P29 a silence is compared with what was foreseen", () => {
  const shift = (stage: Stage): number => stage.state.session.habit.shift;

  test("one with which the turn goes on makes its speaker less likely to be through, one that was answered more", () => {
    const goesOn = openIn("off", 0.5);
    say(goesOn, "book");
    goesOn.wait(200);
    goesOn.voice(true);
    expect(shift(goesOn)).toBeLessThan(0);
    const over = openIn("off", 0.5);
    over.play(0);
    say(over, "book a table");
    over.wait(2000);
    over.text("Of course.");
    over.finish();
    over.play(undefined, { done: true });
    expect(shift(over)).toBeGreaterThan(0);
  });

  test("so does one in which the turn was answered too soon", () => {
    const stage = openIn("off", 0.9);
    stage.play(0);
    say(stage, "book a table");
    stage.wait(900);
    expect(stage.of("turn-commit")).toHaveLength(1);
    stage.text("Of course. ");
    stage.play(1);
    stage.voice(true);
    expect(shift(stage)).toBeLessThan(0);
    const before = shift(stage);
    stage.hear("for nine");
    expect(shift(stage)).toBe(before);
  });

  test("a breath says nothing, nor does a silence that nobody told of", () => {
    const stage = openIn("off", 0.5);
    say(stage, "book");
    stage.voice(true);
    expect(shift(stage)).toBe(0);
    const deaf = openIn("off", 0.5);
    deaf.hear("book a table");
    deaf.wait(2000);
    deaf.text("Of course.");
    deaf.finish();
    deaf.wait(5000);
    expect(shift(deaf)).toBe(0);
  });
});

test("P30 calls are counted against silences of 500 ms and turns that were answered", () => {
  const stage = openIn("balanced");
  const before = stage.state.session.spare;
  stage.play(0);
  say(stage, "book");
  expect(stage.state.session.spare).toBe(before - 1);
  stage.wait(400);
  stage.voice(true);
  expect(stage.state.session.spare).toBe(before);
  stage.voice(false);
  stage.wait(100);
  stage.hear("book a table");
  stage.text("Of course.");
  stage.finish();
  stage.wait(2000);
  stage.play(undefined, { done: true });
  expect(stage.state.session.spare).toBeCloseTo(before - 1 + 1 + 0.5, 9);
});

test("P32 whoever ends turns without telling of voices is known by when: later words go on, and get no draft", () => {
  const pauses = (stage: Stage): number => {
    const before = started(stage).length;
    stage.hear("book", { endedBy: "client" });
    stage.wait(1200);
    return started(stage).length - before;
  };
  const stage = openIn("balanced", 0.2);
  expect(pauses(stage)).toBe(1);
  stage.hear("book a table", { endedBy: "client" });
  stage.wait(100);
  stage.endTurn();
  stage.text("Of course.");
  stage.finish();
  expect(stage.state.session.verdictLag).toBe(100);
  stage.wait(3000);
  expect(pauses(stage)).toBe(0);
});
