import { describe, expect, test } from "vitest";
import type { Doctor, Examination } from "../../ports/examination.ts";
import type { JsonObject } from "../../ports/store.ts";
import { openTestApp, textAt } from "../testing/test-app.ts";

const healthy: Examination = {
  name: "tavus-llama-4",
  model: "llama3.2",
  baseUrl: "http://127.0.0.1:11434/v1",
  healthy: true,
  findings: [{ step: "tools", state: "warning", measured: "no call", why: "words", change: "another model" }],
  capabilities: { systemMessages: "first", prefixCache: true },
  tookMs: 7,
};
const ill: Examination = { ...healthy, healthy: false, capabilities: {} };

function createDoctor(examine: () => Promise<readonly Examination[]>) {
  const asked: { readonly body: JsonObject; readonly long: boolean }[] = [];
  const doctor: Doctor = {
    examine: (body, { long }) => {
      asked.push({ body, long });
      return examine();
    },
    probe: () => Promise.reject(new Error("no probe")),
  };
  return { doctor, asked };
}

describe("POST /v2/doctor", () => {
  test("DR24 examines every server of a hosted name", async () => {
    const { doctor, asked } = createDoctor(() => Promise.resolve([healthy, ill]));
    const { ask } = await openTestApp({ doctor });
    const answer = await ask("POST /v2/doctor", { target: "tavus-llama-4", long: true });
    expect(asked).toEqual([{ body: { layers: { llm: { model: "tavus-llama-4" } } }, long: true }]);
    expect(answer).toMatchObject({ status: 200, body: { target: "tavus-llama-4", healthy: false } });
    expect(answer.body).toHaveProperty("data.0", {
      name: "tavus-llama-4",
      model: "llama3.2",
      base_url: "http://127.0.0.1:11434/v1",
      healthy: true,
      took_ms: 7,
      capabilities: { system_messages: "first", prefix_cache: true },
      findings: healthy.findings,
    });
  });

  test("DR24 examines what answers for a persona, with what is stored", async () => {
    const { doctor, asked } = createDoctor(() => Promise.resolve([healthy]));
    const { ask } = await openTestApp({ doctor });
    const llm = { model: "mine", base_url: "https://llm.example/v1", api_key: "sk-1" };
    const id = textAt((await ask("POST /v2/personas", { system_prompt: "x", layers: { llm } })).body, "persona_id");
    expect((await ask("POST /v2/doctor", { target: id })).body).toMatchObject({ target: id, healthy: true });
    expect(asked).toMatchObject([
      { body: { layers: { llm: { model: "mine", api_key: "sealed:1:736b2d31" } } }, long: false },
    ]);
  });

  test("DR24 an unknown target is refused with the names that there are", async () => {
    const { ask } = await openTestApp();
    expect(await ask("POST /v2/doctor", { target: "p404" })).toMatchObject({
      status: 400,
      body: {
        error: expect.stringMatching(
          /^target: there is no persona of that id, and unknown model "p404"; hosted models are/,
        ) as string,
      },
    });
    expect(await ask("POST /v2/doctor", {})).toMatchObject({ status: 400, body: { error: "target: is required" } });
  });

  test("DR24 a third walk at the same time is refused, and one after them is not", async () => {
    const gate = Promise.withResolvers<readonly Examination[]>();
    const { doctor } = createDoctor(() => gate.promise);
    const { ask } = await openTestApp({ doctor });
    const examine = () => ask("POST /v2/doctor", { target: "tavus-llama-4" });
    const both = [examine(), examine()];
    expect(await Promise.race([...both, examine()])).toMatchObject({ status: 429 });
    gate.resolve([healthy]);
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await examine()).toMatchObject({ status: 200 });
  });
});
