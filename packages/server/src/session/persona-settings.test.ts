import { describe, expect, test } from "vitest";
import type { Json } from "../ports/store.ts";
import { toSettings } from "./persona-settings.ts";

const plain = toSettings({}, {});

describe("what the engine is told of a persona", () => {
  test("R27 an empty persona has the defaults: speculation on, everything medium, no greeting, no tools", () => {
    expect(plain).toEqual({
      systemPrompt: "",
      personaContext: "",
      conversationalContext: "",
      tools: [],
      greeting: undefined,
      pipeline: "full",
      speculation: "balanced",
      patience: "medium",
      interruptibility: "medium",
      contextLimit: { hard: 32_000, soft: 25_000, reserve: 1_000, policy: "trim" },
    });
  });

  test("R27 the fields of a persona and of a conversation arrive where they belong", () => {
    const settings = toSettings(
      {
        system_prompt: "You are Mara.",
        context: "A shop.",
        greeting: "Hello.",
        pipeline_mode: "echo",
        layers: {
          llm: { base_url: "http://127.0.0.1:1/v1", speculative_inference: false },
          conversational_flow: { turn_taking_patience: "high", replica_interruptibility: "low" },
        },
      },
      { conversational_context: "Day two.", custom_greeting: "Welcome back." },
    );
    expect(settings).toMatchObject({
      systemPrompt: "You are Mara.",
      personaContext: "A shop.",
      conversationalContext: "Day two.",
      greeting: "Welcome back.",
      pipeline: "echo",
      speculation: "off",
      patience: "high",
      interruptibility: "low",
      contextLimit: { hard: 128_000 },
    });
  });

  test("R27 the old and the new word for the agent mean the same; the old one wins where both are there", () => {
    const flow = (conversational_flow: Record<string, string>) =>
      toSettings({ layers: { conversational_flow } }, {}).interruptibility;
    expect(flow({ pal_interruptibility: "high" })).toBe("high");
    expect(flow({ pal_interruptibility: "high", replica_interruptibility: "low" })).toBe("low");
  });

  test.each([
    [true, undefined, "balanced"],
    [false, undefined, "off"],
    ["true", "eager", "eager"],
    ["false", "eager", "off"],
    ["perhaps", "conservative", "conservative"],
    [null, "balanced", "balanced"],
    [null, "off", "off"],
    [0, "reckless", "balanced"],
  ])("R27 speculative_inference %j with speculation %j means %s", (given, mode, speculation) => {
    const llm = { speculative_inference: given, ...(mode === undefined ? {} : { speculation: mode }) };
    expect(toSettings({ layers: { llm } }, {}).speculation).toBe(speculation);
  });

  test.each([
    [{}, { properties: { language: "english" } }, "english"],
    [{ languages: ["de"] }, {}, "de"],
    [{ languages: ["de", "en"] }, {}, undefined],
    [{ languages: ["de"] }, { properties: { language: "multilingual" } }, "multilingual"],
  ])("R27 the language of %j with %j is %s", (persona, conversation, language) => {
    expect(toSettings(persona, conversation).language).toBe(language);
  });

  test("R27 what is no tool is left out, and what is no text is no text", () => {
    const tools = [
      { type: "function", function: { name: "look", description: "Looks", parameters: { type: "object" } } },
      { type: "function", function: { name: "" } },
      { type: "function", function: { name: "bare", description: 7, parameters: "none" } },
      "look",
      null,
    ];
    const settings = toSettings({ system_prompt: 7, layers: { llm: { tools } } }, {});
    expect(settings.systemPrompt).toBe("");
    expect(settings.tools).toEqual([
      { name: "look", description: "Looks", parameters: { type: "object" } },
      { name: "bare" },
    ]);
  });

  test("R27 what a tool says of its calls is for the engine; what it says wrongly is as good as not said", () => {
    const tool = (hints: Json): Json => ({ type: "function", function: { name: "t" }, "x-repartee": hints });
    const tools = [{ effect: "read", timeout_ms: 0 }, { effect: "write" }, { effect: 7, timeout_ms: -1 }, "read"];
    const settings = toSettings({ layers: { llm: { tools: tools.map(tool) } } }, {});
    expect(settings.tools).toEqual([
      { name: "t", effect: "read", timeoutMs: 0 },
      ...[1, 2, 3].map(() => ({ name: "t" })),
    ]);
  });

  test("R27 layers that are not objects are as good as none", () => {
    expect(toSettings({ layers: "none" }, {})).toEqual(plain);
    expect(toSettings({ layers: { llm: [], conversational_flow: null } }, {})).toEqual(plain);
  });
});
