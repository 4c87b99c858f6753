import type { Effect } from "@repartee/engine";
import type { ModelClient, ModelErrorCode, ModelUsage, Upstream } from "./model-client.ts";

/**
 * Hears what happens, to count it and to trace it. Whoever has one calls it beside the work: nothing here waits, throws,
 * or is called once per token.
 */
export interface Telemetry {
  /** Follows a conversation that runs in this process. */
  conversation(about: WatchedConversation): ConversationWatch;
  /** Follows one request to one upstream. */
  attempt(upstream: Upstream): AttemptWatch;
  /** A model for one request of `/v1`; where traces are on, within the trace that `traceparent` (W3C) names. */
  traced(model: ModelClient, traceparent: string | undefined): ModelClient;
  /** A request of `/v1` was answered to its end. */
  spent(spending: Spending): void;
  /** `/v1` answered; 499 where its caller left before the end. */
  answered(route: OpenAiRoute, status: number): void;
}

export type OpenAiRoute = "chat/completions" | "models" | "other";

export interface WatchedConversation {
  readonly conversationId: string;
  readonly personaId: string;
  readonly personaName: string | undefined;
  /** What answers in it. */
  readonly upstream: Upstream;
}

export type ModelStart = Extract<Effect, { type: "model-start" }>;

export interface ConversationWatch {
  /** An effect is performed; deltas of speech are left out. */
  performed(effect: Effect): void;
  /** The model as this generation asks it. */
  traced(start: ModelStart, model: ModelClient): ModelClient;
  /** It goes on no more in this process. */
  stopped(): void;
}

/** One request to an upstream; what comes behind its end is not counted. */
export interface AttemptWatch {
  /** The first useful part came. */
  heard(): void;
  ended(outcome: AttemptOutcome): void;
}

/** `left`: nobody waited for its end. */
export type AttemptOutcome = "finished" | "left" | Exclude<ModelErrorCode, "aborted">;

export interface Spending {
  readonly upstream: Upstream;
  readonly usage: ModelUsage;
  /** In the operator's currency; undefined where no price is known. */
  readonly cost: number | undefined;
}
