import { MAX_TOOL_RESULT_CHARS, type Feature } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import type { ScriptedCall } from "../model/testing/scripted-call.ts";
import type { Session } from "./session.ts";
import type { Ear } from "./testing/ear.ts";
import { turnOfTheLoop } from "./testing/held-store.ts";
import { openStage, type SessionStage } from "./testing/session-stage.ts";

const persona = {
  layers: {
    llm: {
      tools: [
        { type: "function", function: { name: "book" } },
        {
          type: "function",
          function: { name: "find", parameters: { type: "object" } },
          "x-repartee": { effect: "read", timeout_ms: 4000 },
        },
      ],
    },
  },
};

interface Talk {
  readonly stage: SessionStage;
  readonly session: Session;
  readonly id: string;
  readonly ear: Ear;
}

async function openTalk(...features: readonly Feature[]): Promise<Talk> {
  const stage = openStage({ persona });
  const id = await stage.create();
  const session = await stage.wake(id);
  return { stage, session, id, ear: stage.join(session, ...features) };
}

function calls(call: ScriptedCall, name: string, id = "c1"): ScriptedCall {
  return call.release({ type: "tool-call", id, name, arguments: '{"for":2}' }).finish();
}

/** The conversation so far, as the model was asked it last. */
function asked({ stage }: Talk): readonly string[] {
  const messages = stage.model.requests.at(-1)?.messages ?? [];
  return messages.map((message) => `${message.role}: ${typeof message.content === "string" ? message.content : ""}`);
}

/** A turn that waits for `book`. */
async function called(talk: Talk): Promise<void> {
  calls(talk.stage.model.expect(), "book");
  talk.stage.say(talk.session, "a table for two");
  await turnOfTheLoop();
}

describe("L34 calls before the commit, for those who asked for them", () => {
  test("are told with the draft's id, and not again when their turn is committed; others wait for the commit", async () => {
    const talk = await openTalk("read_tools");
    const plain = talk.stage.join(talk.session);
    calls(talk.stage.model.expect(), "find");
    talk.stage.send(talk.session, "conversation.user.transcript", { text: "A table for two", stability: 1 });
    await turnOfTheLoop();
    const [told] = talk.ear.of("conversation.tool_call");
    expect(told?.properties).toMatchObject({ name: "find", arguments: '{"for":2}', prepared: true });
    expect(plain.of("conversation.tool_call")).toEqual([]);
    talk.stage.model.reply("There is one at eight.");
    const answer = { tool_call_id: told?.properties.tool_call_id ?? "", output: { free: ["20:00"] } };
    expect(talk.stage.send(talk.session, "conversation.tool_result", answer)).toBeUndefined();
    await turnOfTheLoop();
    expect(asked(talk).at(-1)).toBe('tool: {"free":["20:00"]}');
    expect(talk.ear.heard).toBe("");
    talk.stage.send(talk.session, "conversation.user.turn_end");
    await turnOfTheLoop();
    expect(talk.ear.heard).toBe("There is one at eight.");
    expect(talk.ear.of("conversation.turn.committed")[0]?.inference_id).toBe(told?.inference_id);
    expect(talk.ear.of("conversation.tool_call")).toHaveLength(1);
    expect(talk.ear.of("conversation.turn.completed")[0]?.properties).toMatchObject({ tools: 1, calls: 2 });
  });

  test("are withdrawn when their draft dies", async () => {
    const talk = await openTalk("read_tools");
    calls(talk.stage.model.expect(), "find");
    talk.stage.send(talk.session, "conversation.user.transcript", { text: "A table for two", stability: 1 });
    await turnOfTheLoop();
    talk.stage.model.expect();
    talk.stage.send(talk.session, "conversation.user.transcript", { text: "A table for three", stability: 1 });
    await turnOfTheLoop();
    const [told] = talk.ear.of("conversation.tool_call");
    expect(talk.ear.of("conversation.tool_call_withdrawn").map((frame) => frame.properties)).toMatchObject([
      { tool_call_id: told?.properties.tool_call_id, inference_id: told?.inference_id },
    ]);
  });

  test("nobody is told where nobody asked, or who asked has left", async () => {
    const talk = await openTalk();
    const other = talk.stage.join(talk.session, "read_tools");
    talk.session.leave(other);
    calls(talk.stage.model.expect(), "find");
    talk.stage.send(talk.session, "conversation.user.transcript", { text: "A table for two", stability: 1 });
    await turnOfTheLoop();
    expect([...talk.ear.frames, ...other.frames].filter((frame) => frame.event_type.includes("tool"))).toEqual([]);
    talk.stage.send(talk.session, "conversation.user.turn_end");
    await turnOfTheLoop();
    expect(talk.ear.of("conversation.tool_call")[0]?.properties).not.toHaveProperty("prepared");
  });
});

describe("L35 a call that comes to nothing", () => {
  test("is an error with its id, in its turn, which goes on", async () => {
    const talk = await openTalk();
    await called(talk);
    talk.stage.model.reply("That took too long.");
    await talk.stage.pass(30_000);
    expect(talk.ear.of("conversation.error")).toMatchObject([
      { turn_idx: 1, properties: { code: "tool_timeout", tool_call_id: "c1" } },
    ]);
    await turnOfTheLoop();
    expect(talk.ear.heard).toBe("That took too long.");
    expect(talk.ear.of("conversation.turn.completed")[0]?.properties.outcome).toBe("completed");
  });
});

describe("L36 a result is followed wherever it comes from", () => {
  test("a round trip: the call is stored, then told; the result is the model's next message", async () => {
    const talk = await openTalk();
    talk.stage.store.hold();
    await called(talk);
    expect(talk.ear.of("conversation.tool_call")).toEqual([]);
    await talk.stage.store.release();
    expect(talk.ear.of("conversation.tool_call")[0]?.properties).toMatchObject({ name: "book", tool_call_id: "c1" });
    talk.stage.model.reply("It is booked.");
    talk.stage.send(talk.session, "conversation.tool_result", { tool_call_id: "c1", output: "booked" });
    await turnOfTheLoop();
    expect(asked(talk).slice(-3)).toEqual(["user: a table for two", "assistant: ", "tool: booked"]);
    expect(talk.ear.heard).toBe("It is booked.");
    expect(talk.stage.send(talk.session, "conversation.tool_result", { tool_call_id: "c1" })).toBeUndefined();
    expect(talk.ear.of("conversation.error")[0]?.properties.code).toBe("unknown_tool_call");
    talk.stage.model.assertDone();
  });

  test("the extension is not for the model: it is sent names, descriptions and parameters alone", async () => {
    const talk = await openTalk();
    await called(talk);
    const tools = talk.stage.model.requests[0]?.tools.map((tool) => Object.keys(tool));
    expect(tools).toEqual([["name"], ["name", "parameters", "effect", "timeoutMs"]]);
  });

  test("after a crash: the turn has failed, its call is told again to whoever resumes, and the result is kept", async () => {
    const talk = await openTalk();
    await called(talk);
    const other = talk.stage.another();
    const session = await other.wake(talk.id);
    expect(other.send(session, "conversation.tool_result", { tool_call_id: "c1", output: "booked" })).toBeUndefined();
    other.model.reply("It is booked.");
    other.say(session, "is it booked?");
    await turnOfTheLoop();
    expect(asked({ ...talk, stage: other })).toEqual([
      "user: a table for two",
      "assistant: ",
      "tool: booked",
      "user: is it booked?",
    ]);
  });

  test("after a crash the time of a call goes on", async () => {
    const talk = await openTalk();
    await called(talk);
    const other = talk.stage.another();
    const session = await other.wake(talk.id);
    const ear = other.join(session);
    await other.pass(30_000);
    expect(ear.of("conversation.error").map((frame) => frame.properties.code)).toContain("tool_timeout");
    expect(session.ended).toBe(false);
  });

  test("W11 one that is longer than the wire says has its middle left out, and the client is told", async () => {
    const talk = await openTalk();
    await called(talk);
    talk.stage.model.reply("It is booked.");
    const output = "x".repeat(MAX_TOOL_RESULT_CHARS);
    talk.stage.send(talk.session, "conversation.tool_result", { tool_call_id: "c1", output: `${output}x` });
    await turnOfTheLoop();
    expect(asked(talk).at(-1)).toBe(
      `tool: ${output.slice(MAX_TOOL_RESULT_CHARS / 2)}\n[... 1 characters left out]\n${output.slice(MAX_TOOL_RESULT_CHARS / 2)}`,
    );
    expect(talk.ear.of("conversation.warning")[0]?.properties.code).toBe("tool_result_cut");
  });

  test("after the end it is refused", async () => {
    const talk = await openTalk();
    await called(talk);
    talk.session.end("over");
    expect(talk.stage.send(talk.session, "conversation.tool_result", { tool_call_id: "c1" })).toBe(
      "conversation_ended",
    );
  });
});
