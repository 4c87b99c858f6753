import { describe, expect, test } from "vitest";
import { openStage } from "../testing/stage.ts";

describe("T60 the end of the user's turn", () => {
  test("a draft on the very same words is adopted, with its head start", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.wait(200);
    stage.text("Of course. ");
    stage.wait(300);
    stage.look();
    stage.endTurn("Book a table.");
    expect(stage.look()).toEqual([
      "user-words",
      "user-stop",
      "turn-commit",
      "draft-adopt",
      "record",
      "speech-start",
      "speech-delta",
    ]);
    expect(stage.of("draft-adopt")[0]).toMatchObject({ rung: "equal", headStartMs: 300 });
    stage.text("For how many?");
    stage.finish();
    expect(stage.lines).toEqual(["user: Book a table.", "mara: Of course. For how many?"]);
    expect(stage.entries("reply")[0]?.numbers).toMatchObject({
      calls: 1,
      headStartMs: 300,
      rung: "equal",
      gapMs: 500,
      drafts: { started: 1, adopted: 1, revoked: 0, discarded: 0 },
    });
  });

  test("one that is finished is said whole, at once", () => {
    const stage = openStage();
    stage.hear("book a table.", { endedBy: "client" });
    stage.text("Of course.");
    stage.finish();
    stage.endTurn();
    expect(stage.entries("reply")[0]).toMatchObject({ outcome: "completed", text: "Of course." });
  });

  test("anything else is discarded, and the generation starts at the end", () => {
    const stage = openStage();
    stage.hear("book a table for two", { endedBy: "client" });
    stage.wait(200);
    stage.hear("book a table for");
    stage.look();
    stage.endTurn();
    expect(stage.look()).toEqual([
      "model-cancel",
      "draft-discard",
      "user-stop",
      "turn-commit",
      "record",
      "model-start",
    ]);
    expect(stage.of("draft-discard")[0]?.reason).toBe("turn_ended");
    expect(stage.of("model-start").at(-1)?.messages.at(-1)?.content).toBe("book a table for");
  });
});

describe("T63 the commit is the only gate to speech", () => {
  test("the client is told of it before a word leaves, and the store before that it is over", () => {
    const stage = openStage();
    stage.respond("book a table");
    stage.text("Of course.");
    stage.finish();
    expect(stage.look()).toEqual([
      "turn-commit",
      "record",
      "model-start",
      "speech-start",
      "speech-delta",
      "speech-clause",
      "speech-stop",
      "record",
    ]);
    expect(stage.of("record").map(({ entry }) => entry.type)).toEqual(["release", "reply"]);
  });

  test("what the user began and ended carries one turn number", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    expect([stage.of("user-start")[0]?.turnIdx, stage.of("user-stop")[0]?.turnIdx]).toEqual([1, 1]);
  });
});

test("T65 the grace is two seconds for a caller's end, 300 ms for silence, none for what an application says", () => {
  const stage = openStage({ greeting: "Hello." });
  stage.send({ type: "participant-join" });
  stage.echo("One moment.");
  stage.respond("book a table");
  stage.finish();
  stage.hear("at eight", { endedBy: "client", utteranceId: "u1" });
  stage.endTurn();
  stage.finish();
  stage.hear("or nine", { endedBy: "server", utteranceId: "u2" });
  stage.wait(700);
  expect(stage.of("turn-commit").map((commit) => [commit.reason, commit.graceMs])).toEqual([
    ["greeting", 0],
    ["echo", 0],
    ["respond", 0],
    ["turn_end", 2000],
    ["silence", 300],
  ]);
});
