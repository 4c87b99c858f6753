import { z } from "@hono/zod-openapi";
import { httpUrl, longText, wireBoolean } from "./value.ts";

/** `layers.llm`: which model answers, and how it is asked. */
const headers = z.record(z.string(), z.string()).superRefine((given, context) => {
  for (const [name, value] of Object.entries(given)) {
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      context.addIssue({ code: "custom", path: [name], message: "expected the name of an HTTP header" });
    } else if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      context.addIssue({ code: "custom", path: [name], message: "expected a value that an HTTP header can carry" });
    }
  }
});

/** What only the server itself may decide about a request. */
const RESERVED = ["messages", "stream", "tools", "n"];

const extraBody = z.record(z.string(), z.unknown()).superRefine((given, context) => {
  for (const name of RESERVED.filter((reserved) => Object.hasOwn(given, reserved))) {
    context.addIssue({ code: "custom", path: [name], message: "cannot be set here; the server sets it itself" });
  }
});

const queryValue = z.union([z.string(), z.number(), z.boolean()], "expected a string").transform(String);

const toolName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, "expected a letter or _, then letters, digits or _, 64 characters at most");

const unknownHint = "takes effect and timeout_ms only";

/** An extension: what a call does to the world, and how long it may take. The model is not told. */
const toolHints = z
  .strictObject(
    {
      effect: z.enum(["read", "idempotent", "write"]).nullish().openapi({
        description: "`write` if not set. Only `read` tools may be called for a reply that is not committed.",
      }),
      timeout_ms: z.int().min(0).max(600_000).nullish().openapi({
        description: "How long a call may take; 30000 if not set, 0 where the tool gives no result.",
      }),
    },
    { error: ({ code }) => (code === "unrecognized_keys" ? unknownHint : undefined) },
  )
  .openapi("ToolHints", { description: "What Repartee does with calls of this tool (an extension)." });

const tool = z.looseObject({
  type: z.literal("function").nullish(),
  function: z.looseObject({
    name: toolName,
    description: longText.nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish().openapi({
      description: "A JSON Schema of an object; `$ref` within it only.",
    }),
  }),
  "x-repartee": toolHints.nullish(),
});

const tools = z
  .array(tool)
  .max(128)
  .superRefine((given, context) => {
    const names = new Set<string>();
    for (const [index, { function: called }] of given.entries()) {
      const path = [index, "function", "name"];
      const message = `${called.name} is the name of another tool; each has its own`;
      if (names.has(called.name)) context.addIssue({ code: "custom", path, message });
      names.add(called.name);
    }
  });

const milliseconds = z.int().min(100).max(600_000).nullish();

const unknownTimeout = "takes connect_ms, first_token_ms and between_tokens_ms only";

/** An extension: how long the model is waited for. */
const timeouts = z
  .strictObject(
    {
      connect_ms: milliseconds.openapi({ description: "For a connection; 2000 if not set." }),
      first_token_ms: milliseconds.openapi({ description: "To the first useful token; 10000 if not set." }),
      between_tokens_ms: milliseconds.openapi({ description: "From one token to the next; 5000 if not set." }),
    },
    { error: ({ code }) => (code === "unrecognized_keys" ? unknownTimeout : undefined) },
  )
  .openapi("LlmTimeouts", { description: "Time limits in milliseconds, from 100 to 600000 (an extension)." });

const unknownContext = "takes policy, window, soft_limit and summary_model only";

const tokens = z.int().max(10_000_000);

/** An extension: what the model is sent, and what happens where that is too much. */
const context = z
  .strictObject(
    {
      policy: z
        .enum(["trim", "summarize", "error"])
        .nullish()
        .openapi({ description: "`trim` if not set: the oldest turns go. See docs/context.md." }),
      window: tokens
        .min(2000)
        .nullish()
        .openapi({ description: "Tokens that the model holds; of a hosted one, at most its own." }),
      soft_limit: tokens
        .min(500)
        .nullish()
        .openapi({ description: "Tokens above which the client is warned, and `summarize` begins." }),
      summary_model: z
        .string()
        .min(1)
        .max(256)
        .nullish()
        .openapi({ description: "Summarises in place of the model that answers." }),
    },
    { error: ({ code }) => (code === "unrecognized_keys" ? unknownContext : undefined) },
  )
  .superRefine(({ window, soft_limit: soft }, check) => {
    if (typeof window !== "number" || typeof soft !== "number" || soft <= window) return;
    check.addIssue({ code: "custom", path: ["soft_limit"], message: `expected at most window (${window})` });
  })
  .openapi("LlmContext", { description: "The context and its limits, in tokens (an extension)." });

export const llmLayer = z
  .looseObject({
    model: z.string().min(1).max(256).nullish().openapi({ description: "A hosted name, or any name with `base_url`." }),
    base_url: httpUrl
      .nullish()
      .openapi({ description: "Of an OpenAI-compatible server, without `/chat/completions`." }),
    api_key: z
      .string()
      .max(10_000)
      .nullish()
      .openapi({ description: "Encrypted at rest, and masked in every answer." }),
    speculative_inference: wireBoolean.nullish(),
    speculation: z.enum(["off", "conservative", "balanced", "eager"]).nullish().openapi({
      description:
        "How much is spent on answering sooner (an extension). `balanced` where it is left out; `speculative_inference: false` is `off`.",
    }),
    tools: tools.nullish(),
    headers: headers.nullish(),
    default_query: z.record(z.string(), queryValue.openapi({ type: "string" })).nullish(),
    extra_body: extraBody.nullish(),
    timeouts: timeouts.nullish(),
    context: context.nullish(),
  })
  .openapi("LlmLayer");
