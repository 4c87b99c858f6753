import { describe, expect, test } from "vitest";
import { openStage, type Stage } from "../testing/stage.ts";

/** A draft on "what is there." that has called `read`, with somebody who takes such calls. */
function drafted(options: { wanted?: boolean; name?: string } = {}): Stage {
  const stage = openStage();
  stage.takeReads(options.wanted ?? true);
  stage.hear("what is there.", { endedBy: "client" });
  stage.text("Let me see.");
  stage.callTool("c1", { name: options.name ?? "read", given: '{"b": 1, "a": [2]}' });
  stage.finish();
  return stage;
}

/** The call that was told first; its id names its draft. */
function first(stage: Stage): string {
  return stage.of("tool-prepare")[0]?.callId ?? "none";
}

/** Without the ids of their drafts, which keep them apart. */
const withoutDraft = (callId: string): string => callId.replace(/-d\d+$/u, "");
const told = (stage: Stage): readonly string[] => stage.of("tool-prepare").map(({ callId }) => withoutDraft(callId));
const withdrawn = (stage: Stage): readonly string[] =>
  stage.of("tool-withdraw").map(({ callId }) => withoutDraft(callId));

describe("K7 reads of a draft, before the commit, for whoever asked for them", () => {
  test("are told with the draft's id; nothing of them is stored", () => {
    const stage = drafted();
    expect(stage.of("tool-prepare")).toMatchObject([
      { draftId: stage.draft, turnIdx: 1, callId: `c1-${stage.draft}`, name: "read" },
    ]);
    stage.answer("two seats", { callId: first(stage) });
    expect(stage.of("record")).toEqual([]);
    expect(stage.lines).toEqual([]);
  });

  test("a draft whose reads are answered goes on to its next round, unheard", () => {
    const stage = drafted();
    stage.answer("two seats", { callId: first(stage) });
    expect(stage.asked.slice(1)).toEqual([
      "user: what is there.",
      `assistant: Let me see. read(${first(stage)})`,
      `tool ${first(stage)}: two seats`,
    ]);
    stage.text("There are two.");
    stage.finish();
    expect(stage.of("speech-delta")).toEqual([]);
    stage.endTurn();
    expect(stage.of("model-start")).toHaveLength(2);
    expect(stage.of("speech-delta")[0]?.text).toBe("Let me see. There are two.");
    expect(stage.entries("tool-call")).toMatchObject([{ callId: first(stage), round: 0, upTo: 11 }]);
    expect(stage.entries("tool-result")).toMatchObject([{ callId: first(stage), output: "two seats" }]);
    expect(stage.entries("reply")).toMatchObject([{ numbers: { tools: 1, calls: 2, drafts: { adopted: 1 } } }]);
    expect(stage.lines).toEqual(["user: what is there.", "tool: read two seats", "mara: Let me see. There are two."]);
  });

  test("one that is adopted before the answer comes is an ordinary call, and is not told again", () => {
    const stage = drafted();
    stage.wait(1000);
    stage.endTurn();
    expect(stage.entries("tool-call")).toMatchObject([{ callId: first(stage), prepared: true, dueAt: 5000 }]);
    expect(told(stage)).toEqual(["c1"]);
    stage.answer("two seats", { callId: first(stage) });
    expect(stage.asked.at(-1)).toBe(`tool ${first(stage)}: two seats`);
  });

  test("its time runs from when it was told, and is over at the commit at the earliest", () => {
    const stage = drafted();
    stage.wait(20_000);
    stage.endTurn();
    expect(stage.entries("tool-call")).toMatchObject([{ dueAt: 20_000 }]);
    stage.wait(0);
    expect(stage.of("tool-problem")).toMatchObject([{ code: "tool_timeout", callId: first(stage) }]);
  });

  test("it is told anew where whoever took it is gone", () => {
    const stage = drafted();
    stage.takeReads(false);
    stage.endTurn();
    expect(stage.entries("tool-call")[0]).toMatchObject({ callId: first(stage), dueAt: 5000 });
    expect(stage.entries("tool-call")[0]?.prepared).toBeUndefined();
  });

  test.each(["look", "tell"])("%s is no read: it waits for the commit", (name) => {
    const stage = drafted({ name });
    expect(told(stage)).toEqual([]);
    stage.endTurn();
    expect(stage.entries("tool-call")).toMatchObject([{ callId: "c1" }]);
  });

  test("without anybody who asked, every call waits for the commit", () => {
    const stage = drafted({ wanted: false });
    expect(told(stage)).toEqual([]);
    stage.endTurn();
    expect(stage.entries("tool-call")).toMatchObject([{ callId: "c1", dueAt: 5000 }]);
  });

  test("one with arguments that do not fit is not told", () => {
    const stage = openStage();
    stage.takeReads(true);
    stage.hear("what is there.", { endedBy: "client" });
    stage.callTool("c1", { name: "read", given: "{" });
    stage.finish();
    expect(told(stage)).toEqual([]);
  });

  test("when the draft dies it is withdrawn", () => {
    const stage = drafted();
    const { draft } = stage;
    stage.hear("what was there.");
    expect(stage.of("tool-withdraw")).toEqual([
      { type: "tool-withdraw", draftId: draft, turnIdx: 1, callId: `c1-${draft}` },
    ]);
  });

  test("when its turn is opened again, or cut short before it was settled, it is withdrawn, too", () => {
    for (const end of ["hear", "interrupt"] as const) {
      const stage = openStage();
      stage.takeReads(true);
      stage.hear("what is there.", { endedBy: "server" });
      stage.callTool("c1", { name: "read" });
      stage.finish();
      stage.wait(700);
      expect(stage.state.turn.phase).toBe("released");
      if (end === "hear") stage.hear("what is there. and here");
      else stage.interrupt();
      expect(withdrawn(stage)).toEqual(["c1"]);
      expect(stage.entries("tool-call")).toEqual([]);
    }
  });

  test("what was read by then stays with a turn that is cut short", () => {
    const stage = openStage();
    stage.takeReads(true);
    stage.hear("what is there.", { endedBy: "server" });
    stage.callTool("c1", { name: "read" });
    stage.finish();
    stage.answer("two seats", { callId: first(stage) });
    stage.wait(700);
    stage.interrupt();
    expect(stage.lines).toEqual(["user: what is there.", "tool: read two seats"]);
  });
});

describe("K6 what was read is remembered as long as the context stands", () => {
  /** Another draft that makes the same call, in other words. */
  function readAgain(stage: Stage): void {
    stage.hear("what was there.");
    stage.callTool("c2", { name: "read", given: '{"a":[2],"b":1}' });
    stage.finish();
  }

  test("another draft that makes the same call is answered from it, and nobody is told", () => {
    const stage = drafted();
    stage.answer("two seats", { callId: first(stage) });
    readAgain(stage);
    expect(told(stage)).toEqual(["c1"]);
    expect(stage.asked.at(-1)).toBe("tool c2: two seats");
    stage.text("Two.");
    stage.finish();
    stage.endTurn();
    expect(stage.entries("tool-call")).toMatchObject([{ callId: "c2" }]);
    expect(stage.entries("tool-call")[0]?.dueAt).toBeUndefined();
    expect(stage.lines).toEqual(["user: what was there.", "tool: read two seats", "mara: Two."]);
    expect(stage.entries("reply")).toMatchObject([{ numbers: { tools: 0 } }]);
  });

  test("also where the answer comes when its draft is gone, and where the turn makes the call itself", () => {
    const stage = drafted();
    stage.hear("what was there.");
    stage.answer("two seats", { callId: first(stage) });
    stage.endTurn();
    stage.callTool("c2", { name: "read", given: '{"a":[2],"b":1}' });
    stage.finish();
    expect(stage.entries("tool-call").map(({ dueAt }) => dueAt)).toEqual([undefined]);
    expect(stage.asked.at(-1)).toBe("tool c2: two seats");
  });

  test("not after a change of the context, and not where it failed", () => {
    const changed = drafted();
    changed.answer("two seats", { callId: first(changed) });
    changed.send({ type: "context-append", text: "The seats were taken." });
    changed.wait(0);
    changed.callTool("c2", { name: "read", given: '{"a":[2],"b":1}' });
    changed.finish();
    expect(told(changed)).toEqual(["c1", "c2"]);
    const failed = drafted();
    failed.answer("broken", { callId: first(failed), status: "error" });
    readAgain(failed);
    expect(told(failed)).toEqual(["c1", "c2"]);
  });

  test("a second answer to a call that was told before the commit is refused", () => {
    const stage = drafted();
    stage.answer("two seats", { callId: first(stage) });
    stage.answer("no seats", { callId: first(stage) });
    expect(stage.of("refusal")).toMatchObject([{ code: "unknown_tool_call" }]);
  });
});
