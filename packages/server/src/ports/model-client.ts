import type { ChatMessage, ToolDefinition } from "@repartee/engine";

/** Streams one generation from an upstream. The only thing the session knows about models. */
export interface ModelClient {
  /**
   * Yields the parts of one generation as they arrive.
   *
   * Exactly one end: a `finish` part (the last one) or a thrown `ModelError`. A stream that ends without
   * saying that it finished throws `truncated`. Leaving the loop, or aborting `signal`, closes the upstream's
   * socket at once; an abort throws `ModelError("aborted")`.
   */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelPart>;
  /** Opens a connection to an upstream that has none waiting, so that its next generation need not shake hands first. */
  prepare?(upstream: Upstream): void;
}

export interface ModelRequest {
  readonly upstream: Upstream;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** What the user has heard of the answer already: it goes on behind these words. */
  readonly continueFrom?: string;
  /**
   * Nobody hears a part before the end, so an upstream that breaks off may be left for another. Of several texts in a row
   * one part may be made.
   */
  readonly whole?: boolean;
  /** Sent as the `conversation-id` header. */
  readonly conversationId: string;
  /** Of this request alone, at the top level of the body; wins over `extraBody` and is bound by the same. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** W3C trace context; sent as a header where traces are on. */
  readonly traceparent?: string;
}

/** A message, and what else stands in it on the wire: a `content` of parts, with images for example, or a `name`. */
export type ModelMessage = ChatMessage & { readonly extra?: Readonly<Record<string, unknown>> };

/** A function tool; `strict` as its schema's owner wants it. */
export type ModelTool = ToolDefinition & { readonly strict?: boolean };

/** Where a generation is sent, resolved from a persona's LLM layer or from the registry of hosted models. */
export interface Upstream {
  /** The name people know it by: `tavus-llama-4`, or the custom model's name. */
  readonly name: string;
  readonly kind: "openai" | "stand-in";
  /** Chosen by the operator, not by a persona: it may have a private address. */
  readonly operator?: boolean;
  /** The `model` of the request. */
  readonly model: string;
  /** With a version prefix and without the route; absent for the stand-in. */
  readonly baseUrl?: string;
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly defaultQuery?: Readonly<Record<string, string>>;
  /** Merged at the top level of the body; cannot change `messages`, `stream`, `tools` or `n`. */
  readonly extraBody?: Readonly<Record<string, unknown>>;
  readonly timeouts: ModelTimeouts;
  /** To the first useful part where another upstream could still answer in its place; 2.5 s where it is absent. */
  readonly hurryMs?: number;
  readonly capabilities?: Capabilities;
  /** More servers of the same name, in the operator's order: any of them may answer. */
  readonly others?: readonly Upstream[];
  /** Where it is known. */
  readonly price?: ModelPrice;
  /** Other names, in order, that answer when no server of this one does; each may have `others` of its own. */
  readonly fallbacks?: readonly Upstream[];
}

/** Per million tokens, in the operator's currency. */
export interface ModelPrice {
  readonly in: number;
  readonly cached: number;
  readonly out: number;
}

/** What an upstream can do. What is absent is not known: the most is assumed, and learned from its refusal. */
export interface Capabilities {
  /** Where messages of the system may stand; with `user` there are none, and their text goes into the user's. */
  readonly systemMessages?: "anywhere" | "first" | "user";
  /** Whether it may be asked to count its tokens. */
  readonly usage?: "ask" | "never";
  readonly tools?: boolean;
  /** Goes on with a last message of the assistant in place of beginning another; `prefix`: where it is marked as one. */
  readonly prefixContinuation?: boolean | "prefix";
  /** Remembers the beginning of a request, so that a conversation is answered sooner where it was answered last. */
  readonly prefixCache?: boolean;
  /** Takes images. */
  readonly vision?: boolean;
}

export interface ModelTimeouts {
  readonly connectMs: number;
  /** To the first *useful* part: headers, keep-alive comments and a role-only chunk do not count. */
  readonly firstPartMs: number;
  readonly betweenPartsMs: number;
}

export type ModelPart =
  /** Who answers; once, before the first useful part. `name` is the hosted name, `via` a host with its port. */
  | {
      readonly type: "served";
      readonly name: string;
      readonly model: string;
      readonly via: string;
      readonly price?: ModelPrice;
    }
  /** Something that people should know while they wait, or of the answer; it is no part of the answer. */
  | ModelNotice
  | { readonly type: "text-delta"; readonly text: string }
  /** Thinking that is not speech; kept apart. */
  | { readonly type: "reasoning-delta"; readonly text: string }
  /** A whole call, assembled from its fragments; `arguments` is the JSON text as the model wrote it. */
  | { readonly type: "tool-call"; readonly id: string; readonly name: string; readonly arguments: string }
  | { readonly type: "usage"; readonly usage: ModelUsage }
  | { readonly type: "finish"; readonly reason: string };

export interface ModelNotice {
  readonly type: "notice";
  readonly code: ModelNoticeCode;
  readonly message: string;
}

/** The codes of `conversation.warning` that a model can cause. */
export type ModelNoticeCode = "fallback" | "model_loading" | "tool_unsupported" | "notice";

/** Tokens as the upstream counts them. */
export interface ModelUsage {
  readonly in: number;
  readonly cached: number;
  readonly out: number;
}

export type ModelErrorCode =
  | "aborted"
  | "unreachable"
  | "connect-timeout"
  | "first-part-timeout"
  | "stalled"
  | "unauthorized"
  | "not-found"
  | "rate-limited"
  | "bad-request"
  | "upstream-error"
  | "not-a-stream"
  | "malformed"
  | "truncated"
  | "blocked-address";

/** A generation that failed, in the upstream's own words where it has any, never with its key. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly code: ModelErrorCode;
  readonly retryable: boolean;
  /** The name and address of the upstream, for people. */
  readonly upstream: string;
  readonly status: number | undefined;
  /** The upstream's own words, without secrets, where it refused. */
  readonly said: string | undefined;
  /** How long the upstream asks to be left alone (`Retry-After`), where it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ModelErrorCode, message: string, options: ModelErrorOptions) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.upstream = options.upstream;
    this.status = options.status;
    this.said = options.said;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export interface ModelErrorOptions {
  readonly upstream: string;
  readonly status?: number | undefined;
  readonly said?: string | undefined;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}
