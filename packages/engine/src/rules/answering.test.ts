import { describe, expect, test } from "vitest";
import { openStage, type Stage } from "../testing/stage.ts";

const running =
  "This call is still running: its result is not known yet. Do not guess it, and do not make this call again.";

function called(words = ""): Stage {
  const stage = openStage();
  stage.respond("what is there?");
  if (words !== "") stage.text(words);
  stage.callTool("c1");
  stage.finish();
  stage.look();
  return stage;
}

describe("T83 a tool's result", () => {
  test("is stored, answers its call once, and the turn goes on", () => {
    const stage = called();
    stage.answer("two seats");
    expect(stage.look()).toEqual(["record", "model-start"]);
    stage.answer("no seats");
    expect(stage.of("refusal")).toMatchObject([{ code: "unknown_tool_call" }]);
    stage.finish();
    expect(stage.lines).toEqual(["user: what is there?", "tool: look two seats"]);
  });

  test("of a call that was never made is refused, and names it", () => {
    const stage = called();
    stage.answer("", { callId: "c9", status: "error" });
    expect(stage.of("refusal")[0]).toMatchObject({ code: "unknown_tool_call" });
    expect(stage.of("refusal")[0]?.message).toContain('"c9"');
  });
});

describe("K10 barge-in while a tool runs: its result is kept, its speech is not", () => {
  test("a result that comes when its turn is over stands in the history where it came", () => {
    const stage = called("One moment.");
    stage.interrupt();
    stage.send({ type: "context-append", text: "Ann calls." });
    stage.answer("two seats");
    expect(stage.of("model-start")).toHaveLength(1);
    expect(stage.lines).toEqual([
      "user: what is there?",
      "mara: One moment.",
      "note: Ann calls.",
      "tool: look two seats",
    ]);
  });

  test("of several calls those that were answered stay with their turn, the others come later", () => {
    const stage = openStage();
    stage.respond("what is there?");
    stage.callTool("c1");
    stage.callTool("c2");
    stage.finish();
    stage.answer("a lamp", { callId: "c2" });
    stage.respond("hello?");
    expect(stage.asked.slice(1)).toEqual([
      "user: what is there?",
      "assistant:  look(c2)",
      "tool c2: a lamp",
      "assistant:  look(c1)",
      `tool c1: ${running}`,
      "user: hello?",
    ]);
    stage.answer("two seats", { callId: "c1" });
    stage.text("Hello.");
    stage.finish();
    stage.respond("well?");
    expect(stage.asked.slice(4)).toEqual([
      "user: hello?",
      "assistant: Hello.",
      "assistant:  look(c1)",
      "tool c1: two seats",
      "user: well?",
    ]);
  });

  test("a draft that knew the call as running is revoked when the result comes", () => {
    const stage = called();
    stage.interrupt();
    stage.hear("and now.", { endedBy: "client" });
    expect(stage.asked.at(-2)).toBe(`tool c1: ${running}`);
    stage.answer("two seats");
    expect(stage.of("draft-revoke")).toMatchObject([{ reason: "context_changed" }]);
    stage.wait(0);
    stage.endTurn();
    expect(stage.asked.slice(-3)).toEqual(["assistant:  look(c1)", "tool c1: two seats", "user: and now."]);
    expect(stage.of("turn-commit")).toHaveLength(2);
  });

  test("the user's next turn is answered at once while a tool runs", () => {
    const stage = called("One moment.");
    stage.hear("never mind", { endedBy: "server" });
    stage.wait(700);
    expect(stage.of("turn-commit").at(-1)).toMatchObject({ turnIdx: 2, transcript: "never mind" });
    expect(stage.asked.at(-2)).toBe(`tool c1: ${running}`);
  });

  test("when its time is over, too, it is nobody's turn that goes on", () => {
    const stage = called();
    stage.interrupt();
    stage.wait(30_000);
    expect(stage.of("tool-problem")).toMatchObject([{ code: "tool_timeout", turnIdx: 1 }]);
    expect(stage.of("model-start")).toHaveLength(1);
    expect(stage.lines.at(-1)).toBe("tool: look Error: no result came within 30 s; whether it was done is not known");
  });

  test("what comes after its time is kept all the same, as a call of its own: nothing is to be done twice", () => {
    const stage = called();
    stage.wait(30_000);
    stage.answer("two seats");
    expect(stage.of("refusal")).toEqual([]);
    stage.text("It failed.");
    stage.finish();
    stage.respond("well?");
    expect(stage.asked.slice(1)).toEqual([
      "user: what is there?",
      "assistant:  look(c1)",
      "tool c1: Error: no result came within 30 s; whether it was done is not known",
      "assistant: It failed.",
      "assistant:  look(c1-late)",
      "tool c1-late: two seats",
      "user: well?",
    ]);
    stage.answer("three seats", { callId: "c1" });
    expect(stage.of("refusal")).toHaveLength(1);
  });
});

describe("K5 a result has a bound", () => {
  test("of a longer one the middle is left out, visibly, and the client is told", () => {
    const stage = called();
    stage.answer(`${"a".repeat(40_000)}\u{1F600}${"b".repeat(40_000)}`);
    const { output } = stage.entries("tool-result")[0] ?? { output: "" };
    expect(output).toContain("\n[... 16,002 characters left out]\n");
    expect(output.length).toBeLessThan(64_100);
    expect(output.startsWith("a".repeat(32_000))).toBe(true);
    expect(output.endsWith("b".repeat(32_000))).toBe(true);
    expect(stage.of("warning")).toMatchObject([{ code: "tool_result_cut", turnIdx: 1 }]);
  });

  test("one that is exactly as long is whole", () => {
    const stage = called();
    stage.answer("a".repeat(64_000));
    expect(stage.entries("tool-result")[0]?.output).toHaveLength(64_000);
    expect(stage.of("warning")).toEqual([]);
  });
});
