import { describe, expect, test } from "vitest";
import { plainPolicies } from "../policy/plain.ts";
import { openStage, type Stage } from "../testing/stage.ts";

/** A turn whose model has said this and called `look` once. */
function called(words = ""): Stage {
  const stage = openStage();
  stage.respond("what is there?");
  if (words !== "") stage.text(words);
  stage.callTool("c1");
  stage.finish();
  return stage;
}

function problems(stage: Stage): readonly string[] {
  return stage.of("tool-problem").map(({ code, callId }) => `${code} ${callId}`);
}

describe("K3 a turn goes on behind the same gate when its tools have answered", () => {
  test("the same draft is asked again, with its words, its call and the result, and speaks on", () => {
    const stage = called("One moment.");
    expect(stage.state.turn.phase).toBe("settled");
    stage.answer("two seats");
    expect(stage.of("model-start").map(({ draftId, round }) => [draftId, round])).toEqual([
      [stage.draft, 0],
      [stage.draft, 1],
    ]);
    expect(stage.asked).toEqual([
      "system: You are Mara.",
      "user: what is there?",
      "assistant: One moment. look(c1)",
      "tool c1: two seats",
    ]);
    stage.text("There are");
    stage.text(" two seats.");
    stage.finish();
    expect(stage.of("speech-delta").map((delta) => delta.text)).toEqual(["One moment.", " There are", " two seats."]);
    expect(stage.entries("reply")).toMatchObject([
      { text: "One moment. There are two seats.", outcome: "completed", numbers: { calls: 2, tools: 1 } },
    ]);
  });

  test("only when all that it has called have answered, in any order", () => {
    const stage = openStage();
    stage.respond("what is there?");
    for (const id of ["c1", "c2", "c3"]) stage.callTool(id);
    stage.finish();
    expect(stage.entries("tool-call").map((call) => call.callId)).toEqual(["c1", "c2", "c3"]);
    stage.answer("three", { callId: "c3" });
    stage.answer("broken", { callId: "c1", status: "error" });
    expect(stage.of("model-start")).toHaveLength(1);
    stage.answer("two", { callId: "c2" });
    expect(stage.asked.slice(2)).toEqual([
      "assistant:  look(c1) look(c2) look(c3)",
      "tool c1: Error: broken",
      "tool c2: two",
      "tool c3: three",
    ]);
  });

  test("over several rounds; what was said is one utterance, and its tools stand in the history in their order", () => {
    const stage = called("First.");
    stage.answer("a table");
    stage.text("Second.");
    stage.callTool("c2");
    stage.finish();
    stage.answer("a chair");
    stage.text("Third.");
    stage.finish();
    stage.respond("and?");
    expect(stage.asked).toEqual([
      "system: You are Mara.",
      "user: what is there?",
      "assistant: First. look(c1)",
      "tool c1: a table",
      "assistant: Second. look(c2)",
      "tool c2: a chair",
      "assistant: Third.",
      "user: and?",
    ]);
  });

  test("what was said before a call is spoken while the tool works", () => {
    const stage = called("Let me");
    expect(stage.of("speech-clause")).toMatchObject([{ text: "Let me", index: 0, final: false }]);
    stage.answer("two seats");
    stage.text("There are two.");
    stage.finish();
    expect(stage.of("speech-clause").map(({ text, final }) => [text, final])).toEqual([
      ["Let me", false],
      ["There are two.", false],
      ["", true],
    ]);
  });

  test("a turn that says nothing at all, and called something, is completed without a warning", () => {
    const stage = called();
    stage.answer("done");
    stage.finish();
    expect(stage.entries("reply")).toMatchObject([{ text: "", outcome: "completed" }]);
    expect(stage.of("warning")).toEqual([]);
  });

  test("eight rounds at most: what the ninth would call is not called, and the turn ends with a warning", () => {
    const stage = called();
    for (let round = 0; round < 8; round += 1) {
      stage.answer("again");
      stage.text("Once more.");
      stage.callTool(`c${round + 2}`);
      stage.finish();
    }
    expect(stage.entries("tool-call")).toHaveLength(8);
    expect(stage.of("model-start")).toHaveLength(9);
    expect(stage.of("warning")).toMatchObject([{ code: "tool_rounds", turnIdx: 1 }]);
    expect(stage.entries("reply")).toMatchObject([{ outcome: "completed", numbers: { tools: 8, calls: 9 } }]);
  });

  test("a generation that fails calls nothing; in a later round it keeps what was said and done", () => {
    const stage = called("One moment.");
    stage.answer("two seats");
    stage.callTool("c2");
    stage.fail();
    expect(stage.entries("tool-call")).toHaveLength(1);
    expect(stage.entries("reply")).toMatchObject([{ outcome: "failed", text: "One moment." }]);
    expect(stage.lines).toEqual(["user: what is there?", "tool: look two seats", "mara: One moment."]);
  });
});

describe("K8 calls that cannot be made", () => {
  test.each([
    ["look", "{", "its arguments are not valid JSON"],
    ["look", "[1]", "its arguments are not a JSON object"],
    ["fly", "{}", "there is no tool fly; there are look, read, tell"],
  ])("%s with %s goes back to the model, and nobody else hears of it", (name, given, problem) => {
    const stage = openStage();
    stage.respond("what is there?");
    stage.callTool("c1", { name, given });
    stage.finish();
    expect(stage.asked.at(-1)).toBe(
      `tool c1: Error: this call was not made: ${problem}. Correct the call and make it again, or go on without it.`,
    );
    expect(stage.entries("tool-call").map((call) => call.dueAt)).toEqual([undefined]);
    expect(problems(stage)).toEqual([]);
    stage.text("I see nothing.");
    stage.finish();
    expect(stage.entries("reply")).toMatchObject([{ outcome: "completed", numbers: { tools: 0, calls: 2 } }]);
  });

  test("the second time the client is told, and the turn goes on without the tool", () => {
    const stage = openStage();
    stage.respond("what is there?");
    for (const id of ["c1", "c2"]) {
      stage.callTool(id, { given: "{" });
      stage.finish();
    }
    expect(problems(stage)).toEqual(["tool_arguments_invalid c2"]);
    expect(stage.asked.at(-1)).toContain("Go on without this tool.");
    stage.text("I cannot look.");
    stage.finish();
    expect(stage.entries("reply")).toMatchObject([{ outcome: "completed" }]);
  });

  test("each tool has its own first time, and the others of the round are called", () => {
    const stage = openStage();
    stage.respond("what is there?");
    stage.callTool("c1", { given: "{" });
    stage.callTool("c2");
    stage.callTool("c3", { name: "read", given: "7" });
    stage.finish();
    expect(stage.entries("tool-call").filter((call) => call.dueAt !== undefined)).toMatchObject([{ callId: "c2" }]);
    stage.answer("two seats", { callId: "c2" });
    stage.callTool("c4", { name: "tell", given: "7" });
    stage.finish();
    expect(problems(stage)).toEqual([]);
  });

  test("what is wrong is for whoever knows the tool's schema to say", () => {
    const checkArguments = (): string => "when: must be a date";
    const stage = openStage({}, { ...plainPolicies, checkArguments });
    stage.respond("what is there?");
    stage.callTool("c1");
    stage.finish();
    expect(stage.asked.at(-1)).toContain("not made: when: must be a date.");
  });
});

describe("K4 the time of a call", () => {
  test("when it is over the model is told, and the client; the turn goes on", () => {
    const stage = called();
    stage.wait(29_999);
    expect(problems(stage)).toEqual([]);
    stage.wait(1);
    expect(problems(stage)).toEqual(["tool_timeout c1"]);
    expect(stage.entries("tool-result")).toMatchObject([{ callId: "c1", status: "error", expired: true }]);
    expect(stage.asked.at(-1)).toBe("tool c1: Error: no result came within 30 s; whether it was done is not known");
    stage.text("That took too long.");
    stage.finish();
    expect(stage.entries("reply")).toMatchObject([{ outcome: "completed" }]);
    expect(stage.state.timers).toEqual({});
  });

  test("is the tool's own where it has one, and each call has its own", () => {
    const stage = openStage();
    stage.respond("what is there?");
    stage.callTool("c1");
    stage.callTool("c2", { name: "read" });
    stage.finish();
    stage.wait(5000);
    expect(problems(stage)).toEqual(["tool_timeout c2"]);
    expect(stage.state.timers.tool).toBe(30_000);
    stage.answer("two seats", { callId: "c1" });
    expect(stage.asked.slice(3)).toEqual([
      "tool c1: two seats",
      "tool c2: Error: no result came within 5 s; whether it was done is not known",
    ]);
  });

  test("a tool that gives no result is not waited for", () => {
    const stage = openStage();
    stage.respond("what is there?");
    stage.callTool("c1", { name: "tell" });
    stage.finish();
    expect(stage.entries("tool-call")).toMatchObject([{ callId: "c1", dueAt: 0 }]);
    expect(stage.asked.at(-1)).toBe("tool c1: The call was made. This tool gives no result.");
    expect(stage.state.timers).toEqual({});
  });
});

describe("K11 every call has an id of its own", () => {
  test("whatever its server calls it", () => {
    const stage = openStage();
    stage.respond("what is there?");
    for (const id of ["call_0", "call_0", "", "x".repeat(300)]) stage.callTool(id);
    stage.finish();
    const ids = stage.entries("tool-call").map((call) => call.callId);
    expect(ids).toEqual(["call_0", "call_0_2", "call_2", "x".repeat(200)]);
    for (const callId of ids) stage.answer("two", { callId });
    stage.callTool("call_0");
    stage.finish();
    expect(stage.entries("tool-call").at(-1)?.callId).toBe("call_0_3");
  });
});

describe("K12 the older ways, while a turn waits for its tools", () => {
  test("an echo is a turn of its own: the turn that waits ends with what was said, and its calls stay open", () => {
    const stage = called("One moment.");
    stage.echo("There are two seats.");
    expect(stage.entries("reply").map(({ text, outcome }) => [text, outcome])).toEqual([
      ["One moment.", "completed"],
      ["There are two seats.", "completed"],
    ]);
    expect(stage.of("speech-clause").at(1)).toMatchObject({ text: "", final: true });
    stage.answer("two seats", { callId: "c1" });
    expect(stage.of("refusal")).toEqual([]);
  });

  test("not before what was said is played, where somebody reports it", () => {
    const stage = openStage();
    stage.play(0, { draftId: "none" });
    stage.respond("what is there?");
    stage.text("One moment.");
    stage.play(3);
    stage.callTool("c1");
    stage.finish();
    stage.echo("There are two seats.");
    expect(stage.entries("reply")).toEqual([]);
    stage.play(11);
    expect(stage.of("turn-commit").map((commit) => commit.reason)).toEqual(["respond", "echo"]);
  });

  test("respond is answered at once, and the model knows that the call still runs", () => {
    const stage = called("One moment.");
    stage.respond("there are two seats");
    expect(stage.entries("reply")).toMatchObject([{ outcome: "interrupted", text: "One moment." }]);
    expect(stage.asked.slice(1)).toEqual([
      "user: what is there?",
      "assistant: One moment.",
      "assistant:  look(c1)",
      "tool c1: This call is still running: its result is not known yet. Do not guess it, and do not make this call again.",
      "user: there are two seats",
    ]);
  });

  test("what is appended answers no call, and stands behind the results", () => {
    const stage = called();
    stage.send({ type: "context-append", text: "Two seats are free." });
    expect(stage.of("model-start")).toHaveLength(1);
    stage.answer("see the note");
    expect(stage.asked.slice(-2)).toEqual(["tool c1: see the note", "system: Two seats are free."]);
  });
});
