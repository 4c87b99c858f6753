import { describe, expect, test } from "vitest";
import { openStage, type Stage } from "../testing/stage.ts";

function released(endedBy: "client" | "server", text = "book a table"): Stage {
  const stage = openStage({ speculation: "off" });
  stage.hear(text, { endedBy, utteranceId: "u1" });
  if (endedBy === "client") stage.endTurn();
  else stage.wait(700);
  stage.look();
  return stage;
}

function transcripts(stage: Stage): readonly string[] {
  return stage.of("turn-commit").map((commit) => `${commit.turnIdx} ${commit.transcript}`);
}

describe("T12 the caller takes its end of turn back", () => {
  test("until a word was heard the turn is open again", () => {
    const stage = released("client");
    stage.send({ type: "user-turn-resume" });
    expect(stage.look()).toEqual(["turn-reopen", "model-cancel", "user-start"]);
    expect(stage.of("turn-reopen")[0]).toMatchObject({ turnIdx: 1, reason: "turn_resumed" });
    stage.hear("book a table for two", { utteranceId: "u1" });
    stage.endTurn();
    expect(transcripts(stage)).toEqual(["1 book a table", "1 book a table for two"]);
  });

  test("with everything that was said since", () => {
    const stage = released("client");
    stage.hear("at eight", { utteranceId: "u2" });
    stage.send({ type: "user-turn-resume" });
    stage.endTurn();
    expect(transcripts(stage)).toEqual(["1 book a table", "1 book a table at eight"]);
  });

  test("where silence ends turns, it counts from then", () => {
    const stage = released("server");
    stage.wait(200);
    stage.send({ type: "user-turn-resume" });
    stage.wait(699);
    expect(transcripts(stage)).toHaveLength(1);
    stage.wait(1);
    expect(transcripts(stage)).toEqual(["1 book a table", "1 book a table"]);
  });

  test("after a word was heard, and where nothing is answered, it does nothing", () => {
    const stage = released("client");
    stage.text("Of course.");
    stage.look();
    stage.send({ type: "user-turn-resume" });
    stage.finish();
    stage.send({ type: "user-turn-resume" });
    expect(stage.of("turn-reopen")).toEqual([]);
  });
});

describe("T14 the user goes on with a turn that silence ended", () => {
  test("within the grace, and the client is told to drop what it has", () => {
    const stage = released("server");
    stage.wait(200);
    stage.hear("for two", { utteranceId: "u2" });
    expect(stage.look()).toEqual(["turn-reopen", "model-cancel", "user-start", "user-words"]);
    expect(stage.of("turn-reopen")[0]).toMatchObject({ turnIdx: 1, reason: "user_went_on" });
    stage.wait(700);
    expect(transcripts(stage)).toEqual(["1 book a table", "1 book a table for two"]);
  });

  test("what was spoken and not played is taken back, and is never in the history", () => {
    const stage = released("server");
    stage.play(0);
    stage.text("Of course. For how many?");
    stage.look();
    stage.hear("for two", { utteranceId: "u2" });
    expect(stage.look()).toEqual(["speech-stop", "turn-reopen", "model-cancel", "user-start", "user-words"]);
    stage.wait(700);
    stage.text("For two.");
    stage.finish();
    stage.play(8);
    expect(stage.lines).toEqual(["user: book a table for two", "mara: For two."]);
    expect(stage.entries("reply")[0]?.numbers.tokens.wasted).toBe(6);
  });

  test("once: the second end is final", () => {
    const stage = released("server");
    stage.hear("for two", { utteranceId: "u2" });
    stage.wait(700);
    expect(stage.of("turn-commit").map((commit) => commit.graceMs)).toEqual([300, 0]);
    stage.hear("at eight", { utteranceId: "u3" });
    expect(stage.of("turn-reopen")).toHaveLength(1);
  });

  test("not after the grace, nor after a word was heard", () => {
    const late = released("server");
    late.wait(300);
    late.hear("for two", { utteranceId: "u2" });
    expect(late.of("turn-reopen")).toEqual([]);
    const heard = released("server");
    heard.text("Of");
    heard.hear("for two", { utteranceId: "u2" });
    expect(heard.of("turn-reopen")).toEqual([]);
  });

  test("a late final of the first part comes in its place", () => {
    for (const [first, second] of [
      ["u1", "u2"],
      [undefined, undefined],
    ] as const) {
      const stage = openStage();
      stage.hear("could you book", { utteranceId: first });
      stage.wait(700);
      stage.hear("a table", { utteranceId: second });
      stage.hear("Could you book.", { utteranceId: first, final: true });
      stage.wait(700);
      expect(stage.of("turn-commit").at(-1)?.transcript.toLowerCase().replace(".", "")).toBe("could you book a table");
    }
  });
});

describe("T15 a late revision changes the turn that it belongs to", () => {
  test("it stays ended where its caller ended it, and its number", () => {
    const stage = released("client");
    stage.hear("Book a table for two.", { final: true, utteranceId: "u1" });
    expect(stage.look()).toEqual(["turn-reopen", "model-cancel", "user-words", "turn-commit", "record", "model-start"]);
    expect(stage.of("turn-reopen")[0]?.reason).toBe("late_revision");
    expect(transcripts(stage)).toEqual(["1 book a table", "1 Book a table for two."]);
    stage.text("For two.");
    stage.finish();
    expect(stage.lines).toEqual(["user: Book a table for two.", "mara: For two."]);
  });

  test("without an id by its words, as a correction by its id", () => {
    const longer = released("client");
    longer.hear("book a table for two");
    expect(transcripts(longer).at(-1)).toBe("1 book a table for two");
    const corrected = released("client");
    corrected.hear("look at the table", { utteranceId: "u1" });
    expect(transcripts(corrected).at(-1)).toBe("1 look at the table");
  });

  test("turn_end may bring it", () => {
    const stage = released("client");
    stage.endTurn("Book a table for two.");
    expect(transcripts(stage)).toEqual(["1 book a table", "1 Book a table for two."]);
  });

  test("turn_end that brings it ends nothing else", () => {
    const stage = openStage({ speculation: "off" });
    const segment = { endedBy: "client", scope: "segment", utteranceId: "u1" } as const;
    stage.hear("book a table", { ...segment, final: true });
    stage.endTurn();
    stage.hear("mhm", segment);
    stage.endTurn("Book a table for two.");
    expect(transcripts(stage)).toEqual(["1 book a table", "1 Book a table for two."]);
    expect(stage.state.turn).toMatchObject({ phase: "released", pending: { text: "mhm" } });
  });

  test("where silence ended it, it is open again", () => {
    const stage = released("server");
    stage.hear("book a table for two", { utteranceId: "u1" });
    expect(stage.state.turn.phase).toBe("open");
    stage.wait(700);
    expect(transcripts(stage)).toEqual(["1 book a table", "1 book a table for two"]);
  });

  test("what the user has said beyond it goes on waiting", () => {
    const stage = released("client");
    stage.hear("at eight", { utteranceId: "u2" });
    stage.hear("Book a table for two.", { final: true, utteranceId: "u1" });
    stage.text("For two.");
    stage.finish();
    stage.endTurn();
    expect(transcripts(stage).at(-1)).toBe("2 at eight");
  });

  test("new speech does not open a turn that its caller ended", () => {
    const stage = released("client");
    stage.hear("at eight", { utteranceId: "u2" });
    expect(stage.of("turn-reopen")).toEqual([]);
    expect(stage.of("user-words").at(-1)).toMatchObject({ turnIdx: 2, text: "at eight" });
  });

  test("for two seconds, and only until a word was heard", () => {
    const late = released("client");
    late.wait(2000);
    late.hear("book a table for two", { utteranceId: "u1" });
    expect(late.of("turn-reopen")).toEqual([]);
    const heard = released("client");
    heard.text("Of");
    heard.hear("book a table for two", { utteranceId: "u1" });
    expect(heard.of("turn-reopen")).toEqual([]);
    expect(heard.of("user-words").at(-1)?.text).toBe("for two");
  });

  test("words that were committed in an earlier turn are not taken twice", () => {
    const stage = released("client");
    stage.text("For how many?");
    stage.finish();
    stage.hear("book a table for", { utteranceId: "u1" });
    stage.endTurn();
    stage.hear("Book a table for two.", { final: true, utteranceId: "u1" });
    expect(transcripts(stage)).toEqual(["1 book a table", "2 for", "2 for two."]);
  });

  test("eight times; the rest is the next turn", () => {
    const stage = released("client", "w0");
    for (let count = 1; count <= 12; count += 1) {
      const text = Array.from({ length: count + 1 }, (_, index) => `w${index}`).join(" ");
      stage.hear(text, { utteranceId: "u1" });
    }
    expect(stage.of("turn-reopen")).toHaveLength(8);
    expect(stage.of("user-words").at(-1)?.text).toBe("w9 w10 w11 w12");
  });
});

test("T64 a draft that was adopted and taken back is revoked, and counts once", () => {
  const stage = openStage();
  stage.hear("book a table.", { endedBy: "client", utteranceId: "u1" });
  stage.endTurn();
  stage.hear("Book a table for two.", { final: true, utteranceId: "u1" });
  expect(stage.of("draft-revoke")[0]).toMatchObject({ turnIdx: 1, reason: "turn_reopened" });
  stage.text("For two.");
  stage.finish();
  expect(stage.entries("reply")[0]?.numbers.drafts).toMatchObject({ started: 1, adopted: 0, revoked: 1, discarded: 0 });
});
