import { describe, expect, test } from "vitest";
import { toPersonaBody } from "./persona-body.ts";
import { emptyFields, toFields } from "./persona-fields.ts";
import { toPatch } from "./persona-patch.ts";

const mara = {
  persona_id: "p1",
  persona_name: "Mara",
  system_prompt: "You are a host.",
  layers: {
    llm: { model: "llama", base_url: "http://127.0.0.1:1/v1", api_key: "********", tools: [{ type: "function" }] },
    tts: { tts_engine: "cartesia" },
  },
};

describe("a patch of a persona", () => {
  test("says nothing where the form says what is stored", () => {
    expect(toPatch(mara, toFields(mara))).toEqual([]);
  });

  test("says what changed, and nothing about what the form does not know", () => {
    const fields = { ...toFields(mara), systemPrompt: "You are a waiter.", extraBody: '{"temperature": 0.4}' };
    expect(toPatch(mara, fields)).toEqual([
      { op: "add", path: "/system_prompt", value: "You are a waiter." },
      { op: "add", path: "/layers/llm/extra_body", value: { temperature: 0.4 } },
    ]);
  });

  test("makes the layer that is not there before it says something in it, once", () => {
    const bare = { persona_id: "p1", persona_name: "Rea" };
    const fields = { ...toFields(bare), patience: "low", interruptibility: "high" } as const;
    expect(toPatch(bare, fields)).toEqual([
      { op: "add", path: "/layers", value: {} },
      { op: "add", path: "/layers/conversational_flow", value: {} },
      { op: "add", path: "/layers/conversational_flow/turn_taking_patience", value: "low" },
      { op: "add", path: "/layers/conversational_flow/replica_interruptibility", value: "high" },
    ]);
  });

  test("a hosted model takes the address and the key of one's own away", () => {
    const fields = { ...toFields(mara), modelKind: "hosted", hostedModel: "tavus-gpt-4o" } as const;
    expect(toPatch(mara, fields)).toEqual([
      { op: "add", path: "/layers/llm/model", value: "tavus-gpt-4o" },
      { op: "remove", path: "/layers/llm/base_url" },
      { op: "remove", path: "/layers/llm/api_key" },
    ]);
  });

  test("a secret that was not touched is not sent, not even as its mask", () => {
    const paths = toPatch(mara, { ...toFields(mara), customModel: "gemma" }).map(({ path }) => path);
    expect(paths).toEqual(["/layers/llm/model"]);
  });
});

describe("what the form has no fields for", () => {
  const beside = {
    context: { policy: "summarize", soft_limit: 12_000 },
    timeouts: { first_token_ms: 4_000 },
    speculation: { mode: "eager" },
    tools: [{ type: "function", function: { name: "find_table" } }],
  };
  const vera = { ...mara, layers: { ...mara.layers, llm: { ...mara.layers.llm, ...beside } } };

  test("survives a patch: nothing is said of it, whatever else changes", () => {
    const fields = { ...toFields(vera), modelKind: "hosted", hostedModel: "tavus-gpt-4o", speculative: false } as const;
    const paths = toPatch(vera, fields).map(({ path }) => path);
    expect(paths).not.toEqual([]);
    expect(paths.filter((path) => Object.keys(beside).some((name) => path.includes(name)))).toEqual([]);
  });

  test("survives a copy", () => {
    const body = toPersonaBody({ ...toFields(vera), name: "Vera 2" }, { layers: vera.layers });
    expect(body["layers"]).toMatchObject({ llm: beside });
  });
});

describe("the body of a new persona", () => {
  test("has only what its author chose", () => {
    expect(toPersonaBody({ ...emptyFields, name: "Mara", systemPrompt: "You are a host." })).toEqual({
      persona_name: "Mara",
      system_prompt: "You are a host.",
    });
  });

  test("a copy keeps what the form does not know", () => {
    const body = toPersonaBody({ ...toFields(mara), speculative: false }, { layers: mara.layers });
    expect(body["layers"]).toEqual({
      llm: { ...mara.layers.llm, speculative_inference: false },
      tts: { tts_engine: "cartesia" },
    });
  });
});
