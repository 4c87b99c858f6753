import { z } from "@hono/zod-openapi";
import { createConversationActions, listQuery, readQuery } from "../conversation-actions.ts";
import { openDoor } from "../door.ts";
import type { Door, DoorRoute } from "../door.ts";
import type { AppParts } from "../parts.ts";
import { badRequest, json, listOf, notAuthorized, tooLarge } from "../schemas/answer.ts";
import { conversationAnswer, conversationCreated, createConversationBody } from "../schemas/conversation.ts";
import { wireBoolean } from "../schemas/value.ts";

/** `/v2/conversations`: their life over REST; what is said in them goes over the live channel. */
export function registerConversations(app: Door, parts: AppParts): void {
  const tags = ["Conversations"];
  const actions = createConversationActions(parts);
  openDoor(app, { ...createRoute, tags }, actions.create);
  openDoor(app, { ...listRoute, tags }, actions.list);
  openDoor(app, { ...readRoute, tags }, actions.read);
  openDoor(app, { ...endRoute, tags }, actions.end);
  openDoor(app, { ...deleteRoute, tags }, actions.remove);
}

const path = "/v2/conversations";
const one = `${path}/{conversation_id}`;
const params = z.object({ conversation_id: z.string() });
const refusals = { 400: badRequest, 401: notAuthorized };

const createRoute: DoorRoute = {
  method: "post",
  path,
  summary: "Start a conversation",
  request: { body: { content: { "application/json": { schema: createConversationBody } } } },
  responses: {
    200: json("It runs; with `test_mode` it has ended at once.", conversationCreated),
    ...refusals,
    413: tooLarge,
  },
};

const listRoute: DoorRoute = {
  method: "get",
  path,
  summary: "List conversations, newest first",
  request: { query: listQuery },
  responses: { 200: json("One page.", listOf(conversationAnswer)), ...refusals },
};

const readRoute: DoorRoute = {
  method: "get",
  path: one,
  summary: "Read a conversation",
  request: { params, query: readQuery },
  responses: { 200: json("It, as it is now.", conversationAnswer), ...refusals },
};

const endRoute: DoorRoute = {
  method: "post",
  path: `${one}/end`,
  summary: "End a conversation",
  request: { params },
  responses: { 200: { description: "It has ended, now or before." }, ...refusals },
};

const deleteRoute: DoorRoute = {
  method: "delete",
  path: one,
  summary: "Delete a conversation and all that was said in it",
  request: { params, query: z.object({ hard: wireBoolean.optional().openapi({ type: "boolean" }) }) },
  responses: { 204: { description: "It is gone." }, ...refusals },
};
