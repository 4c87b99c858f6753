/**
 * Everything that outlives the process, in the words of the domain.
 *
 * Every call names a workspace; one workspace never sees another's rows. Every method rejects with `StoreError`.
 * A method that resolves has made its change durable (fsync); one that rejects has changed nothing.
 */
export interface Store extends AsyncDisposable {
  readonly personas: PersonaStore;
  readonly conversations: ConversationStore;
  readonly keys: KeyStore;
  /** Resolves while the store can be written to; for `/readyz`. */
  check(): Promise<void>;
}

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface PersonaRow {
  readonly workspaceId: string;
  readonly personaId: string;
  /** `system` personas ship with the product and cannot be changed. */
  readonly kind: "user" | "system";
  /** The whole Create Persona body, unknown fields included; provider keys are already encrypted. */
  readonly body: JsonObject;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Rises with every change; a `replace` that names an older one is a `conflict`. */
  readonly revision: number;
}

export interface PageRequest {
  /** 1-based. */
  readonly page: number;
  readonly limit: number;
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly totalCount: number;
}

export interface PersonaStore {
  create(row: PersonaRow): Promise<void>;
  get(workspaceId: string, personaId: string): Promise<PersonaRow | undefined>;
  /** Newest first. */
  list(workspaceId: string, request: PageRequest & { readonly kind?: "user" | "system" }): Promise<Page<PersonaRow>>;
  /** Stores `row` where the stored revision is `row.revision - 1`; else `conflict`. */
  replace(row: PersonaRow): Promise<void>;
  /** Whether there was one. */
  delete(workspaceId: string, personaId: string): Promise<boolean>;
}

export interface ConversationRow {
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly personaId: string;
  readonly status: "active" | "ended";
  /** The whole Create Conversation body, unknown fields included. */
  readonly body: JsonObject;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One row of the append-only truth. */
export interface ConversationEvent {
  /** Rises within a conversation; gaps are normal. An append at or below the last one is a `conflict`. */
  readonly seq: number;
  /** Integer milliseconds since the conversation's start. */
  readonly atMs: number;
  /** `created`, `user`, `reply`, `context`, `tool-call`, `tool-result`, `ended`, …: the engine's `Entry["type"]`. */
  readonly type: string;
  readonly body: JsonObject;
}

/** What a new owner of a conversation is given. */
export interface ConversationClaim {
  readonly row: ConversationRow;
  /** This owner's epoch: higher than every earlier one. Appends with an older epoch fail as `stale-owner`. */
  readonly epoch: number;
  /** No `seq` above this was ever handed out. */
  readonly seqHighWater: number;
  readonly events: readonly ConversationEvent[];
}

export interface ConversationAppend {
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly epoch: number;
  readonly events: readonly ConversationEvent[];
  /** Changes the row in the same transaction. */
  readonly status?: "ended";
  /** The row's new `updatedAt`; without it that stays as it was. */
  readonly updatedAt?: string;
  /** Raises the high-water mark of `seq` in the same transaction; `events` may be empty then. */
  readonly seqHighWater?: number;
}

export interface ConversationStore {
  /** Stores the row and its first event together, with epoch 0. */
  create(row: ConversationRow, first: ConversationEvent): Promise<void>;
  get(workspaceId: string, conversationId: string): Promise<ConversationRow | undefined>;
  /** Newest first. */
  list(
    workspaceId: string,
    request: PageRequest & { readonly status?: "active" | "ended" },
  ): Promise<Page<ConversationRow>>;
  /** Raises the epoch and answers all that is known; undefined if there is no such conversation. */
  claim(workspaceId: string, conversationId: string): Promise<ConversationClaim | undefined>;
  /** All or nothing; many appends waiting at once share one fsync, in the order of the calls. */
  append(request: ConversationAppend): Promise<void>;
  /** Events with a `seq` above `afterSeq`, oldest first. */
  events(workspaceId: string, conversationId: string, afterSeq: number): Promise<readonly ConversationEvent[]>;
  /** Removes the conversation with its events; whether there was one. */
  delete(workspaceId: string, conversationId: string): Promise<boolean>;
}

export interface KeyRow {
  readonly workspaceId: string;
  readonly keyId: string;
  readonly name: string;
  /** SHA-256 of the key, hex. The key itself is nowhere. */
  readonly hash: string;
  readonly createdAt: string;
}

export interface KeyStore {
  create(row: KeyRow): Promise<void>;
  findByHash(hash: string): Promise<KeyRow | undefined>;
  list(workspaceId: string): Promise<readonly KeyRow[]>;
}

export type StoreErrorCode =
  | "unavailable"
  | "full"
  | "read-only"
  | "conflict"
  | "stale-owner"
  | "not-found"
  | "corrupt"
  | "closed";

/** What went wrong with the store, to what, and what to do. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  readonly retryable: boolean;

  constructor(
    code: StoreErrorCode,
    message: string,
    options: { readonly retryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}
