import type { InboundFrame } from "@repartee/protocol";
import type { ConversationDirectory, ConversationRecord } from "../../ports/conversation-directory.ts";
import type { ConversationStore, JsonObject } from "../../ports/store.ts";

/** Conversations that are rows and nothing more; what is posted into them is remembered. */
export interface FakeDirectory extends ConversationDirectory {
  readonly frames: readonly { readonly conversationId: string; readonly frame: InboundFrame }[];
  /** The reasons they were ended for. */
  readonly endings: readonly string[];
  /** What is told of the turns of every conversation, by their number. */
  readonly turns: Map<number, JsonObject>;
}

export function createFakeDirectory(store: ConversationStore): FakeDirectory {
  const frames: { conversationId: string; frame: InboundFrame }[] = [];
  const endings: string[] = [];
  const turns = new Map<number, JsonObject>();
  let seq = 1;

  const end: ConversationDirectory["end"] = async (workspaceId, conversationId, reason) => {
    const row = await store.get(workspaceId, conversationId);
    if (row === undefined) return "unknown";
    if (row.status === "ended") return "already-ended";
    const claim = await store.claim(workspaceId, conversationId);
    seq += 1;
    const events = [{ seq, atMs: 5, type: "ended", body: { reason } }];
    await store.append({
      workspaceId,
      conversationId,
      epoch: claim?.epoch ?? 0,
      events,
      status: "ended",
      updatedAt: row.createdAt,
    });
    endings.push(reason);
    return "ended";
  };

  const record = async (workspaceId: string, conversationId: string): Promise<ConversationRecord | undefined> => {
    if ((await store.get(workspaceId, conversationId)) === undefined) return undefined;
    const stored = await store.events(workspaceId, conversationId, 0);
    const ended = stored.find((event) => event.type === "ended")?.body["reason"];
    const events: JsonObject[] = stored.map((event) => ({ event_type: `test.${event.type}`, timestamp: event.atMs }));
    const tokens = { in: 0, cached: 0, out: 0 };
    const usage = {
      turns: 0,
      calls: 0,
      tools: 0,
      tokens: { ...tokens, wasted: 0, wastedIn: 0 },
      summaries: { ...tokens, count: 0 },
      cost: undefined,
    };
    return { events, transcript: [], usage, ...(typeof ended === "string" ? { shutdownReason: ended } : {}) };
  };

  return {
    frames,
    endings,
    turns,
    end,
    record,
    turn: async (workspaceId, conversationId, turnIdx) => {
      if ((await store.get(workspaceId, conversationId)) === undefined) return { ok: false, reason: "unknown" };
      const told = turns.get(turnIdx);
      const newest = turns.size === 0 ? undefined : Math.max(...turns.keys());
      return told === undefined ? { ok: false, reason: "no-turn", newest } : { ok: true, turn: told };
    },
    create: async ({ workspaceId, conversationId, persona, body, createdAt }) => {
      const { personaId } = persona;
      const row = {
        workspaceId,
        conversationId,
        personaId,
        status: "active",
        body,
        createdAt,
        updatedAt: createdAt,
      } as const;
      await store.create(row, { seq: 1, atMs: 0, type: "created", body: {} });
      return row;
    },
    interact: async (workspaceId, conversationId, frame) => {
      const row = await store.get(workspaceId, conversationId);
      if (row === undefined) return { ok: false, reason: "unknown" };
      if (row.status === "ended") return { ok: false, reason: "ended" };
      frames.push({ conversationId, frame });
      return { ok: true };
    },
    delete: (workspaceId, conversationId) => store.delete(workspaceId, conversationId),
  };
}
