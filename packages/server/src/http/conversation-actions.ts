import { z } from "@hono/zod-openapi";
import { startConversation } from "./conversation-start.ts";
import { conversationSummary, conversationView, recordView } from "./conversation-view.ts";
import type { Answer } from "./door.ts";
import { readJsonObject } from "./json-body.ts";
import { parseOr400 } from "./parse.ts";
import type { AppParts } from "./parts.ts";
import { invalidId } from "./problem.ts";
import { pageQuery } from "./schemas/answer.ts";
import { wireBoolean } from "./schemas/value.ts";

type Asked = Parameters<Answer>[0];

/** What the doors of conversations do. */
export interface ConversationActions {
  readonly create: Answer;
  readonly list: Answer;
  readonly read: Answer;
  readonly end: Answer;
  readonly remove: Answer;
}

export const listQuery = pageQuery.extend({ status: z.enum(["active", "ended"]).optional() });
export const readQuery = z.object({ verbose: wireBoolean.optional().openapi({ type: "boolean" }) });

export function createConversationActions(parts: AppParts): ConversationActions {
  return {
    create: (context) => create(context, parts),
    list: (context) => list(context, parts),
    read: (context) => read(context, parts),
    end: async (context) => {
      const id = idOf(context);
      const outcome = await parts.conversations.end(context.get("workspaceId"), id, "end_conversation_endpoint_hit");
      if (outcome === "unknown") throw invalidId("conversation_id");
      return context.body(null, 200);
    },
    remove: async (context) => {
      const found = await parts.conversations.delete(context.get("workspaceId"), idOf(context));
      if (!found) throw invalidId("conversation_id");
      return context.body(null, 204);
    },
  };
}

async function create(context: Asked, parts: AppParts): Promise<Response> {
  const body = await readJsonObject(context.req.raw);
  const { row, meetingToken } = await startConversation(context.get("workspaceId"), body, parts);
  const token = meetingToken === undefined ? {} : { meeting_token: meetingToken };
  return context.json({ ...conversationSummary(row, parts.publicUrl()), ...token });
}

async function list(context: Asked, { store, publicUrl }: AppParts): Promise<Response> {
  const { limit, page, status } = parseOr400(listQuery, context.req.query());
  const request = status === undefined ? { limit, page } : { limit, page, status };
  const { rows, totalCount } = await store.conversations.list(context.get("workspaceId"), request);
  return context.json({ data: rows.map((row) => conversationView(row, publicUrl())), total_count: totalCount });
}

async function read(context: Asked, { store, conversations, publicUrl }: AppParts): Promise<Response> {
  const { verbose } = parseOr400(readQuery, context.req.query());
  const workspaceId = context.get("workspaceId");
  const row = await store.conversations.get(workspaceId, idOf(context));
  if (row === undefined) throw invalidId("conversation_id");
  const record = verbose === true ? await conversations.record(workspaceId, row.conversationId) : undefined;
  return context.json({ ...conversationView(row, publicUrl()), ...(record === undefined ? {} : recordView(record)) });
}

function idOf(context: Asked): string {
  return context.req.param("conversation_id") ?? "";
}
