import { describe, expect, test } from "vitest";
import { STOCK, openTestApp, textAt } from "../testing/test-app.ts";

const toolName = "expected a letter or _, then letters, digits or _, 64 characters at most";

function withTools(...functions: readonly object[]): object {
  return { layers: { llm: { tools: functions.map((one) => ({ type: "function", function: one })) } } };
}

const coach = { persona_name: "Coach", system_prompt: "Be kind." };

describe("/v2/personas", () => {
  test("P1 creating one answers 200 with its id, name and time", async () => {
    const { ask } = await openTestApp();
    const created = await ask("POST /v2/personas", coach);
    expect(created.status).toBe(200);
    expect(created.body).toEqual({
      persona_id: expect.stringMatching(/^p[0-9a-f]{16}$/),
      persona_name: "Coach",
      created_at: "2026-11-20T00:00:00.000Z",
    });
  });

  test.each([{}, { system_prompt: "" }, { system_prompt: "  " }, { system_prompt: null }, { pipeline_mode: "full" }])(
    "P2 without a prompt it is refused: %j",
    async (body) => {
      const { ask } = await openTestApp();
      const what = 'system_prompt: is required, unless pipeline_mode is "echo"';
      expect(await ask("POST /v2/personas", body)).toMatchObject({ status: 400, body: { error: what, message: what } });
    },
  );

  test("P2 an echo needs no prompt", async () => {
    const { ask } = await openTestApp();
    expect(await ask("POST /v2/personas", { pipeline_mode: "echo" })).toMatchObject({ status: 200 });
  });

  test("P3 unknown fields come back as they were sent, at any depth", async () => {
    const { ask } = await openTestApp();
    const odd = {
      ...coach,
      later: { deep: [1, null, { a: "b" }] },
      layers: { vqa: { enable_vision: "false" }, llm: { temperament: 3 } },
    };
    const id = textAt((await ask("POST /v2/personas", odd)).body, "persona_id");
    expect((await ask(`GET /v2/personas/${id}`)).body).toMatchObject(odd);
  });

  test("D14 booleans are taken as strings, and answered as booleans", async () => {
    const { ask } = await openTestApp();
    const body = {
      ...coach,
      layers: { llm: { speculative_inference: "false" }, tts: { tts_emotion_control: "true" } },
    };
    const id = textAt((await ask("POST /v2/personas", body)).body, "persona_id");
    expect((await ask(`GET /v2/personas/${id}`)).body).toMatchObject({
      layers: { llm: { speculative_inference: false }, tts: { tts_emotion_control: true } },
    });
  });

  test.each<[object, string]>([
    [{ persona_name: 7 }, "persona_name: expected a string, got a number"],
    [{ pipeline_mode: "half" }, 'pipeline_mode: expected one of "full", "echo"'],
    [{ document_ids: ["a", 1] }, "document_ids.1: expected a string, got a number"],
    [{ layers: [] }, "layers: expected an object, got an array"],
    [{ layers: { llm: { base_url: "llm.example" } } }, "layers.llm.base_url: expected an http:// or https:// URL"],
    [
      { layers: { llm: { base_url: "file:///etc/passwd" } } },
      "layers.llm.base_url: expected an http:// or https:// URL",
    ],
    [
      { layers: { llm: { base_url: "http://me:pw@llm.example" } } },
      "layers.llm.base_url: expected a URL without a user or password; send them in `headers` or as `api_key`",
    ],
    [
      { layers: { llm: { speculative_inference: "maybe" } } },
      "layers.llm.speculative_inference: expected a boolean, got a string",
    ],
    [
      { layers: { llm: { speculation: "reckless" } } },
      'layers.llm.speculation: expected one of "off", "conservative", "balanced", "eager"',
    ],
    [
      { layers: { llm: { headers: { "bad name": "x" } } } },
      "layers.llm.headers.bad name: expected the name of an HTTP header",
    ],
    [
      { layers: { llm: { headers: { a: "x\r\ny: z" } } } },
      "layers.llm.headers.a: expected a value that an HTTP header can carry",
    ],
    [
      { layers: { llm: { extra_body: { stream: false } } } },
      "layers.llm.extra_body.stream: cannot be set here; the server sets it itself",
    ],
    [
      { layers: { llm: { timeouts: { first_token_ms: 99 } } } },
      "layers.llm.timeouts.first_token_ms: expected a number of at least 100",
    ],
    [
      { layers: { llm: { timeouts: { connect_ms: 600_001 } } } },
      "layers.llm.timeouts.connect_ms: expected a number of at most 600000",
    ],
    [
      { layers: { llm: { timeouts: { first_ms: 900 } } } },
      "layers.llm.timeouts: takes connect_ms, first_token_ms and between_tokens_ms only",
    ],
    [
      { layers: { llm: { context: { policy: "forget" } } } },
      'layers.llm.context.policy: expected one of "trim", "summarize", "error"',
    ],
    [
      { layers: { llm: { context: { window: 1999 } } } },
      "layers.llm.context.window: expected a number of at least 2000",
    ],
    [
      { layers: { llm: { context: { window: 8000, soft_limit: 8001 } } } },
      "layers.llm.context.soft_limit: expected at most window (8000)",
    ],
    [
      { layers: { llm: { context: { limit: 900 } } } },
      "layers.llm.context: takes policy, window, soft_limit and summary_model only",
    ],
    [{ layers: { llm: { tools: [{ function: {} }] } } }, "layers.llm.tools.0.function.name: is required"],
    [{ layers: { llm: { tools: [{ type: "function" }] } } }, "layers.llm.tools.0.function: is required"],
    [withTools({ name: "look at" }), `layers.llm.tools.0.function.name: ${toolName}`],
    [withTools({ name: "x".repeat(65) }), `layers.llm.tools.0.function.name: ${toolName}`],
    [
      withTools({ name: "look" }, { name: "find" }, { name: "look" }),
      "layers.llm.tools.2.function.name: look is the name of another tool; each has its own",
    ],
    [
      withTools({ name: "book", parameters: { properties: { when: { type: "date" } } } }),
      'layers.llm.tools.0.function.parameters.properties.when.type: must be one of "array", "boolean", "integer", "null", "number", "object", "string"',
    ],
    [
      { layers: { llm: { tools: [{ function: { name: "look" }, "x-repartee": { effect: "reads" } }] } } },
      'layers.llm.tools.0.x-repartee.effect: expected one of "read", "idempotent", "write"',
    ],
    [
      { layers: { llm: { tools: [{ function: { name: "look" }, "x-repartee": { timeout: 5 } }] } } },
      "layers.llm.tools.0.x-repartee: takes effect and timeout_ms only",
    ],
    [
      withTools(...Array.from({ length: 129 }, (_, index) => ({ name: `t${index}` }))),
      "layers.llm.tools: expected at most 128 items",
    ],
    [
      { layers: { conversational_flow: { turn_taking_patience: "endless" } } },
      'layers.conversational_flow.turn_taking_patience: expected one of "low", "medium", "high"',
    ],
  ])("P4 D9 a wrong field is refused by its name: %j", async (wrong, what) => {
    const { ask } = await openTestApp();
    expect(await ask("POST /v2/personas", { ...coach, ...JSON.parse(JSON.stringify(wrong)) })).toMatchObject({
      status: 400,
      body: { error: what, message: what },
    });
  });

  test("P3 P4 tools are taken as people write them, with what belongs to others", async () => {
    const { ask } = await openTestApp();
    const parameters = {
      type: "object",
      properties: { element: { type: "string", enum: ["a", "b"] } },
      required: ["element"],
    };
    const tools = [
      { type: "function", function: { name: "clickElement", description: "Clicks.", parameters, strict: true } },
      { type: "function", function: { name: "_now" }, "x-repartee": { effect: "read", timeout_ms: 0 }, tags: ["time"] },
    ];
    const made = await ask("POST /v2/personas", { ...coach, layers: { llm: { tools } } });
    expect(made.status).toBe(200);
    const { body } = await ask(`GET /v2/personas/${JSON.parse(made.text).persona_id}`);
    expect(body).toMatchObject({ layers: { llm: { tools } } });
  });

  test("D9 the wrong value is never repeated", async () => {
    const { ask } = await openTestApp();
    const refused = await ask("POST /v2/personas", {
      ...coach,
      layers: { llm: { api_key: ["hunter2"], headers: { a: "hunter2\n" } } },
    });
    expect(refused.status).toBe(400);
    expect(refused.text).not.toContain("hunter2");
  });

  test("P5 a model that is not hosted needs a base_url, and the refusal lists those that are", async () => {
    const { ask } = await openTestApp();
    expect(await ask("POST /v2/personas", { ...coach, layers: { llm: { model: "mine" } } })).toMatchObject({
      status: 400,
      body: {
        error: 'layers.llm.model: unknown model "mine"; hosted models are tavus-llama-4; for your own, set base_url',
      },
    });
    const llm = { model: "mine", base_url: "http://localhost:11434/v1" };
    expect(await ask("POST /v2/personas", { ...coach, layers: { llm } })).toMatchObject({ status: 200 });
  });

  test("P6 reading one is flat, with every field, and once more under data", async () => {
    const { ask } = await openTestApp();
    const id = textAt((await ask("POST /v2/personas", coach)).body, "persona_id");
    const flat = {
      persona_id: id,
      persona_name: "Coach",
      system_prompt: "Be kind.",
      pipeline_mode: null,
      context: null,
      default_replica_id: null,
      document_ids: [],
      document_tags: [],
      layers: {},
      persona_type: "user",
      created_at: "2026-11-20T00:00:00.000Z",
      updated_at: "2026-11-20T00:00:00.000Z",
    };
    expect(await ask(`GET /v2/personas/${id}`)).toMatchObject({ status: 200, body: { ...flat, data: [flat] } });
  });

  test("P6 what was read can be created again, under an id of its own", async () => {
    const { ask } = await openTestApp();
    const id = textAt((await ask("POST /v2/personas", coach)).body, "persona_id");
    const { body } = await ask(`GET /v2/personas/${id}`);
    const copy = textAt((await ask("POST /v2/personas", JSON.stringify(body))).body, "persona_id");
    expect(copy).not.toBe(id);
    expect((await ask(`GET /v2/personas/${copy}`)).body).toMatchObject({ ...coach, persona_id: copy });
  });

  test.each(["GET", "PATCH", "DELETE"])("P7 %s of an unknown id is a 400", async (verb) => {
    const { ask } = await openTestApp();
    const body = verb === "PATCH" ? [] : undefined;
    expect(await ask(`${verb} /v2/personas/p404`, body)).toMatchObject({
      status: 400,
      body: { error: "Invalid persona_id" },
    });
  });

  test("P8 D13 the list is newest first, in pages, and can be narrowed by type", async () => {
    const { ask } = await openTestApp();
    for (const name of ["one", "two", "three"]) await ask("POST /v2/personas", { ...coach, persona_name: name });
    const names = async (query: string): Promise<unknown> => {
      const { body } = await ask(`GET /v2/personas?${query}`);
      const { data, total_count } = body as { data: { persona_name: string }[]; total_count: number };
      return [total_count, ...data.map((persona) => persona.persona_name)];
    };
    expect(await names("persona_type=user&limit=2")).toEqual([3, "three", "two"]);
    expect(await names("persona_type=user&limit=2&page=2")).toEqual([3, "one"]);
    expect(await names("persona_type=system")).toEqual([1, "Rea"]);
    expect(await names("")).toEqual([4, "three", "two", "one", "Rea"]);
  });

  test.each([
    ["limit=0", "limit: expected a number of at least 1"],
    ["limit=101", "limit: expected a number of at most 100"],
    ["limit=ten", "limit: expected a whole number"],
    ["page=0", "page: expected a number of at least 1"],
    ["page=1.5", "page: expected a whole number"],
    ["persona_type=any", 'persona_type: expected one of "user", "system"'],
  ])("D13 a list cannot be asked for %s", async (query, what) => {
    const { ask } = await openTestApp();
    expect(await ask(`GET /v2/personas?${query}`)).toMatchObject({ status: 400, body: { error: what } });
  });

  test("P14 deleting answers 204 without a body, and it is unknown from then on", async () => {
    const { ask } = await openTestApp();
    const id = textAt((await ask("POST /v2/personas", coach)).body, "persona_id");
    expect(await ask(`DELETE /v2/personas/${id}`)).toMatchObject({ status: 204, text: "" });
    expect(await ask(`GET /v2/personas/${id}`)).toMatchObject({ status: 400 });
  });

  test.each(["PATCH", "DELETE"])("P15 %s leaves the stock persona alone", async (verb) => {
    const { ask } = await openTestApp();
    const what = `${STOCK} ships with Repartee and cannot be changed or deleted; create one of your own`;
    const body = verb === "PATCH" ? [] : undefined;
    expect(await ask(`${verb} /v2/personas/${STOCK}`, body)).toMatchObject({ status: 403, body: { error: what } });
  });
});

describe("/v2/pals", () => {
  test("P19 a PAL is a persona in other words, in both directions", async () => {
    const { ask } = await openTestApp();
    const body = {
      pal_name: "Coach",
      system_prompt: "Be kind.",
      default_face_id: "r1",
      layers: { conversational_flow: { pal_interruptibility: "low" } },
    };
    const created = await ask("POST /v2/pals", body);
    expect(created.body).toEqual({
      pal_id: expect.stringMatching(/^p/),
      pal_name: "Coach",
      created_at: expect.any(String),
    });
    const id = textAt(created.body, "pal_id");
    expect((await ask(`GET /v2/pals/${id}`)).body).toMatchObject({ ...body, pal_id: id, pal_type: "user" });
    expect((await ask(`GET /v2/personas/${id}`)).body).toMatchObject({
      persona_id: id,
      persona_name: "Coach",
      default_replica_id: "r1",
      layers: { conversational_flow: { replica_interruptibility: "low" } },
    });
  });

  test("P19 either words are taken at either path, in a patch too", async () => {
    const { ask } = await openTestApp();
    const id = textAt((await ask("POST /v2/pals", coach)).body, "pal_id");
    const patch = [
      { op: "test", path: "/pal_id", value: id },
      { op: "replace", path: "/pal_name", value: "One" },
      { op: "add", path: "/layers/conversational_flow", value: { pal_interruptibility: "high" } },
    ];
    expect((await ask(`PATCH /v2/pals/${id}`, patch)).body).toMatchObject({ pal_name: "One" });
    const back = [{ op: "replace", path: "/layers/conversational_flow/pal_interruptibility", value: "low" }];
    expect((await ask(`PATCH /v2/personas/${id}`, back)).body).toMatchObject({
      persona_name: "One",
      layers: { conversational_flow: { replica_interruptibility: "low" } },
    });
  });

  test("P19 a refusal uses the words of the path", async () => {
    const { ask } = await openTestApp();
    expect((await ask("GET /v2/pals/p404")).body).toEqual({ error: "Invalid pal_id" });
    expect((await ask("POST /v2/pals", { system_prompt: "x", pal_name: 1 })).body).toMatchObject({
      error: "pal_name: expected a string, got a number",
    });
  });
});
