import { conversation, flightRecord, pageOf, verboseConversation } from "@repartee/protocol";
import type { Conversation, FlightRecord, VerboseConversation } from "@repartee/protocol";

import { expectAnswer } from "./expect-answer.ts";
import type { SendRequest } from "./http.ts";
import type { CallOptions, Page, PageOptions } from "./personas.ts";

/** The body of Create Conversation; see the API's reference for its fields. */
export type ConversationBody = { readonly [field: string]: unknown };

/** Conversations over REST. */
export interface ConversationCalls {
  create(body: ConversationBody, options?: CallOptions): Promise<Conversation>;
  get(conversationId: string, options?: CallOptions): Promise<Conversation>;
  /** With every event and utterance so far. */
  getVerbose(conversationId: string, options?: CallOptions): Promise<VerboseConversation>;
  /** Why one turn went as it did, also while it goes on; 404 where there is none of this number. */
  getTurn(conversationId: string, turnIdx: number, options?: CallOptions): Promise<FlightRecord>;
  list(options?: PageOptions & { readonly status?: "active" | "ended" }): Promise<Page<Conversation>>;
  end(conversationId: string, options?: CallOptions): Promise<void>;
  /** `hard` deletes what it left behind as well. */
  delete(conversationId: string, options?: CallOptions & { readonly hard?: boolean }): Promise<void>;
}

export function createConversationCalls(send: SendRequest): ConversationCalls {
  const root = "/v2/conversations";
  const path = (conversationId: string) => `${root}/${encodeURIComponent(conversationId)}`;
  return {
    async create(body, { signal } = {}) {
      return expectAnswer(conversation, (await send({ method: "POST", path: root, body, signal })).body);
    },
    async get(conversationId, { signal } = {}) {
      return expectAnswer(conversation, (await send({ method: "GET", path: path(conversationId), signal })).body);
    },
    async getVerbose(conversationId, { signal } = {}) {
      const request = { method: "GET", path: path(conversationId), query: { verbose: true }, signal } as const;
      return expectAnswer(verboseConversation, (await send(request)).body);
    },
    async getTurn(conversationId, turnIdx, { signal } = {}) {
      const request = { method: "GET", path: `${path(conversationId)}/turns/${turnIdx}`, signal } as const;
      return expectAnswer(flightRecord, (await send(request)).body);
    },
    async list({ signal, ...query } = {}) {
      return expectAnswer(pageOf(conversation), (await send({ method: "GET", path: root, query, signal })).body);
    },
    async end(conversationId, { signal } = {}) {
      await send({ method: "POST", path: `${path(conversationId)}/end`, signal });
    },
    async delete(conversationId, { signal, hard } = {}) {
      await send({ method: "DELETE", path: path(conversationId), query: { hard }, signal });
    },
  };
}
