import type { Effect, ModelEvent } from "@repartee/engine";
import type { Log } from "../ports/log.ts";
import { ModelError, type ModelClient, type ModelPart, type Upstream } from "../ports/model-client.ts";
import type { ConversationWatch } from "../ports/telemetry.ts";
import { heardParts, toModelRequest } from "./generation-request.ts";
import type { ModelAside } from "./model-notices.ts";
import { toProblem } from "./problem-code.ts";

type Start = Extract<Effect, { type: "model-start" }>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** News of a generation, before it is dated. */
export type ModelNews = DistributiveOmit<ModelEvent, "at">;

/** The generations of one conversation that are running. Every one ends in exactly one `model-finish` or `model-failure`. */
export interface Generations {
  readonly running: number;
  start(effect: Start): void;
  /** Closes the upstream's socket at once; nothing more is heard of this generation. */
  cancel(draftId: string): void;
  cancelAll(): void;
}

export interface GenerationParts {
  readonly model: ModelClient;
  readonly upstream: Upstream;
  /** Where another model is asked that the conversation names; throws a `ModelError`. */
  readonly resolveModel: (model: string) => Upstream;
  readonly conversationId: string;
  readonly log: Log;
  readonly watch?: Pick<ConversationWatch, "traced"> | undefined;
  readonly post: (news: ModelNews) => void;
  /** Hears what is told beside the answer; drafts of one turn may say the same. */
  readonly aside?: (aside: ModelAside) => void;
  /** Hears every part of every answer, before the news of it. */
  readonly heard?: (draftId: string, part: ModelPart) => void;
}

export function createGenerations(parts: GenerationParts): Generations {
  const running = new Map<string, AbortController>();

  async function listen(effect: Start, controller: AbortController): Promise<void> {
    const { draftId, purpose } = effect;
    const { conversationId } = parts;
    const model = parts.watch?.traced(effect, parts.model) ?? parts.model;
    const { signal } = controller;
    try {
      const upstream = effect.model === undefined ? parts.upstream : parts.resolveModel(effect.model);
      const request = toModelRequest(effect, upstream, conversationId);
      for await (const part of heardParts(effect, model.stream(request, signal))) {
        if (signal.aborted) return;
        parts.heard?.(draftId, part);
        // What happens to a summary is no news of the turn.
        const aside = purpose === "reply" ? toAside(part) : undefined;
        if (aside !== undefined) parts.aside?.(aside);
        const news = toNews(draftId, part);
        if (news !== undefined) parts.post(news);
        if (part.type === "finish") return;
      }
      throw new ModelError("truncated", `${upstream.name} ended without saying that it finished`, {
        upstream: upstream.name,
      });
    } catch (cause) {
      if (signal.aborted) return;
      if (!(cause instanceof ModelError))
        parts.log.error("a generation failed in our own code", { conversationId, cause });
      else if (purpose === "warm")
        parts.log.debug("the beginning of the next request could not be warmed", { conversationId, cause });
      parts.post({ type: "model-failure", draftId, problem: toProblem(cause) });
    } finally {
      if (running.get(draftId) === controller) running.delete(draftId);
    }
  }

  function cancel(draftId: string): void {
    running.get(draftId)?.abort();
    running.delete(draftId);
  }

  return {
    get running() {
      return running.size;
    },
    start(effect) {
      const controller = new AbortController();
      running.set(effect.draftId, controller);
      // It never rejects: whatever happens is posted.
      void listen(effect, controller);
    },
    cancel,
    cancelAll() {
      for (const draftId of running.keys()) cancel(draftId);
    },
  };
}

function toAside(part: ModelPart): ModelAside | undefined {
  if (part.type === "notice" || part.type === "served") return part;
  const message = part.type === "finish" ? cutShort[part.reason] : undefined;
  return message === undefined ? undefined : { type: "notice", code: "notice", message };
}

/** Finish reasons of an answer that the model would have gone on with: a proper end, and worth knowing. */
const cutShort: Readonly<Record<string, string>> = {
  length: 'the model stopped at its limit of tokens (finish_reason "length"); raise max_tokens, or have it say less',
  content_filter: 'the model\'s server held back an answer or its end (finish_reason "content_filter")',
};

function toNews(draftId: string, part: ModelPart): ModelNews | undefined {
  switch (part.type) {
    case "text-delta":
      return { type: "model-text", draftId, text: part.text };
    case "tool-call":
      return { type: "model-tool-call", draftId, call: { id: part.id, name: part.name, arguments: part.arguments } };
    case "usage":
      return { type: "model-usage", draftId, usage: part.usage };
    case "finish":
      return { type: "model-finish", draftId, reason: part.reason };
    case "served":
      return { type: "model-served", draftId, price: part.price };
    case "reasoning-delta":
    case "notice":
      return undefined; // no speech
  }
}
