import { describe, expect, test } from "vitest";
import type { Doctor, ProbeResult } from "../ports/examination.ts";
import { openTestApp, textAt } from "./testing/test-app.ts";

const problem = "the probe of https://llm.example/v1 failed: nothing listens there; start it “soon”";
const llm = { model: "mine", base_url: "https://llm.example/v1" };
const persona = { system_prompt: "Be kind.", layers: { llm } };

async function openProbing(result: ProbeResult, probeCustomLlms = false) {
  let count = 0;
  const doctor: Doctor = {
    examine: () => Promise.reject(new Error("no walk")),
    probe: () => {
      count += 1;
      return Promise.resolve(result);
    },
  };
  return { ...(await openTestApp({ doctor, probeCustomLlms })), probes: () => count };
}

describe("The probe of a custom LLM", () => {
  test("DR26 nobody is asked unless it is wanted", async () => {
    const { ask, probes } = await openProbing({ ok: true });
    await ask("POST /v2/personas", persona);
    await ask("POST /v2/personas?probe=true", { system_prompt: "x", layers: { llm: { model: "tavus-llama-4" } } });
    await ask("POST /v2/pals?probe=false", persona);
    expect(probes()).toBe(0);
  });

  test("DR26 by the query, at either path, when it is written and when it is changed", async () => {
    const { ask, probes } = await openProbing({ ok: true });
    const id = textAt((await ask("POST /v2/pals?probe=true", persona)).body, "pal_id");
    expect(probes()).toBe(1);
    const rename = [{ op: "add", path: "/persona_name", value: "Coach" }];
    expect(await ask(`PATCH /v2/personas/${id}?probe=true`, rename)).toMatchObject({ status: 200 });
    expect(probes()).toBe(2);
  });

  test("DR26 by the configuration, where the LLM layer changed and the query does not forbid it", async () => {
    const { ask, probes } = await openProbing({ ok: true }, true);
    const id = textAt((await ask("POST /v2/personas", persona)).body, "persona_id");
    expect(probes()).toBe(1);
    await ask(`PATCH /v2/personas/${id}`, [{ op: "add", path: "/persona_name", value: "Coach" }]);
    expect(probes()).toBe(1);
    await ask(`PATCH /v2/personas/${id}`, [{ op: "replace", path: "/layers/llm/model", value: "other" }]);
    expect(probes()).toBe(2);
    await ask("POST /v2/personas?probe=false", persona);
    expect(probes()).toBe(2);
  });

  test("DR26 a probe is yes or no", async () => {
    const { ask } = await openProbing({ ok: true });
    expect(await ask("POST /v2/personas?probe=maybe", persona)).toMatchObject({ status: 400 });
  });

  test("DR28 a failure is a 400, and nothing is stored", async () => {
    const { ask, probes } = await openProbing({ ok: false, near: false, problem });
    const refused = {
      status: 400,
      body: { error: `layers.llm.base_url: ${problem}`, message: `layers.llm.base_url: ${problem}` },
    };
    expect(await ask("POST /v2/personas?probe=true", persona)).toMatchObject(refused);
    expect((await ask("GET /v2/personas?persona_type=user")).body).toMatchObject({ total_count: 0 });
    const id = textAt((await ask("POST /v2/personas", persona)).body, "persona_id");
    const patch = [{ op: "replace", path: "/layers/llm/model", value: "other" }];
    expect(await ask(`PATCH /v2/personas/${id}?probe=true`, patch)).toMatchObject(refused);
    expect((await ask(`GET /v2/personas/${id}`)).body).toMatchObject(persona);
    expect(probes()).toBe(2);
  });

  test("DR28 near, it is a warning in a header and in the log; success is silent", async () => {
    const { ask, logged } = await openProbing({ ok: false, near: true, problem });
    const warned = await ask("POST /v2/personas?probe=true", persona);
    expect(warned.status).toBe(200);
    expect(warned.headers.get("x-repartee-warning")).toBe(problem.replaceAll(/[“”]/g, '"'));
    expect(logged).toMatchObject([{ fields: { problem } }]);
    const silent = await (await openProbing({ ok: true })).ask("POST /v2/personas?probe=true", persona);
    expect([silent.status, silent.headers.get("x-repartee-warning")]).toEqual([200, null]);
  });

  test("DR28 M80 what can be called and should be spelled otherwise is told at every write, without a probe", async () => {
    const { ask, logged, probes } = await openProbing({ ok: true });
    const odd = { ...persona, layers: { llm: { model: "m", base_url: "https://host.example/v1/chat/completions" } } };
    const created = await ask("POST /v2/personas", odd);
    const id = textAt(created.body, "persona_id");
    const patched = await ask(`PATCH /v2/personas/${id}`, [{ op: "replace", path: "/layers/llm/model", value: "n" }]);
    for (const { status, headers } of [created, patched]) {
      expect([status, headers.get("x-repartee-warning")]).toEqual([200, "leave that out"]);
    }
    expect(logged).toHaveLength(2);
    expect(probes()).toBe(0);
  });
});
