import { describe, expect, test } from "vitest";
import { openStage, type Stage } from "../testing/stage.ts";

/** A stage with a draft on "book a table" that has put out a word. */
function drafted(): Stage {
  const stage = openStage();
  stage.hear("book a table", { endedBy: "client" });
  stage.wait(200);
  stage.text("Of course.");
  stage.look();
  return stage;
}

describe("T20 contradiction", () => {
  test("a new word revokes a draft and cancels it at once", () => {
    const stage = drafted();
    stage.hear("book a table for");
    expect(stage.look()).toEqual(["user-words", "model-cancel", "draft-revoke"]);
    expect(stage.of("draft-revoke")[0]).toMatchObject({ reason: "contradicted", tokens: 3 });
  });

  test("the same words in other spelling do not, nor fewer of them", () => {
    const stage = drafted();
    stage.hear("Book a table!");
    stage.hear("book a");
    expect(stage.of("draft-revoke")).toEqual([]);
  });
});

test("T17 new words end the drafts that they rule out before another one starts", () => {
  const stage = drafted();
  stage.hear("book a chair.");
  expect(stage.look()).toEqual(["user-words", "model-cancel", "draft-revoke", "draft-start", "model-start"]);
});

describe("T21 when a draft starts", () => {
  test("after 200 ms of quiet", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.wait(199);
    expect(stage.of("draft-start")).toEqual([]);
    stage.wait(1);
    expect(stage.of("draft-start")[0]).toMatchObject({ turnIdx: 1, reason: "pause", transcript: "book a table" });
    expect(stage.of("model-start")[0]?.messages.at(-1)).toEqual({ role: "user", content: "book a table" });
  });

  test("at once where the words are stable, or a sentence", () => {
    for (const [text, stability, reason] of [
      ["book a table", 0.95, "stable"],
      ["book a table?", undefined, "punctuation"],
    ] as const) {
      const stage = openStage();
      stage.hear(text, { stability });
      expect(stage.of("draft-start")[0]?.reason).toBe(reason);
    }
  });

  test("twice a turn, and the third generation is kept for its end", () => {
    const stage = openStage();
    for (const text of ["book.", "book a.", "book a table.", "book a table for."]) {
      stage.hear(text, { endedBy: "client" });
    }
    expect(stage.of("draft-start")).toHaveLength(2);
    stage.endTurn();
    expect(stage.of("model-start")).toHaveLength(3);
  });

  test("never where the persona waits, or has no model", () => {
    for (const settings of [{ speculation: "off" as const }, { pipeline: "echo" as const }]) {
      const stage = openStage(settings);
      stage.hear("book a table.", { endedBy: "client" });
      stage.wait(1000);
      expect(stage.of("model-start")).toEqual([]);
    }
  });

  test("never while a reply is made", () => {
    const stage = drafted();
    stage.endTurn();
    stage.hear("and a chair.", { utteranceId: "u2" });
    stage.wait(1000);
    expect(stage.of("draft-start")).toHaveLength(1);
  });

  test("on what waited, when the reply is over", () => {
    const stage = drafted();
    stage.endTurn();
    stage.hear("and a chair.", { utteranceId: "u2" });
    stage.finish();
    stage.wait(0);
    expect(stage.of("draft-start").at(-1)).toMatchObject({ turnIdx: 2, transcript: "and a chair." });
  });
});

test("T22 nothing of a draft is heard before the commit, and nothing of one that ended", () => {
  const stage = drafted();
  const first = stage.draft;
  stage.hear("book a chair");
  stage.text(" For how many?", first);
  expect(stage.of("speech-delta")).toEqual([]);
  stage.endTurn();
  stage.text("Never.", first);
  expect(stage.of("speech-delta")).toEqual([]);
});

test("T23 a draft that fails is dropped, and its turn is none the worse", () => {
  const stage = drafted();
  stage.fail();
  expect(stage.look()).toEqual(["draft-discard"]);
  stage.endTurn();
  stage.text("Of course.");
  stage.finish();
  expect(stage.entries("reply")[0]).toMatchObject({
    outcome: "completed",
    numbers: { calls: 2, drafts: { started: 1, discarded: 1 } },
  });
});

describe("T24 the context and drafts", () => {
  test.each(["context-overwrite", "context-append"] as const)(
    "%s revokes a draft, and another is considered",
    (type) => {
      const stage = drafted();
      stage.send({ type, text: "The house is full." });
      expect(stage.look()).toEqual(["record", "model-cancel", "draft-revoke"]);
      expect(stage.of("draft-revoke")[0]?.reason).toBe("context_changed");
      stage.wait(0);
      expect(JSON.stringify(stage.of("model-start").at(-1)?.messages)).toContain("The house is full.");
    },
  );

  test("perception does not: the next generation sees it", () => {
    const stage = drafted();
    stage.send({ type: "perception-update", text: "She smiles." });
    expect(stage.look()).toEqual([]);
    stage.hear("book a chair.");
    expect(stage.of("model-start").at(-1)?.messages.at(-2)).toEqual({ role: "system", content: "She smiles." });
  });
});

describe("T91 a model that does not stop is stopped", () => {
  const flood = "word ".repeat(30_000);
  test("a draft is dropped", () => {
    const stage = drafted();
    stage.text(flood);
    stage.text(flood);
    const seen = stage.look().filter((type) => type !== "draft-clause");
    expect(seen).toEqual(["model-cancel", "draft-withdraw", "draft-discard"]);
  });

  test("a reply has failed, and keeps what was said", () => {
    const stage = openStage();
    stage.respond("book a table");
    stage.text(flood);
    stage.look();
    stage.text(flood);
    expect(stage.look()).toEqual(["model-cancel", "speech-clause", "speech-stop", "record"]);
    expect(stage.entries("reply")[0]).toMatchObject({
      outcome: "failed",
      text: flood,
      problem: { code: "model_malformed" },
    });
  });
});

test("T21 a long word is no pause: a draft waits until the voice has stopped, and then for the quiet", () => {
  const stage = openStage();
  stage.send({ type: "user-speech-start", endedBy: "server" });
  stage.hear("my");
  stage.wait(600);
  expect(stage.of("draft-start")).toEqual([]);
  stage.hear("my credit card");
  stage.wait(100);
  stage.send({ type: "user-speech-stop" });
  stage.wait(199);
  expect(stage.of("draft-start")).toEqual([]);
  stage.wait(1);
  expect(stage.of("draft-start")).toMatchObject([{ transcript: "my credit card", reason: "pause" }]);
});

describe("T25 clauses of a draft are prepared as they come", () => {
  function prepared(): Stage {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.wait(200);
    stage.text("Of course I can. ");
    stage.text("For how");
    expect(stage.of("draft-clause")).toMatchObject([{ index: 0, text: "Of course I can." }]);
    expect(stage.of("speech-clause")).toEqual([]);
    return stage;
  }

  test("withdrawn before their draft ends", () => {
    const stage = prepared();
    stage.hear("book a table tomorrow");
    const order = stage.effects.map((effect) => effect.type).filter((type) => type.startsWith("draft-"));
    expect(order).toEqual(["draft-start", "draft-clause", "draft-withdraw", "draft-revoke"]);
  });

  test("said as they were, under the same index, where it is adopted", () => {
    const stage = prepared();
    stage.endTurn();
    stage.text(" many people?");
    expect(stage.of("speech-clause")).toMatchObject([
      { index: 0, text: "Of course I can." },
      { index: 1, text: "For how many people?" },
    ]);
    expect(stage.of("draft-withdraw")).toEqual([]);
  });

  test("a draft that has none has nothing to withdraw", () => {
    const stage = drafted();
    stage.hear("book a table tomorrow");
    expect(stage.of("draft-withdraw")).toEqual([]);
  });
});
