/** The port over named SQL operations, wherever they are carried out. */
import type { ConversationStore, KeyStore, PersonaStore, Store } from "../../ports/store.ts";
import { pageOffset } from "../refusal.ts";
import type { Call } from "./operations.ts";
import * as record from "./record.ts";

export function createSqlStore(call: Call, close: () => Promise<void>): Store {
  return {
    personas: createPersonas(call),
    conversations: createConversations(call),
    keys: createKeys(call),
    check: async () => call("check", null),
    [Symbol.asyncDispose]: close,
  };
}

function createPersonas(call: Call): PersonaStore {
  return {
    create: async (row) => call("persona-create", record.toPersonaRecord(row)),
    async get(workspaceId, personaId) {
      const found = await call("persona-get", { workspaceId, personaId });
      return found && record.fromPersonaRecord(found);
    },
    async list(workspaceId, request) {
      const { page: _page, ...filter } = request;
      const found = await call("persona-list", { workspaceId, ...filter, offset: pageOffset(request) });
      return { rows: found.records.map(record.fromPersonaRecord), totalCount: found.totalCount };
    },
    replace: async (row) => call("persona-replace", record.toPersonaRecord(row)),
    delete: async (workspaceId, personaId) => call("persona-delete", { workspaceId, personaId }),
  };
}

function createConversations(call: Call): ConversationStore {
  return {
    create: async (row, first) =>
      call("conversation-create", { record: record.toConversationRecord(row), first: record.toEventRecord(first) }),
    async get(workspaceId, conversationId) {
      const found = await call("conversation-get", { workspaceId, conversationId });
      return found && record.fromConversationRecord(found);
    },
    async list(workspaceId, request) {
      const { page: _page, ...filter } = request;
      const found = await call("conversation-list", { workspaceId, ...filter, offset: pageOffset(request) });
      return { rows: found.records.map(record.fromConversationRecord), totalCount: found.totalCount };
    },
    async claim(workspaceId, conversationId) {
      const claimed = await call("conversation-claim", { workspaceId, conversationId });
      if (claimed === undefined) return undefined;
      const { record: found, epoch, seqHighWater, events } = claimed;
      return {
        row: record.fromConversationRecord(found),
        epoch,
        seqHighWater,
        events: events.map(record.fromEventRecord),
      };
    },
    append: async (request) => call("event-append", { ...request, events: request.events.map(record.toEventRecord) }),
    async events(workspaceId, conversationId, afterSeq) {
      const found = await call("event-list", { workspaceId, conversationId, afterSeq });
      return found.map(record.fromEventRecord);
    },
    delete: async (workspaceId, conversationId) => call("conversation-delete", { workspaceId, conversationId }),
  };
}

function createKeys(call: Call): KeyStore {
  return {
    create: async (row) => call("key-create", record.toKeyRecord(row)),
    async findByHash(hash) {
      const found = await call("key-find", hash);
      return found && record.fromKeyRecord(found);
    },
    async list(workspaceId) {
      const found = await call("key-list", workspaceId);
      return found.map(record.fromKeyRecord);
    },
  };
}
