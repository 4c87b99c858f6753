import { z } from "@hono/zod-openapi";
import type { Door, DoorRoute } from "../door.ts";
import { json } from "../schemas/answer.ts";
import {
  chatCompletion,
  chatCompletionRequest,
  openAiError,
  servedModel,
  servedModels,
} from "../schemas/chat-completion.ts";

/** Describes `/v1`. It is answered before this app is asked (`openai/door.ts`): its tokens pay for every layer. */
export function describeOpenAi(app: Door): void {
  const tags = ["OpenAI"];
  const security = [{ bearer: [] }, { apiKey: [] }];
  for (const route of [completions, models, model]) app.openAPIRegistry.registerPath({ ...route, tags, security });
}

const refused = (description: string) => json(description, openAiError);
const refusals = { 401: refused("No valid key, as `Authorization: Bearer` or `x-api-key`.") };

const completions: DoorRoute = {
  method: "post",
  path: "/v1/chat/completions",
  summary: "Let a hosted model or a persona answer",
  request: {
    headers: z.object({ "conversation-id": z.string().max(256).optional() }),
    body: { content: { "application/json": { schema: chatCompletionRequest } } },
  },
  responses: {
    200: {
      description: "The whole answer; with `stream`, chunks as server-sent events, and `[DONE]` behind a whole one.",
      content: {
        "application/json": { schema: chatCompletion },
        "text/event-stream": { schema: z.string() },
      },
    },
    400: refused("A field is wrong, or the messages are over the model's context window."),
    ...refusals,
    404: refused("There is no such model."),
    413: refused("The body is larger than this door takes."),
    429: refused("The upstream asks to wait."),
    502: refused("The upstream failed before it said anything."),
    504: refused("The upstream said nothing in time."),
  },
};

const models: DoorRoute = {
  method: "get",
  path: "/v1/models",
  summary: "List hosted models, their aliases and personas",
  responses: { 200: json("All of them.", servedModels), ...refusals },
};

const model: DoorRoute = {
  method: "get",
  path: "/v1/models/{model}",
  summary: "Read one model",
  request: { params: z.object({ model: z.string() }) },
  responses: { 200: json("It.", servedModel), ...refusals, 404: refused("There is no such model.") },
};
