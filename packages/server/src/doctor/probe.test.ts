import { describe, expect, test } from "vitest";
import { ManualClock } from "../model/testing/manual-clock.ts";
import type { ProbeResult } from "../ports/examination.ts";
import type { Upstream } from "../ports/model-client.ts";
import { probe } from "./probe.ts";
import { refused, scriptedWire, spoken, type WireScript } from "./testing/scripted-wire.ts";
import { upstream } from "./testing/walk.ts";

async function probeWith(script: WireScript, own: Partial<Upstream> = {}) {
  const wire = scriptedWire(script);
  const parts = { wire, clock: new ManualClock(), allowPrivateAddresses: true, signal: new AbortController().signal };
  const result: ProbeResult = await probe({ ...upstream, ...own }, parts);
  return { result, wire };
}

describe("The probe", () => {
  test("DR27 is one question that endpoints know, left at its first words", async () => {
    const { result, wire } = await probeWith({ answer: () => spoken("Custom LLM configuration test successful.") });
    expect(result).toEqual({ ok: true });
    expect(wire.requests).toHaveLength(1);
    const [request] = wire.requests;
    expect(request?.headers["conversation-id"]).toBe("tavus-openai-compat-test");
    expect(request?.body).toContain("automated connectivity check");
    expect(request?.limits).toMatchObject({ firstMs: 8000, totalMs: 8000 });
  });

  test("DR27 an answer without words is an answer", async () => {
    expect((await probeWith({ answer: () => ({ pieces: ["data: [DONE]\n\n"] }) })).result).toEqual({ ok: true });
  });

  test("DR28 says in the doctor's words why it failed, without a secret", async () => {
    const own = { apiKey: "sk-hush-hush" };
    const { result } = await probeWith({ answer: () => refused(401, "no sk-hush-hush here") }, own);
    expect(result).toEqual({
      ok: false,
      near: false,
      problem:
        "the probe of http://192.0.2.1/v1 failed: the server does not take this key: “no [redacted] here”; " +
        "check that the key is whole, current and of this server; one that wants another header gets it in headers",
    });
  });

  test.each([
    ["http://127.0.0.1:1/v1", ["127.0.0.1"], true],
    ["http://gpu.lan/v1", ["192.168.1.9"], true],
    ["https://llm.example/v1", ["192.0.2.1"], false],
  ])("DR28 %s at %j: near is %s", async (baseUrl, addresses, near) => {
    const script = {
      lookUp: { ok: true, addresses, ms: 1 },
      knock: () => ({ ok: false, code: "ECONNREFUSED", ms: 0 }),
    } as const;
    expect((await probeWith(script, { baseUrl })).result).toMatchObject({ ok: false, near });
  });

  test.each([
    ["http://gpu-box:8000/v1", true],
    ["http://gpu.local/v1", true],
    ["https://no-such-tunnel.example/v1", false],
  ])("DR28 a name that does not exist: %s, near is %s", async (baseUrl, near) => {
    const script = { lookUp: { ok: false, code: "ENOTFOUND", ms: 1 } } as const;
    expect((await probeWith(script, { baseUrl })).result).toMatchObject({ ok: false, near });
  });
});
