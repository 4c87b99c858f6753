/** Conversations and their events in memory. */
import type { ConversationAppend, ConversationEvent, ConversationRow, ConversationStore } from "../../ports/store.ts";
import { assertRising, existsAlready, noConversation, seqConflict, staleOwner } from "../refusal.ts";
import { copyOf, Shelf, toPage } from "./shelf.ts";

interface Kept {
  readonly workspaceId: string;
  readonly createdAt: string;
  row: ConversationRow;
  epoch: number;
  seqHighWater: number;
  events: ConversationEvent[];
}

export function createMemoryConversations(assertOpen: () => void): ConversationStore {
  const shelf = new Shelf<Kept>();
  return {
    async create(row, first) {
      assertOpen();
      const { workspaceId, conversationId, createdAt } = row;
      if (shelf.get(workspaceId, conversationId) !== undefined) throw existsAlready("conversation", conversationId);
      const events = [copyOf(first)];
      shelf.set(conversationId, {
        workspaceId,
        createdAt,
        row: copyOf(row),
        epoch: 0,
        seqHighWater: first.seq,
        events,
      });
    },
    async get(workspaceId, conversationId) {
      assertOpen();
      const kept = shelf.get(workspaceId, conversationId);
      return kept && copyOf(kept.row);
    },
    async list(workspaceId, request) {
      assertOpen();
      const { status } = request;
      const matching = shelf
        .newestFirst(workspaceId)
        .filter(({ row }) => status === undefined || row.status === status);
      const page = toPage(matching, request);
      return { ...page, rows: page.rows.map((kept) => copyOf(kept.row)) };
    },
    async claim(workspaceId, conversationId) {
      assertOpen();
      const kept = shelf.get(workspaceId, conversationId);
      if (kept === undefined) return undefined;
      kept.epoch += 1;
      const { row, epoch, seqHighWater, events } = kept;
      return { row: copyOf(row), epoch, seqHighWater, events: events.map(copyOf) };
    },
    async append(request) {
      assertOpen();
      appendTo(shelf.get(request.workspaceId, request.conversationId), request);
    },
    async events(workspaceId, conversationId, afterSeq) {
      assertOpen();
      const kept = shelf.get(workspaceId, conversationId);
      return (kept?.events ?? []).filter((event) => event.seq > afterSeq).map(copyOf);
    },
    async delete(workspaceId, conversationId) {
      assertOpen();
      return shelf.delete(workspaceId, conversationId);
    },
  };
}

function appendTo(kept: Kept | undefined, request: ConversationAppend): void {
  const { conversationId, epoch, status, updatedAt } = request;
  assertRising(
    conversationId,
    request.events.map((event) => event.seq),
  );
  if (kept === undefined) throw noConversation(conversationId);
  if (kept.epoch !== epoch) throw staleOwner(conversationId, { given: epoch, stored: kept.epoch });
  const lastSeq = kept.events.at(-1)?.seq ?? 0;
  const first = request.events[0];
  if (first !== undefined && first.seq <= lastSeq) throw seqConflict(conversationId, lastSeq);
  const events = request.events.map(copyOf);
  kept.events.push(...events);
  kept.seqHighWater = Math.max(kept.seqHighWater, request.seqHighWater ?? 0, events.at(-1)?.seq ?? 0);
  kept.row = {
    ...kept.row,
    ...(status === undefined ? {} : { status }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}
