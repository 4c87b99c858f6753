import { describe, expect, test } from "vitest";
import { openStage, type Stage } from "../testing/stage.ts";

test("T40 a settled turn is never reopened", () => {
  const stage = openStage();
  stage.hear("book a table", { utteranceId: "u1" });
  stage.wait(700);
  stage.wait(300);
  stage.look();
  stage.send({ type: "user-turn-resume" });
  stage.hear("book a table for two", { utteranceId: "u1" });
  stage.hear("at eight", { utteranceId: "u2" });
  expect(stage.of("turn-reopen")).toEqual([]);
  expect(stage.of("user-words").at(-1)).toMatchObject({ turnIdx: 2, text: "for two at eight" });
});

describe("T41 tools are called after the turn is settled, and stored before they are told", () => {
  test("not while the turn may be reopened", () => {
    const stage = openStage();
    stage.hear("book a table");
    stage.wait(700);
    stage.callTool("c1");
    stage.finish();
    expect(stage.entries("tool-call")).toEqual([]);
    stage.wait(300);
    expect(stage.entries("tool-call")).toMatchObject([{ turnIdx: 1, callId: "c1", name: "look", arguments: "{}" }]);
  });

  test("those of a draft that was adopted, too, and none of one that was not", () => {
    const stage = openStage();
    stage.hear("look.", { endedBy: "client" });
    stage.callTool("never");
    stage.finish();
    stage.hear("look here.");
    stage.callTool("c1");
    stage.finish();
    stage.endTurn();
    expect(stage.entries("tool-call").map((call) => call.callId)).toEqual(["c1"]);
  });

  test("none of a reply that was cut short or failed before it was settled", () => {
    for (const end of ["interrupt", "fail"] as const) {
      const stage = openStage();
      stage.hear("book a table");
      stage.wait(700);
      stage.callTool("c1");
      if (end === "interrupt") stage.finish();
      stage[end]();
      expect(stage.entries("tool-call")).toEqual([]);
      expect(stage.entries("reply")[0]?.numbers.tools).toBe(0);
    }
  });

  test("T93 where too many wait for a result, one more is refused, and not counted", () => {
    const stage = openStage();
    for (let reply = 0; reply < 3; reply += 1) {
      stage.respond("look");
      for (let call = 0; call < 100; call += 1) stage.callTool(`c${reply}-${call}`);
      stage.finish();
    }
    stage.interrupt();
    expect(stage.entries("tool-call").filter((call) => call.dueAt !== undefined)).toHaveLength(256);
    expect(stage.of("refusal")).toHaveLength(44);
    expect(stage.entries("tool-result")).toHaveLength(44);
    expect(stage.entries("reply").map((reply) => reply.numbers.tools)).toEqual([100, 100, 56]);
  });
});

test("T42 a turn is completed once: silenced, cancelled, in the history, in the store", () => {
  const stage = openStage();
  stage.respond("book a table");
  stage.text("Of course.");
  stage.wait(1500);
  stage.look();
  stage.interrupt();
  expect(stage.look()).toEqual(["model-cancel", "speech-stop", "record"]);
  expect(stage.of("speech-stop")[0]).toMatchObject({ interrupted: true, durationMs: 1500 });
  stage.interrupt();
  expect(stage.look()).toEqual([]);
});

describe("T43 a backchannel while the agent goes on talking asks for no answer", () => {
  function overheard(word: string, ms: number): Stage {
    const stage = openStage();
    stage.respond("book a table");
    stage.text("Of course. For how many?");
    stage.play(1);
    stage.hear(word, { endedBy: "server" });
    stage.finish();
    stage.wait(ms);
    stage.play(undefined, { done: true });
    stage.wait(5000);
    return stage;
  }

  test("it is dropped, and the user has stopped speaking", () => {
    const stage = overheard("mhm", 1000);
    expect(stage.lines).toEqual(["user: book a table", "mara: Of course. For how many?"]);
    expect(stage.state.floor.phase).toBe("silent");
  });

  test("said at the very end, it may be an answer", () => {
    expect(overheard("yeah", 999).of("turn-commit").at(-1)?.transcript).toBe("yeah");
  });

  test("what goes on with the very words that are answered is no listener's, and is answered", () => {
    const stage = openStage({ interruptibility: "low" });
    stage.hear("book a table", { utteranceId: "u1", endedBy: "server" });
    stage.wait(2000);
    stage.text("Of course. For how many?");
    stage.play(1);
    stage.hear("book a table okay", { utteranceId: "u1", endedBy: "server" });
    stage.finish();
    stage.wait(1500);
    stage.play(undefined, { done: true });
    stage.wait(5000);
    expect(stage.of("turn-commit").map((commit) => commit.transcript)).toEqual(["book a table", "okay"]);
  });

  test("a caller's own detector decides for itself", () => {
    const stage = openStage();
    stage.respond("book a table");
    stage.text("Of course. For how many?");
    stage.play(1);
    stage.hear("mhm", { endedBy: "client" });
    stage.finish();
    stage.wait(5000);
    stage.play(undefined, { done: true });
    stage.endTurn();
    expect(stage.of("turn-commit").at(-1)?.transcript).toBe("mhm");
  });
});

test("T44 a turn stands in the history where it was released; what came during its reply stands behind it", () => {
  const stage = openStage();
  stage.respond("book a table");
  stage.callTool("c1");
  stage.finish();
  stage.answer("two seats");
  stage.send({ type: "context-append", text: "Ann is a regular." });
  stage.text("At eight?");
  stage.finish();
  expect(stage.lines).toEqual([
    "user: book a table",
    "tool: look two seats",
    "mara: At eight?",
    "note: Ann is a regular.",
  ]);
});

test("T45 every turn has its numbers", () => {
  const stage = openStage();
  stage.wait(1000);
  stage.hear("book", { endedBy: "client" });
  stage.wait(200);
  stage.send({ type: "model-usage", draftId: stage.draft, usage: { in: 20, cached: 8, out: 5 } });
  stage.wait(100);
  stage.hear("book a table");
  stage.wait(50);
  stage.endTurn();
  stage.wait(120);
  stage.text("Of course.");
  stage.send({ type: "model-usage", draftId: stage.draft, usage: { in: 22, cached: 18, out: 3 } });
  stage.callTool("c1");
  stage.finish();
  stage.answer("two seats");
  stage.send({ type: "model-usage", draftId: stage.draft, usage: { in: 30, cached: 20, out: 2 } });
  stage.finish();
  expect(stage.entries("reply")[0]?.numbers).toEqual({
    turnIdx: 1,
    outcome: "completed",
    endOfTurnReason: "turn_end",
    lastWordAt: 1300,
    endedAt: 1350,
    releasedAt: 1350,
    firstWordsAt: 1470,
    gapMs: 170,
    headStartMs: 0,
    drafts: { started: 1, adopted: 0, salvaged: 0, revoked: 1, discarded: 0 },
    rung: undefined,
    tokens: { in: 52, cached: 38, out: 5, wasted: 5, wastedIn: 20 },
    cost: undefined,
    context: { tokens: 60, limit: 32_000, soft: 25_000 },
    calls: 3,
    tools: 1,
  });
});
