import type { ConversationRecord, ConversationUsage } from "../ports/conversation-directory.ts";
import type { ConversationRow, Json, JsonObject } from "../ports/store.ts";

/** A conversation as the API shows it: always the same keys, in the words of both vocabularies where it was made in the newer. */
export function conversationView(row: ConversationRow, publicUrl: string): JsonObject {
  const { body } = row;
  const replica = textOrNull(body["replica_id"]) ?? textOrNull(body["face_id"]);
  return {
    ...conversationSummary(row, publicUrl),
    replica_id: replica,
    persona_id: row.personaId,
    ...(Object.hasOwn(body, "face_id") ? { face_id: replica } : {}),
    ...(Object.hasOwn(body, "pal_id") ? { pal_id: row.personaId } : {}),
    updated_at: row.updatedAt,
  };
}

/** What creating one answers. */
export function conversationSummary(row: ConversationRow, publicUrl: string): JsonObject {
  return {
    conversation_id: row.conversationId,
    conversation_name: textOrNull(row.body["conversation_name"]),
    conversation_url: `${publicUrl}/c/${row.conversationId}`,
    status: row.status,
    callback_url: textOrNull(row.body["callback_url"]),
    created_at: row.createdAt,
  };
}

/** What `verbose=true` adds. */
export function recordView(record: ConversationRecord): JsonObject {
  const { events, transcript, usage, shutdownReason } = record;
  const shutdown = shutdownReason === undefined ? {} : { shutdown_reason: shutdownReason };
  return { events, transcript, usage: usageView(usage), ...shutdown };
}

function usageView({ tokens, cost, ...counts }: ConversationUsage): JsonObject {
  const { wastedIn, ...told } = tokens;
  const { turns, calls, tools, summaries } = counts;
  const { count, in: sent, cached, out } = summaries;
  return {
    turns,
    calls,
    tools,
    tokens: { ...told, wasted_in: wastedIn },
    summaries: { count, in: sent, cached, out },
    cost: cost ?? null,
  };
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}
