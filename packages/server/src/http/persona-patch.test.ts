import { describe, expect, test } from "vitest";
import type { Json } from "../ports/store.ts";
import { openMemoryStore } from "../store/memory-store.ts";
import { openTestApp, textAt } from "./testing/test-app.ts";
import type { TestApp } from "./testing/test-app.ts";

const SECRET = "sk-very-secret";

async function withPersona(): Promise<
  TestApp & { path: string; patch: (...operations: Json[]) => ReturnType<TestApp["ask"]> }
> {
  const opened = await openTestApp();
  const layers = { llm: { model: "m", base_url: "http://llm.example/v1", api_key: SECRET, tools: [] } };
  const created = await opened.ask("POST /v2/personas", { persona_name: "A", system_prompt: "Be kind.", layers });
  const path = `/v2/personas/${textAt(created.body, "persona_id")}`;
  return { ...opened, path, patch: (...operations) => opened.ask(`PATCH ${path}`, operations) };
}

async function storedKey({ store, path }: { store: TestApp["store"]; path: string }): Promise<string> {
  const row = await store.personas.get("default", path.split("/").at(-1) ?? "");
  const sealed = textAt(row?.body, "layers", "llm", "api_key");
  return Buffer.from(sealed.split(":")[2] ?? "", "hex").toString();
}

describe("PATCH /v2/personas/{id}", () => {
  test("P9 the documented examples: a text, a list, an object, a removal", async () => {
    const { patch } = await withPersona();
    const tools = [{ type: "function", function: { name: "look_up", parameters: { type: "object" } } }];
    const patched = await patch(
      { op: "replace", path: "/system_prompt", value: "Be brief." },
      { op: "replace", path: "/layers/llm/tools", value: tools },
      { op: "add", path: "/layers/perception", value: { perception_model: "raven-0" } },
      { op: "remove", path: "/layers/llm/model" },
    );
    expect(patched.status).toBe(200);
    expect(patched.body).toMatchObject({
      system_prompt: "Be brief.",
      layers: { llm: { tools }, perception: { perception_model: "raven-0" } },
    });
    expect(JSON.stringify(patched.body)).not.toContain('"model"');
  });

  test("P9 a field that was never set can be replaced", async () => {
    const { patch } = await withPersona();
    const patched = await patch({ op: "replace", path: "/default_replica_id", value: "r1" });
    expect(patched).toMatchObject({ status: 200, body: { default_replica_id: "r1" } });
  });

  test("P9 one bad operation, and none is applied", async () => {
    const { patch, ask, path } = await withPersona();
    const before = (await ask(`GET ${path}`)).body;
    const patched = await patch(
      { op: "replace", path: "/persona_name", value: "B" },
      { op: "remove", path: "/nothing" },
    );
    expect(patched.status).toBe(422);
    expect((await ask(`GET ${path}`)).body).toEqual(before);
  });

  test.each(["application/json", "application/json-patch+json", "text/plain"])("P9 D7 sent as %s", async (type) => {
    const { ask, path } = await withPersona();
    const body = [{ op: "replace", path: "/persona_name", value: "B" }];
    expect(await ask(`PATCH ${path}`, body, { "content-type": type })).toMatchObject({
      status: 200,
      body: { persona_name: "B" },
    });
  });

  test.each<[string, Json[]]>([
    ["no operation", []],
    ["a test", [{ op: "test", path: "/persona_name", value: "A" }]],
    ["the same value", [{ op: "replace", path: "/persona_name", value: "A" }]],
    [
      "there and back",
      [
        { op: "add", path: "/x", value: 1 },
        { op: "remove", path: "/x" },
      ],
    ],
  ])("P10 %s changes nothing: 304 without a body", async (_name, operations) => {
    const { patch } = await withPersona();
    expect(await patch(...operations)).toMatchObject({ status: 304, text: "" });
  });

  test.each<[Json, string]>([
    [{ op: "replace", path: "/persona_name" }, "the patch: expected an array of operations"],
    [[{ op: "replace", path: "/persona_name" }], "operation 0: value: is required"],
    [
      [{ op: "test", path: "/persona_name", value: "B" }],
      'operation 0 (test "/persona_name"): the value is another one, or there is none',
    ],
  ])("P11 %j is a 422", async (body, error) => {
    const { ask, path } = await withPersona();
    expect(await ask(`PATCH ${path}`, body)).toMatchObject({
      status: 422,
      body: { message: "Invalid JSON patch format", error },
    });
  });

  test.each<[Json, string]>([
    [{ op: "remove", path: "/system_prompt" }, 'system_prompt: is required, unless pipeline_mode is "echo"'],
    [
      { op: "replace", path: "/layers/llm/base_url", value: 1 },
      "layers.llm.base_url: expected an http:// or https:// URL",
    ],
    [
      { op: "remove", path: "/layers/llm/base_url" },
      'layers.llm.model: unknown model "m"; hosted models are tavus-llama-4; for your own, set base_url',
    ],
    [
      {
        op: "add",
        path: "/layers/llm/tools/-",
        value: { function: { name: "book", parameters: { type: "object", required: "when" } } },
      },
      "layers.llm.tools.0.function.parameters.required: must be array",
    ],
    [{ op: "replace", path: "/persona_id", value: "p1" }, "persona_id: cannot be changed"],
    [{ op: "replace", path: "/created_at", value: "now" }, "created_at: cannot be changed"],
    [{ op: "replace", path: "", value: [] }, "body: a persona must remain an object"],
  ])("P12 what would be no persona is refused: %j", async (operation, what) => {
    const { patch } = await withPersona();
    expect(await patch(operation)).toMatchObject({ status: 400, body: { error: what, message: what } });
  });

  test("P13 patches at the same time are all applied", async () => {
    const { patch, ask, path } = await withPersona();
    const names = ["a", "b", "c", "d"];
    const all = await Promise.all(names.map((name) => patch({ op: "add", path: `/${name}`, value: name })));
    expect(all.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect((await ask(`GET ${path}`)).body).toMatchObject({ a: "a", b: "b", c: "c", d: "d" });
  });

  test("P13 one that never finds the persona at rest gives up and says so", async () => {
    const store = openMemoryStore();
    const restless = {
      ...store.personas,
      get: async (workspaceId: string, id: string) => {
        const row = await store.personas.get(workspaceId, id);
        if (row?.kind === "user") await store.personas.replace({ ...row, revision: row.revision + 1 });
        return row;
      },
    };
    const { ask } = await openTestApp({ store: { ...store, personas: restless } });
    const id = textAt((await ask("POST /v2/personas", { system_prompt: "x" })).body, "persona_id");
    expect(await ask(`PATCH /v2/personas/${id}`, [{ op: "add", path: "/a", value: 1 }])).toMatchObject({ status: 409 });
  });
});

describe("Secrets over REST", () => {
  test("P16 a key is sealed in the store and masked in every answer", async () => {
    const opened = await withPersona();
    const { ask, path, store, logged } = opened;
    const seen = [
      (await ask(`GET ${path}`)).text,
      (await ask("GET /v2/personas")).text,
      (await opened.patch({ op: "add", path: "/x", value: 1 })).text,
      JSON.stringify(await store.personas.list("default", { page: 1, limit: 10 })),
      JSON.stringify(logged),
    ];
    expect(seen.join("\n")).not.toContain(SECRET);
    expect(seen[0]).toContain('"api_key":"********"');
    expect(await storedKey(opened)).toBe(SECRET);
  });

  test("P17 a layer that is sent back with its mask keeps its key", async () => {
    const opened = await withPersona();
    const llm = { model: "n", base_url: "http://llm.example/v1", api_key: "********" };
    expect(await opened.patch({ op: "replace", path: "/layers/llm", value: llm })).toMatchObject({ status: 200 });
    expect(await storedKey(opened)).toBe(SECRET);
  });

  test("P17 a new key replaces the old one", async () => {
    const opened = await withPersona();
    expect(await opened.patch({ op: "replace", path: "/layers/llm/api_key", value: "sk-new" })).toMatchObject({
      status: 200,
    });
    expect(await storedKey(opened)).toBe("sk-new");
  });

  test("P17 a mask for nothing is refused", async () => {
    const { ask } = await openTestApp();
    const what = "layers.llm.api_key: ******** stands for a stored secret and there is none; send the secret";
    const body = { system_prompt: "x", layers: { llm: { api_key: "********" } } };
    expect(await ask("POST /v2/personas", body)).toMatchObject({ status: 400, body: { error: what } });
  });

  test("P18 a test of the right key fails like one of a wrong key", async () => {
    const { patch } = await withPersona();
    const right = await patch({ op: "test", path: "/layers/llm/api_key", value: SECRET });
    const wrong = await patch({ op: "test", path: "/layers/llm/api_key", value: "sk-guessed" });
    expect([right.status, right.text]).toEqual([wrong.status, wrong.text]);
    expect(right.status).toBe(422);
  });

  test("P18 setting the right key again is a change like setting a wrong one", async () => {
    const { patch } = await withPersona();
    expect(await patch({ op: "replace", path: "/layers/llm/api_key", value: SECRET })).toMatchObject({ status: 200 });
  });

  test.each(["copy", "move"])("P18 a %s brings no key to light", async (op) => {
    const { patch, ask, path } = await withPersona();
    const patched = await patch({ op, from: "/layers/llm/api_key", path: "/persona_name" });
    expect(patched.text + (await ask(`GET ${path}`)).text).not.toContain(SECRET);
    expect(patched).toMatchObject({ status: 200, body: { persona_name: "********" } });
  });
});
