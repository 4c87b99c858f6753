import { z } from "@hono/zod-openapi";
import { longText, shortText } from "./value.ts";

/** The request and the answers of `/v1`, as OpenAI has them. Members that are not named here are taken as they come. */

const part = z
  .looseObject({ type: shortText })
  .openapi({ description: "`text`, or `image_url` where the model sees." });
const content = z.union([longText, z.array(part)], "expected a string, or an array of parts");

const toolCall = z.looseObject({
  id: shortText,
  type: z.literal("function").nullish(),
  function: z.looseObject({ name: z.string().min(1).max(256), arguments: longText }),
});

const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool"]),
  content: content.nullish(),
  name: shortText.nullish(),
  tool_calls: z.array(toolCall).max(128).nullish(),
  tool_call_id: shortText.nullish(),
});

const tool = z.looseObject({
  type: z.literal("function"),
  function: z.looseObject({
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, "expected 1 to 64 letters, digits, _ or -"),
    description: longText.nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
    strict: z.boolean().nullish(),
  }),
});

const toolChoice = z.union(
  [z.enum(["none", "auto", "required"]), z.looseObject({ type: shortText })],
  'expected "none", "auto", "required", or an object that names a function',
);

const responseFormat = z.looseObject({ type: shortText });
const penalty = z.number().min(-2).max(2);
const tokenCount = z.int().min(1);

export const chatCompletionRequest = z
  .looseObject({
    model: z.string().min(1).max(1_000).openapi({ description: "A hosted name, an alias of one, or `persona:<id>`." }),
    messages: z.array(message).min(1),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
    tools: z.array(tool).max(128).nullish().openapi({ description: "Added to those of the persona." }),
    tool_choice: toolChoice.nullish(),
    parallel_tool_calls: z.boolean().nullish(),
    response_format: responseFormat.nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
    presence_penalty: penalty.nullish(),
    frequency_penalty: penalty.nullish(),
    max_tokens: tokenCount.nullish(),
    max_completion_tokens: tokenCount.nullish(),
    stop: z.union([z.string(), z.array(z.string())], "expected a string, or an array of strings").nullish(),
    seed: z.int().nullish(),
    n: z.literal(1, "expected 1: one answer is all that this door gives").nullish(),
    user: z.string().nullish(),
  })
  .openapi("ChatCompletionRequest");

export type ChatCompletionRequest = z.infer<typeof chatCompletionRequest>;
export type WireMessage = ChatCompletionRequest["messages"][number];

const usage = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  prompt_tokens_details: z.object({ cached_tokens: z.int() }),
});

const answerMessage = z.object({
  role: z.literal("assistant"),
  content: z.string().nullable(),
  reasoning_content: z.string().optional(),
  tool_calls: z.array(toolCall).optional(),
  refusal: z.null(),
});

export const chatCompletion = z
  .object({
    id: z.string(),
    object: z.literal("chat.completion"),
    created: z.int(),
    model: z.string(),
    choices: z.array(z.object({ index: z.literal(0), message: answerMessage, finish_reason: z.string() })),
    usage,
  })
  .openapi("ChatCompletion");

export const servedModel = z
  .object({ id: z.string(), object: z.literal("model"), created: z.int(), owned_by: z.string() })
  .openapi("ServedModel");

export const servedModels = z.object({ object: z.literal("list"), data: z.array(servedModel) }).openapi("ServedModels");

export const openAiError = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable(),
      code: z.string().nullable(),
    }),
  })
  .openapi("OpenAiError", { description: "What happened, to what, and what to do, in the shape of OpenAI's errors." });
