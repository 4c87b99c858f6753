import { describe, expect, test } from "vitest";
import { ManualClock } from "../model/testing/manual-clock.ts";
import { examinationSteps } from "../ports/examination.ts";
import { called, refused, scriptedWire, spoken } from "./testing/scripted-wire.ts";
import type { ScriptedAnswer, ScriptedBody, WireScript } from "./testing/scripted-wire.ts";
import { upstream, walkAlong } from "./testing/walk.ts";
import { examine } from "./examine.ts";
import type { WireRequest } from "./wire.ts";

const counting = "one two three four five six seven eight nine ten";

/** An endpoint that does everything as it should. */
function able(_request: WireRequest, { messages, tools }: ScriptedBody): ScriptedAnswer {
  const [last] = messages.slice(-1);
  if (tools !== undefined && last?.role === "user") return called("get_weather", '{"city":"Bern"}');
  if (last?.role === "assistant") return spoken("five, six, seven, eight");
  if (Array.isArray(last?.content)) return spoken("It is red.");
  return spoken(counting, JSON.stringify(messages).length / 4);
}

describe("A walk", () => {
  test("DR1 DR6 tells every step once, in their order, and is healthy where nothing failed", async () => {
    const walked = await walkAlong({ answer: able });
    expect(walked.findings.map(({ step }) => step)).toEqual(examinationSteps);
    expect(walked.states.filter((line) => !line.endsWith(" ok"))).toEqual(["tls skipped"]);
    expect(walked.healthy).toBe(true);
  });

  test.each<[string, WireScript]>([
    ["name", { lookUp: { ok: false, code: "ENOTFOUND", ms: 4 } }],
    ["connection", { knock: () => ({ ok: false, code: "ECONNREFUSED", ms: 1 }) }],
    ["authorization", { answer: () => refused(401, "who are you") }],
    ["answer", { answer: () => refused(503, "busy") }],
    ["stream", { answer: () => ({ ...spoken("a"), pieces: spoken("a").pieces?.slice(0, 1) ?? [] }) }],
  ])("DR1 DR2 where %s fails nothing after it is tried, and each says so", async (step, script) => {
    const walked = await walkAlong(script);
    const at = walked.findings.findIndex((finding) => finding.step === step);
    expect(walked.findings[at]).toMatchObject({ state: "failed", why: expect.any(String), change: expect.any(String) });
    expect(walked.findings.slice(at + 1)).toEqual(
      examinationSteps.slice(at + 1).map((later) => ({ step: later, state: "skipped", measured: `${step} failed` })),
    );
    expect(walked.healthy).toBe(false);
    expect(walked.capabilities).toEqual({});
  });

  test("DR6 warnings leave it healthy", async () => {
    const walked = await walkAlong({ answer: () => spoken(counting) });
    expect(walked.at("tools")).toMatchObject({ state: "warning" });
    expect(walked.healthy).toBe(true);
  });

  test("DR3 what is left when the time is over is skipped, also the step that it cut short", async () => {
    const clock = new ManualClock();
    const answer = (request: WireRequest, body: ScriptedBody): ScriptedAnswer => {
      clock.advance(9000);
      if (clock.now() > 60_000) return { silent: true, end: { type: "late", limit: "total", ms: 1 } };
      return able(request, body);
    };
    const walked = await walkAlong({ answer }, { clock });
    expect(walked.at("speed")).toMatchObject({ state: "ok" });
    expect(walked.at("overlap")).toEqual({ step: "overlap", state: "skipped", measured: "no time was left of 60.0 s" });
    expect(walked.at("vision")).toMatchObject({ state: "skipped", measured: "no time was left of 60.0 s" });
    expect(walked.healthy).toBe(true);
  });

  test("DR3 no request may take longer than what is left of the walk", async () => {
    const clock = new ManualClock();
    const answer = (request: WireRequest, body: ScriptedBody): ScriptedAnswer => {
      clock.advance(20_000);
      return able(request, body);
    };
    const { wire } = await walkAlong({ answer }, { clock });
    expect(wire.requests.map(({ limits }) => limits.totalMs)).toEqual([30_000, 30_000, 20_000, 1]);
  });

  test("DR3 a long walk has twice the time", async () => {
    const clock = new ManualClock();
    const answer = (): ScriptedAnswer => {
      clock.advance(100_000);
      return spoken("a");
    };
    const { wire } = await walkAlong({ answer }, { clock, long: true });
    expect(wire.requests.map(({ limits }) => limits.totalMs)).toEqual([30_000, 20_000, 1, 1]);
  });

  test("DR3 an abort ends it with its reason", async () => {
    const controller = new AbortController();
    const answer = (): ScriptedAnswer => {
      controller.abort(new Error("left"));
      return { silent: true, end: { type: "broken", code: "aborted" } };
    };
    await expect(walkAlong({ answer }, { signal: controller.signal })).rejects.toThrow("left");
  });

  test("DR4 asks as a conversation does", async () => {
    const own = {
      baseUrl: "http://192.0.2.1/v1/?a=1",
      apiKey: "sk-secret",
      headers: { "X-Team": "voice" },
      defaultQuery: { b: "2" },
      extraBody: { temperature: 0, stream: false, messages: [] },
    };
    const { wire } = await walkAlong({ answer: able }, { upstream: own });
    const [first] = wire.requests;
    expect(first).toMatchObject({
      method: "POST",
      origin: "http://192.0.2.1",
      path: "/v1/chat/completions?a=1&b=2",
      address: "192.0.2.1",
      headers: { authorization: "Bearer sk-secret", "conversation-id": "repartee-doctor", "x-team": "voice" },
    });
    const body: unknown = JSON.parse(first?.body ?? "");
    expect(body).toMatchObject({
      model: "mine",
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
    });
    expect(body).toHaveProperty("messages.0.role", "system");
  });

  test("DR5 no finding holds a secret that the upstream repeats", async () => {
    const own = {
      apiKey: "sk-hush-hush",
      headers: { "x-api-key": "hunter2000" },
      baseUrl: "http://192.0.2.1/v1?token=mellon",
    };
    const told = "the key sk-hush-hush and hunter2000 at ?token=mellon are not known";
    for (const status of [401, 404, 400, 500]) {
      const walked = await walkAlong({ answer: () => refused(status, told) }, { upstream: own });
      const text = JSON.stringify(walked.findings) + walked.baseUrl;
      expect(text).toContain("[redacted]");
      expect(text).not.toMatch(/hush|hunter|mellon/);
    }
  });

  test("DR5 a password in base_url is not shown", async () => {
    const walked = await walkAlong({ answer: able }, { upstream: { baseUrl: "http://me:mellon@192.0.2.1/v1" } });
    expect(JSON.stringify([walked.findings, walked.baseUrl])).not.toContain("mellon");
    expect(walked.at("base_url")).toMatchObject({ state: "warning" });
  });

  test("DR7 an address that the server must not call is never connected to", async () => {
    const script = { lookUp: { ok: true, addresses: ["10.0.0.7", "127.0.0.1"], ms: 1 } } as const;
    const walked = await walkAlong(script, { allowPrivateAddresses: false });
    expect(walked.at("address")).toMatchObject({ state: "failed", measured: "10.0.0.7 is a private address" });
    expect([walked.wire.knocked, walked.wire.requests]).toEqual([[], []]);
  });

  test("DR7 what the operator mapped may be anywhere", async () => {
    const script = { lookUp: { ok: true, addresses: ["10.0.0.7"], ms: 1 }, answer: able } as const;
    const walked = await walkAlong(script, { allowPrivateAddresses: false, upstream: { operator: true } });
    expect(walked.at("address")).toMatchObject({ state: "ok" });
    expect(walked.wire.requests[0]).toMatchObject({ address: "10.0.0.7" });
  });

  test("DR9 of several addresses the first that answers is taken", async () => {
    const walked = await walkAlong({
      lookUp: { ok: true, addresses: ["::1", "127.0.0.1"], ms: 1 },
      knock: (address) => (address === "::1" ? { ok: false, code: "ECONNREFUSED", ms: 0 } : { ok: true, ms: 0 }),
      answer: able,
    });
    expect(walked.at("connection")).toMatchObject({ state: "ok", measured: "127.0.0.1:80, under 1 ms" });
    expect(new Set(walked.wire.requests.map(({ address }) => address))).toEqual(new Set(["127.0.0.1"]));
  });

  test("DR12 a path where nothing is: the base_url that answers is named", async () => {
    const answer = ({ path }: WireRequest): ScriptedAnswer =>
      path === "/v1/chat/completions" ? spoken(counting) : refused(404, "nothing here");
    const walked = await walkAlong({ answer }, { upstream: { baseUrl: "http://192.0.2.1" } });
    expect(walked.at("answer")).toMatchObject({
      state: "failed",
      change: "set base_url to http://192.0.2.1/v1: that one answers",
    });
  });

  test("DR12 a model that is not known is told with those that are", async () => {
    const answer = ({ method }: WireRequest): ScriptedAnswer =>
      method === "GET"
        ? { pieces: ['{"data":[{"id":"qwen3"},{"id":"gemma4"}]}'] }
        : refused(404, 'The model "mine" does not exist');
    const walked = await walkAlong({ answer });
    expect(walked.wire.requests.at(-1)).toMatchObject({ method: "GET", path: "/v1/models" });
    expect(walked.at("answer")).toMatchObject({ change: "set model to one that it has: qwen3, gemma4" });
  });

  test("DR15 stream_options that is refused is left out from then on, and remembered", async () => {
    const answer = (request: WireRequest, body: ScriptedBody): ScriptedAnswer =>
      body.stream_options === undefined ? able(request, body) : refused(400, "stream_options is not supported");
    const walked = await walkAlong({ answer });
    expect(walked.at("usage")).toMatchObject({ state: "warning", measured: "stream_options was refused" });
    expect(walked.capabilities).toMatchObject({ usage: "never" });
    expect(walked.wire.requests.filter(({ body }) => body?.includes("stream_options"))).toHaveLength(1);
  });

  test("DR15 what is known to be refused is not asked for", async () => {
    const walked = await walkAlong({ answer: able }, { upstream: { capabilities: { usage: "never" } } });
    expect(walked.wire.requests.filter(({ body }) => body?.includes("stream_options"))).toEqual([]);
  });

  test("DR19 the result of a tool is sent with the call that it answers", async () => {
    const walked = await walkAlong({ answer: able });
    const sent = walked.wire.requests.map(({ body }) => body ?? "").find((body) => body.includes('"role":"tool"'));
    expect(JSON.parse(sent ?? "{}")).toMatchObject({
      messages: [
        { role: "system" },
        { role: "user" },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "call_7", function: { arguments: '{"city":"Bern"}' } }],
        },
        { role: "tool", tool_call_id: "call_7" },
      ],
    });
    expect(walked.at("tools")).toMatchObject({ state: "ok" });
  });

  test.each([
    ["first", (roles: readonly string[]) => roles.lastIndexOf("system") > 0],
    ["user", (roles: readonly string[]) => roles.includes("system")],
  ] as const)("DR20 perception goes to %s where nothing else is taken", async (position, isRefused) => {
    const answer = (request: WireRequest, body: ScriptedBody): ScriptedAnswer => {
      const seen = JSON.stringify(body.messages).includes("user_appearance");
      const wrong = seen && isRefused(body.messages.map(({ role }) => role));
      return wrong ? refused(400, "System message must be at the beginning.") : able(request, body);
    };
    const walked = await walkAlong({ answer });
    expect(walked.at("system_messages")).toMatchObject({ state: "warning" });
    expect(walked.capabilities).toMatchObject({ systemMessages: position });
  });

  test("DR20 a server that takes no messages of the system at all is examined without", async () => {
    const answer = (request: WireRequest, body: ScriptedBody): ScriptedAnswer =>
      body.messages.some(({ role }) => role === "system")
        ? refused(400, "System role not supported")
        : able(request, body);
    const walked = await walkAlong({ answer });
    expect(walked.at("answer")).toMatchObject({ state: "ok" });
    expect(walked.at("system_messages")).toMatchObject({ state: "warning" });
    expect(walked.capabilities).toMatchObject({ systemMessages: "user", usage: "ask", tools: true });
    expect(walked.wire.requests.filter(({ body }) => body?.includes('"role":"system"'))).toHaveLength(1);
  });

  test("DR15 DR20 what does not help is not left out", async () => {
    const walked = await walkAlong({ answer: () => refused(400, "the system is out of stream_options and patience") });
    expect(walked.wire.requests).toHaveLength(3);
    expect(walked.at("answer")).toMatchObject({ state: "failed" });
  });

  test("DR21 the long context has about 8,000 tokens, with `long` 25,000", async () => {
    const longest = async (long: boolean): Promise<number> => {
      const { wire } = await walkAlong({ answer: able }, { long });
      return Math.max(...wire.requests.map(({ body }) => (body ?? "").length));
    };
    expect(Math.round((await longest(false)) / 4000)).toBe(8);
    expect(Math.round((await longest(true)) / 4000)).toBe(25);
  });

  test("DR22 capabilities hold what was shown", async () => {
    expect((await walkAlong({ answer: able })).capabilities).toEqual({
      systemMessages: "anywhere",
      usage: "ask",
      tools: true,
      prefixContinuation: true,
      vision: true,
    });
  });

  test("DR25 the understudy is a warning, and nothing is asked", async () => {
    const wire = scriptedWire();
    const parts = { wire, clock: new ManualClock(), allowPrivateAddresses: true, signal: new AbortController().signal };
    const found = await examine({ upstream: { ...upstream, kind: "stand-in" }, long: false }, parts);
    expect(found.findings.map(({ step }) => step)).toEqual(examinationSteps);
    expect(found.findings.filter(({ state }) => state !== "skipped")).toMatchObject([
      { step: "answer", state: "warning" },
    ]);
    expect([found.healthy, wire.requests]).toEqual([true, []]);
  });
});
