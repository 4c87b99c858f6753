import { pageOf, persona } from "@repartee/protocol";
import type { PatchOperation, Persona } from "@repartee/protocol";

import { expectAnswer } from "./expect-answer.ts";
import type { SendRequest } from "./http.ts";

/** Every call may be aborted. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface PageOptions extends CallOptions {
  readonly limit?: number;
  /** From 1. */
  readonly page?: number;
}

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly total_count: number;
}

/** The body of Create Persona; see the API's reference for its fields. */
export type PersonaBody = { readonly [field: string]: unknown };

/** Personas over REST. */
export interface PersonaCalls {
  create(body: PersonaBody, options?: CallOptions): Promise<Persona>;
  get(personaId: string, options?: CallOptions): Promise<Persona>;
  list(options?: PageOptions & { readonly persona_type?: "user" | "system" }): Promise<Page<Persona>>;
  /** Applies a JSON Patch (RFC 6902), all or nothing; whether anything changed. */
  patch(personaId: string, operations: readonly PatchOperation[], options?: CallOptions): Promise<boolean>;
  delete(personaId: string, options?: CallOptions): Promise<void>;
}

export function createPersonaCalls(send: SendRequest): PersonaCalls {
  const path = (personaId: string) => `/v2/personas/${encodeURIComponent(personaId)}`;
  return {
    async create(body, { signal } = {}) {
      const answer = await send({ method: "POST", path: "/v2/personas", body, signal });
      return expectAnswer(persona, answer.body);
    },
    async get(personaId, { signal } = {}) {
      return expectAnswer(persona, (await send({ method: "GET", path: path(personaId), signal })).body);
    },
    async list({ signal, ...query } = {}) {
      return expectAnswer(pageOf(persona), (await send({ method: "GET", path: "/v2/personas", query, signal })).body);
    },
    async patch(personaId, operations, { signal } = {}) {
      return (await send({ method: "PATCH", path: path(personaId), body: operations, signal })).status !== 304;
    },
    async delete(personaId, { signal } = {}) {
      await send({ method: "DELETE", path: path(personaId), signal });
    },
  };
}
