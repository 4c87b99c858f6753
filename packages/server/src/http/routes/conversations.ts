import { z } from "@hono/zod-openapi";
import type { RouteConfig } from "@hono/zod-openapi";
import type { ConversationRecord } from "../../ports/conversation-directory.ts";
import type { JsonObject } from "../../ports/store.ts";
import { startConversation } from "../conversation-start.ts";
import { conversationSummary, conversationView } from "../conversation-view.ts";
import { openDoor } from "../door.ts";
import type { Answer, Door } from "../door.ts";
import { readJsonObject } from "../json-body.ts";
import { parseOr400 } from "../parse.ts";
import type { AppParts } from "../parts.ts";
import { invalidId } from "../problem.ts";
import { badRequest, json, listOf, notAuthorized, pageQuery, tooLarge } from "../schemas/answer.ts";
import { conversationAnswer, conversationCreated, createConversationBody } from "../schemas/conversation.ts";
import { wireBoolean } from "../schemas/value.ts";

const path = "/v2/conversations";
const one = `${path}/{conversation_id}`;
const params = z.object({ conversation_id: z.string() });
const listQuery = pageQuery.extend({ status: z.enum(["active", "ended"]).optional() });
const readQuery = z.object({ verbose: wireBoolean.optional().openapi({ type: "boolean" }) });
const refusals = { 400: badRequest, 401: notAuthorized };

/** `/v2/conversations`: their life over REST; what is said in them goes over the live channel. */
export function registerConversations(app: Door, parts: AppParts): void {
  const actions = createActions(parts);
  const door = (route: Omit<RouteConfig, "tags">, action: Answer): void =>
    openDoor(app, { ...route, tags: ["Conversations"] }, action);

  door(
    {
      method: "post",
      path,
      summary: "Start a conversation",
      request: { body: { content: { "application/json": { schema: createConversationBody } } } },
      responses: {
        200: json("It runs; with `test_mode` it has ended at once.", conversationCreated),
        ...refusals,
        413: tooLarge,
      },
    },
    actions.create,
  );
  door(
    {
      method: "get",
      path,
      summary: "List conversations, newest first",
      request: { query: listQuery },
      responses: { 200: json("One page.", listOf(conversationAnswer)), ...refusals },
    },
    actions.list,
  );
  door(
    {
      method: "get",
      path: one,
      summary: "Read a conversation",
      request: { params, query: readQuery },
      responses: { 200: json("It, as it is now.", conversationAnswer), ...refusals },
    },
    actions.read,
  );
  door(
    {
      method: "post",
      path: `${one}/end`,
      summary: "End a conversation",
      request: { params },
      responses: { 200: { description: "It has ended, now or before." }, ...refusals },
    },
    actions.end,
  );
  const query = z.object({ hard: wireBoolean.optional().openapi({ type: "boolean" }) });
  door(
    {
      method: "delete",
      path: one,
      summary: "Delete a conversation and all that was said in it",
      request: { params, query },
      responses: { 204: { description: "It is gone." }, ...refusals },
    },
    actions.remove,
  );
}

interface Actions {
  readonly create: Answer;
  readonly list: Answer;
  readonly read: Answer;
  readonly end: Answer;
  readonly remove: Answer;
}

type Asked = Parameters<Answer>[0];

function createActions(parts: AppParts): Actions {
  const { conversations, store, publicUrl } = parts;
  const idOf = (context: Asked): string => context.req.param("conversation_id") ?? "";

  return {
    create: async (context) => {
      const body = await readJsonObject(context.req.raw);
      const { row, meetingToken } = await startConversation(context.get("workspaceId"), body, parts);
      const token = meetingToken === undefined ? {} : { meeting_token: meetingToken };
      return context.json({ ...conversationSummary(row, publicUrl()), ...token });
    },
    list: async (context) => {
      const { limit, page, status } = parseOr400(listQuery, context.req.query());
      const request = status === undefined ? { limit, page } : { limit, page, status };
      const { rows, totalCount } = await store.conversations.list(context.get("workspaceId"), request);
      return context.json({ data: rows.map((row) => conversationView(row, publicUrl())), total_count: totalCount });
    },
    read: async (context) => {
      const { verbose } = parseOr400(readQuery, context.req.query());
      const workspaceId = context.get("workspaceId");
      const row = await store.conversations.get(workspaceId, idOf(context));
      if (row === undefined) throw invalidId("conversation_id");
      const record = verbose === true ? await conversations.record(workspaceId, row.conversationId) : undefined;
      return context.json({ ...conversationView(row, publicUrl()), ...toWire(record) });
    },
    end: async (context) => {
      const outcome = await conversations.end(
        context.get("workspaceId"),
        idOf(context),
        "end_conversation_endpoint_hit",
      );
      if (outcome === "unknown") throw invalidId("conversation_id");
      return context.body(null, 200);
    },
    remove: async (context) => {
      const found = await conversations.delete(context.get("workspaceId"), idOf(context));
      if (!found) throw invalidId("conversation_id");
      return context.body(null, 204);
    },
  };
}

function toWire(record: ConversationRecord | undefined): JsonObject {
  if (record === undefined) return {};
  const { events, transcript, shutdownReason } = record;
  return { events, transcript, ...(shutdownReason === undefined ? {} : { shutdown_reason: shutdownReason }) };
}
