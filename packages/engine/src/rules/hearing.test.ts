import { describe, expect, test } from "vitest";
import { openStage, type Stage } from "../testing/stage.ts";

/** A stage on which the agent is saying something, and somebody reports what is heard of it. */
function heardStage(said = "Of course. For how many?"): Stage {
  const stage = openStage();
  stage.hear("book a table", { endedBy: "client", utteranceId: "u1" });
  stage.endTurn();
  stage.text(said);
  stage.play(4);
  return stage;
}

describe("T10 what ends a turn", () => {
  test("a final does not", () => {
    const stage = openStage();
    stage.hear("book a table.", { final: true });
    expect(stage.look()).toEqual(["user-start", "user-words", "draft-start", "model-start"]);
  });

  test("turn_end does, at once", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.look();
    stage.endTurn();
    expect(stage.look()).toEqual(["user-stop", "turn-commit", "record", "model-start"]);
    expect(stage.of("turn-commit")[0]).toMatchObject({ turnIdx: 1, reason: "turn_end", transcript: "book a table" });
  });

  test("turn_end may bring the words, whole or the rest of them", () => {
    const stage = openStage();
    stage.hear("book a", { endedBy: "client", utteranceId: "u1" });
    stage.endTurn("book a table");
    expect(stage.of("turn-commit")[0]?.transcript).toBe("book a table");
  });

  test("its words may span several utterances", () => {
    const stage = openStage();
    stage.hear("book a", { endedBy: "client", utteranceId: "u1" });
    stage.hear("table", { utteranceId: "u2" });
    stage.endTurn("book a table for two");
    expect(stage.of("turn-commit")[0]?.transcript).toBe("book a table for two");
  });

  test("without any word before it, its own words are the turn", () => {
    const stage = openStage();
    stage.endTurn("book a table");
    expect(stage.of("turn-commit")[0]?.transcript).toBe("book a table");
  });

  test.each([
    ["low", 400],
    ["medium", 700],
    ["high", 1200],
  ] as const)("silence does, where the server ends turns: patience %s, %i ms", (patience, ms) => {
    const stage = openStage({ patience });
    stage.hear("book a table");
    stage.wait(ms - 1);
    expect(stage.of("turn-commit")).toEqual([]);
    stage.wait(1);
    expect(stage.of("turn-commit")[0]).toMatchObject({ reason: "silence", transcript: "book a table" });
  });

  test("every new word starts the wait anew, the same words do not", () => {
    const stage = openStage();
    stage.hear("book a");
    stage.wait(600);
    stage.hear("book a table");
    stage.wait(600);
    stage.hear("Book a table.", { final: true });
    stage.wait(99);
    expect(stage.of("turn-commit")).toEqual([]);
    stage.wait(1);
    expect(stage.of("turn-commit")).toHaveLength(1);
  });
});

describe("T11 a turn_end without words since the last commit is ignored", () => {
  test("before any word, and once more after the end", () => {
    const stage = openStage();
    stage.endTurn();
    expect(stage.look()).toEqual([]);
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.look();
    stage.endTurn();
    stage.endTurn("Book a table.");
    expect(stage.look()).toEqual([]);
  });
});

describe("T13 late news of the turn just committed is no new turn", () => {
  test("the final behind a turn_end is one user message", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.look();
    stage.hear("Book a table.", { final: true });
    expect(stage.look()).toEqual([]);
  });

  test("with an id at any time, without one for two seconds", () => {
    for (const [utteranceId, waits, turns] of [
      ["u1", 60_000, 1],
      [undefined, 1999, 1],
      [undefined, 2001, 2],
    ] as const) {
      const stage = openStage();
      stage.hear("yes", { endedBy: "client", utteranceId });
      stage.endTurn();
      stage.text("Fine.");
      stage.finish();
      stage.wait(waits);
      stage.hear("Yes.", { final: true, utteranceId });
      stage.endTurn();
      expect(stage.of("turn-commit")).toHaveLength(turns);
    }
  });

  test("a correction of what was heard already is not taken", () => {
    const stage = heardStage();
    stage.look();
    stage.hear("look a table", { final: true, utteranceId: "u1" });
    expect(stage.look()).toEqual([]);
  });

  test("an id that is used again after ten seconds does not make the agent deaf", () => {
    const stage = heardStage();
    stage.finish();
    stage.play(undefined, { done: true });
    stage.wait(10_001);
    stage.hear("two of us", { utteranceId: "u1" });
    stage.endTurn();
    expect(stage.of("turn-commit").map((commit) => commit.transcript)).toEqual(["book a table", "two of us"]);
  });
});

describe("T16 a recogniser may take everything back", () => {
  test("then nothing is said, and no draft lives on", () => {
    const stage = openStage();
    stage.hear("book a table.");
    stage.look();
    stage.hear("");
    expect(stage.look()).toEqual(["model-cancel", "draft-revoke", "user-stop"]);
    expect(stage.of("draft-revoke")[0]?.reason).toBe("words_gone");
    stage.wait(5000);
    expect(stage.look()).toEqual([]);
    expect(stage.state.turn.phase).toBe("idle");
  });

  test("a turn that was announced keeps what it had", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.send({ type: "user-turn-resume" });
    stage.hear("");
    stage.endTurn();
    expect(stage.of("turn-commit").map((commit) => commit.transcript)).toEqual(["book a table", "book a table"]);
  });
});

describe("T18 silence", () => {
  test("never ends a turn that its caller ends", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client", final: true });
    stage.wait(3_600_000);
    expect(stage.of("turn-commit")).toEqual([]);
  });

  test("ends nothing while a voice is heard, and counts from when it stops", () => {
    const stage = openStage();
    stage.voice(true);
    stage.hear("book a table");
    stage.wait(60_000);
    stage.voice(false);
    stage.wait(699);
    expect(stage.of("turn-commit")).toEqual([]);
    stage.wait(1);
    expect(stage.of("turn-commit")).toHaveLength(1);
  });

  test("ends no turn that is only a voice", () => {
    const stage = openStage();
    stage.voice(true);
    stage.voice(false);
    stage.wait(5000);
    expect(stage.look()).toEqual(["user-start", "user-stop"]);
  });
});

describe("T19 what a revision of a heard turn has beyond it begins the next turn", () => {
  test("in words that were said before, a final stops nobody, and waits", () => {
    const stage = heardStage();
    stage.look();
    stage.hear("Book a table for two.", { final: true, utteranceId: "u1" });
    expect(stage.look()).toEqual(["user-start", "user-words"]);
    stage.finish();
    stage.play(undefined, { done: true });
    expect(stage.of("user-words").at(-1)).toEqual({ type: "user-words", turnIdx: 2, text: "for two." });
    stage.endTurn();
    expect(stage.of("turn-commit").at(-1)?.transcript).toBe("for two.");
  });

  test("in words that are being said it is a barge-in", () => {
    const stage = heardStage();
    stage.hear("book a table for two", { utteranceId: "u1" });
    expect(stage.entries("reply")[0]).toMatchObject({ outcome: "interrupted", heard: "Of" });
  });

  test("a final is one, too, while a voice is heard", () => {
    const stage = heardStage();
    stage.voice(true);
    stage.hear("book a table for two", { final: true, utteranceId: "u1" });
    expect(stage.entries("reply")[0]?.outcome).toBe("interrupted");
  });

  test("one text that goes on over three turns gives each its own words", () => {
    for (const utteranceId of ["u1", undefined]) {
      const stage = openStage();
      for (const text of ["one", "one two", "one two three"]) {
        stage.hear(text, { endedBy: "client", utteranceId });
        stage.endTurn();
        stage.text("Go on.");
        stage.finish();
        stage.wait(1000);
      }
      expect(stage.lines.filter((line) => line.startsWith("user"))).toEqual(["user: one", "user: two", "user: three"]);
    }
  });
});

test("T90 a turn of more than 64,000 characters is not heard further, and what was heard counts", () => {
  const stage = openStage();
  const long = "word ".repeat(12_000).trim();
  stage.hear(long, { endedBy: "client", utteranceId: "u1" });
  stage.hear(long, { utteranceId: "u2", scope: "segment" });
  expect(stage.of("refusal").at(-1)?.code).toBe("queue_full");
  stage.endTurn();
  expect(stage.of("turn-commit")[0]?.transcript).toBe(long);
});

describe("T75 when the last participant leaves, nobody tells any more that the user speaks", () => {
  test("then silence is left to judge by", () => {
    const stage = openStage();
    stage.voice(true);
    stage.hear("book a table");
    stage.send({ type: "participant-leave" });
    stage.wait(700);
    expect(stage.of("turn-commit")).toHaveLength(1);
  });

  test("without a voice nothing changes", () => {
    const stage = openStage();
    stage.send({ type: "participant-leave" });
    expect(stage.look()).toEqual([]);
  });
});
