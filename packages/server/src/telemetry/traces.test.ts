import * as prometheus from "prom-client";
import { describe, expect, test } from "vitest";
import { ModelError } from "../ports/model-client.ts";
import type { ConversationWatch, Telemetry } from "../ports/telemetry.ts";
import { ManualClock } from "../model/testing/manual-clock.ts";
import { ScriptedModel } from "../model/testing/scripted-model.ts";
import { turnOfTheLoop } from "../session/testing/held-store.ts";
import { openStage, type SessionStage, type StageOptions } from "../session/testing/session-stage.ts";
import type { Session } from "../session/session.ts";
import { createMetrics } from "./metrics.ts";
import { createTelemetry } from "./open-telemetry.ts";
import { RecordingTracer } from "./testing/recording-tracer.ts";

interface Traced {
  readonly stage: SessionStage;
  readonly session: Session;
  readonly tracer: RecordingTracer;
}

interface TracedOptions extends StageOptions {
  readonly content?: boolean;
}

async function openTraced({ content = false, ...options }: TracedOptions = {}): Promise<Traced> {
  const tracer = new RecordingTracer();
  const persona = { persona_name: "Mara", ...options.persona };
  const stage = openStage({ ...options, persona, telemetry: (clock) => traceOf(tracer, clock, content) });
  const session = await stage.wake(await stage.create());
  stage.join(session);
  return { stage, session, tracer };
}

function traceOf(tracer: RecordingTracer, clock: ManualClock, content: boolean): Telemetry {
  return createTelemetry(createMetrics(prometheus), { clock, traces: { tracer, clock, content } });
}

const usage = { type: "usage", usage: { in: 40, cached: 30, out: 5 } } as const;
const finish = { type: "finish", reason: "stop" } as const;

describe("TM11 a turn is a span", () => {
  test("from the first words to its end, with its numbers", async () => {
    const { stage, session, tracer } = await openTraced();
    stage.model.expect({ type: "text-delta", text: "I am Mara." }, usage, finish);
    stage.say(session, "Who are you?");
    await turnOfTheLoop();
    const [turn, ...more] = tracer.of("invoke_agent");
    expect(more).toEqual([]);
    expect(turn).toMatchObject({
      name: "invoke_agent Mara",
      kind: "internal",
      parent: undefined,
      events: ["repartee.turn.committed", "repartee.first_words"],
      failed: undefined,
      ended: true,
    });
    expect(turn?.attributes).toMatchObject({
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.id": "p1",
      "gen_ai.conversation.id": session.conversationId,
      "gen_ai.usage.input_tokens": 40,
      "repartee.turn.idx": 1,
      "repartee.turn.outcome": "completed",
      "repartee.turn.gap_ms": 0,
      "repartee.turn.calls": 1,
    });
  });

  test("a failed one ends in an error, with the code of the problem", async () => {
    const { stage, session, tracer } = await openTraced();
    stage.model.expect(new ModelError("unauthorized", "the key sk-123 is wrong", { upstream: "scripted" }));
    stage.say(session, "Who are you?");
    await turnOfTheLoop();
    expect(tracer.spans.map(({ failed, ended }) => ({ failed, ended }))).toEqual([
      { failed: expect.any(String), ended: true },
      { failed: "unauthorized", ended: true },
    ]);
    expect(JSON.stringify(tracer.spans)).not.toContain("sk-123");
  });

  test("what runs when the conversation stops here is ended, and says so", async () => {
    const { stage, session, tracer } = await openTraced();
    stage.model.expect({ type: "text-delta", text: "I am" });
    stage.say(session, "Who are you?");
    await turnOfTheLoop();
    session.stop(1012, "the server is stopping");
    await turnOfTheLoop();
    expect(tracer.of("invoke_agent")[0]).toMatchObject({ ended: true, attributes: { "repartee.turn.cut": true } });
    expect(tracer.of("chat")[0]).toMatchObject({ ended: true, attributes: { "repartee.outcome": "left" } });
  });
});

describe("TM12 a generation is a span within its turn", () => {
  test("with the names of the conventions, and its first token as an event", async () => {
    const { stage, session, tracer } = await openTraced({ upstream: { baseUrl: "https://api.openai.com/v1" } });
    stage.model.expect(
      { type: "served", name: "scripted", model: "scripted-2", via: "10.0.0.1:8000" },
      { type: "text-delta", text: "I am " },
      { type: "text-delta", text: "Mara." },
      usage,
      finish,
    );
    stage.say(session, "Who are you?");
    await turnOfTheLoop();
    const [chat] = tracer.of("chat");
    expect(chat).toMatchObject({
      name: "chat scripted",
      kind: "client",
      parent: "invoke_agent Mara",
      events: ["repartee.first_token"],
      ended: true,
    });
    expect(chat?.attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "scripted",
      "gen_ai.request.stream": true,
      "gen_ai.response.model": "scripted-2",
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.response.time_to_first_chunk": 0,
      "gen_ai.usage.input_tokens": 40,
      "gen_ai.usage.cache_read.input_tokens": 30,
      "gen_ai.usage.output_tokens": 5,
      "server.address": "10.0.0.1",
      "server.port": 8000,
      "repartee.outcome": "finished",
      "repartee.draft.fate": "none",
    });
  });

  test("a draft's waits for what becomes of it: adopted", async () => {
    const { stage, session, tracer } = await openTraced();
    stage.model.expect({ type: "text-delta", text: "Mara." }, finish);
    stage.send(session, "conversation.user.transcript", { text: "Who are you?", final: true });
    await stage.pass(300);
    expect(tracer.of("chat")[0]).toMatchObject({ ended: false, attributes: { "repartee.outcome": "finished" } });
    stage.say(session, "Who are you?");
    await turnOfTheLoop();
    expect(tracer.of("chat")[0]).toMatchObject({
      ended: true,
      attributes: { "repartee.draft.fate": "adopted", "repartee.draft.rung": "equal" },
    });
  });

  test("or revoked, with the reason", async () => {
    const { stage, session, tracer } = await openTraced();
    stage.model.expect({ type: "text-delta", text: "Mara." });
    stage.send(session, "conversation.user.transcript", { text: "Who are you?", final: true });
    await stage.pass(300);
    stage.send(session, "conversation.user.transcript", { text: "Who is the king of Spain?" });
    await turnOfTheLoop();
    expect(tracer.of("chat")[0]).toMatchObject({
      ended: true,
      failed: undefined,
      attributes: {
        "repartee.outcome": "left",
        "repartee.draft.fate": "revoked",
        "repartee.draft.reason": "contradicted",
      },
    });
  });
});

const tool = { type: "function", function: { name: "look", parameters: { type: "object" } } };
const withTool = { layers: { llm: { tools: [tool] } } };
const call = { type: "tool-call", id: "t1", name: "look", arguments: '{"at":"the sky"}' } as const;

describe("TM13 a tool call is a span, from the call to its result", () => {
  test.each([
    ["success", undefined],
    ["error", "error"],
  ] as const)("answered with %s", async (status, failed) => {
    const { stage, session, tracer } = await openTraced({ persona: withTool });
    stage.model.expect(call, { type: "finish", reason: "tool_calls" });
    stage.model.reply("Blue.");
    stage.say(session, "What do you see?");
    await turnOfTheLoop();
    const [id] = tracer.of("execute_tool").map(({ attributes }) => attributes["gen_ai.tool.call.id"]);
    expect(tracer.of("execute_tool")[0]).toMatchObject({ ended: false, parent: "invoke_agent Mara" });
    const result = { tool_call_id: String(id), output: "a blue sky", status };
    stage.send(session, "conversation.tool_result", result);
    await turnOfTheLoop();
    const [span] = tracer.of("execute_tool");
    expect(span).toMatchObject({ name: "execute_tool look", failed, ended: true });
    expect(span?.attributes).toMatchObject({ "gen_ai.tool.name": "look", "repartee.tool.outcome": status });
    expect(tracer.of("chat").map(({ attributes }) => attributes["repartee.draft.round"])).toEqual([0, 1]);
    expect(tracer.spans.every(({ ended }) => ended)).toBe(true);
  });
});

describe("TM14 what was said stands in traces only where that is asked for", () => {
  const secret = /orchid|sky|prompt of the persona/;
  const persona = { ...withTool, system_prompt: "The prompt of the persona" };

  async function talk(content: boolean): Promise<RecordingTracer> {
    const { stage, session, tracer } = await openTraced({ content, persona });
    stage.model.expect(call, { type: "finish", reason: "tool_calls" });
    stage.model.reply("The orchid is blue.");
    stage.say(session, "What of the orchid?");
    await turnOfTheLoop();
    const [id] = tracer.of("execute_tool").map(({ attributes }) => attributes["gen_ai.tool.call.id"]);
    stage.send(session, "conversation.tool_result", { tool_call_id: String(id), output: "a sky", status: "success" });
    await turnOfTheLoop();
    return tracer;
  }

  test("else not a word of it", async () => {
    const tracer = await talk(false);
    expect(tracer.spans).toHaveLength(4);
    expect(JSON.stringify(tracer.spans)).not.toMatch(secret);
  });

  test("then as the conventions spell it", async () => {
    const tracer = await talk(true);
    const [, second] = tracer.of("chat");
    expect(JSON.parse(String(second?.attributes["gen_ai.output.messages"]))).toEqual([
      { role: "assistant", parts: [{ type: "text", content: "The orchid is blue." }], finish_reason: "stop" },
    ]);
    const sent = JSON.parse(String(second?.attributes["gen_ai.input.messages"])) as { role: string }[];
    expect(sent.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool"]);
    expect(tracer.of("execute_tool")[0]?.attributes).toMatchObject({
      "gen_ai.tool.call.arguments": '{"at":"the sky"}',
      "gen_ai.tool.call.result": expect.stringContaining("a sky"),
    });
  });
});

describe("TM15 traces go on at the upstream", () => {
  test("it is sent the trace context of the generation that asks it", async () => {
    const { stage, session } = await openTraced();
    stage.model.reply("Mara.");
    stage.say(session, "Who are you?");
    await turnOfTheLoop();
    expect(stage.model.requests[0]?.traceparent).toBe("of chat scripted, the 2.");
  });

  test("a request of /v1 stands within the trace of its caller", async () => {
    const tracer = new RecordingTracer();
    const model = new ScriptedModel();
    model.reply("Mara.");
    const upstream = { name: "m", kind: "openai", model: "m", timeouts: noTime } as const;
    const traced = traceOf(tracer, new ManualClock(), false).traced(model, "00-caller");
    const request = { upstream, messages: [], tools: [], conversationId: "v1-1" };
    for await (const part of traced.stream(request, new AbortController().signal)) if (part.type === "finish") break;
    expect(tracer.spans).toMatchObject([{ name: "chat m", parent: "00-caller", ended: true }]);
  });

  test("without traces the model is asked as ever: no header, and nothing stands between", () => {
    const model = new ScriptedModel();
    const telemetry = createTelemetry(createMetrics(prometheus), { clock: new ManualClock(), traces: undefined });
    expect(telemetry.traced(model, "00-caller")).toBe(model);
  });
});

const noTime = { connectMs: 1, firstPartMs: 1, betweenPartsMs: 1 };

describe("TM9 nothing is called once per token", () => {
  test("deltas of speech are not told to the watch", async () => {
    const performed: string[] = [];
    const watch: ConversationWatch = {
      performed: ({ type }) => void performed.push(type),
      traced: (_start, model) => model,
      stopped: () => undefined,
    };
    const stage = openStage({ telemetry: () => ({ conversation: () => watch }) });
    const session = await stage.wake(await stage.create());
    stage.join(session);
    stage.model.reply(...Array.from({ length: 500 }, () => "word"));
    stage.say(session, "Talk to me");
    await turnOfTheLoop();
    expect(performed).toContain("turn-commit");
    expect(performed.length).toBeLessThan(30);
  });
});
