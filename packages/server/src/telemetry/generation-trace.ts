import type { Clock } from "../ports/clock.ts";
import { ModelError, type ModelClient, type ModelPart, type ModelRequest } from "../ports/model-client.ts";
import {
  chatAttributes,
  inputMessages,
  outputMessages,
  servedAttributes,
  usageAttributes,
  type MadeCall,
} from "./gen-ai.ts";
import type { SpanAttributes, TracedSpan, Tracer } from "./tracer.ts";

export interface TraceParts {
  readonly tracer: Tracer;
  readonly clock: Clock;
  /** Whether prompts, words and arguments may stand in traces. */
  readonly content: boolean;
}

export interface GenerationOptions {
  readonly parent: TracedSpan | string | undefined;
  readonly attributes?: SpanAttributes;
  /** Its span waits for `settle` after its end: what becomes of a draft is known later. */
  readonly held?: boolean;
}

/** One generation as a span, from the request to the end of the answer. */
export class GenerationTrace {
  readonly #parts: TraceParts;
  readonly #options: GenerationOptions;
  #span: TracedSpan | undefined;
  #startedAt = 0;
  #endedAt: Date | undefined;
  #held: boolean;
  #heard = false;
  #over = false;
  #text = "";
  readonly #calls: MadeCall[] = [];
  #reason: string | undefined;
  #settled: SpanAttributes = {};

  constructor(parts: TraceParts, options: GenerationOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#held = options.held === true;
  }

  /** The same model, for one request. */
  over(model: ModelClient): ModelClient {
    return {
      stream: (request, signal) => {
        const { traceparent } = this.#begin(request);
        return this.#follow(model.stream({ ...request, traceparent }, signal));
      },
    };
  }

  /** What became of it. */
  settle(attributes: SpanAttributes): void {
    this.#held = false;
    this.#settled = attributes;
    this.#close();
  }

  #begin(request: ModelRequest): TracedSpan {
    const { tracer, clock, content } = this.#parts;
    const { parent, attributes } = this.#options;
    const { upstream } = request;
    this.#startedAt = clock.now();
    this.#span = tracer.start(`chat ${upstream.model}`, {
      kind: upstream.kind === "stand-in" ? "internal" : "client",
      at: clock.wall(),
      parent,
      attributes: {
        ...chatAttributes(request),
        ...attributes,
        ...(content ? { "gen_ai.input.messages": inputMessages(request) } : {}),
      },
    });
    return this.#span;
  }

  async *#follow(parts: AsyncIterable<ModelPart>): AsyncGenerator<ModelPart, undefined> {
    try {
      for await (const part of parts) {
        this.#take(part);
        yield part;
      }
    } catch (cause) {
      this.#fail(cause);
      throw cause;
    } finally {
      this.#end();
    }
  }

  #take(part: ModelPart): void {
    switch (part.type) {
      case "text-delta":
        if (this.#parts.content) this.#text += part.text;
        return this.#hear();
      case "reasoning-delta":
        return this.#hear();
      case "tool-call":
        if (this.#parts.content) this.#calls.push(part);
        return this.#hear();
      case "served":
        return this.#span?.set(servedAttributes(part));
      case "notice":
        return this.#span?.event("repartee.notice", this.#parts.clock.wall(), { "repartee.notice.code": part.code });
      case "usage":
        return this.#span?.set(usageAttributes(part.usage));
      case "finish":
        this.#over = true;
        this.#reason = part.reason;
        return this.#span?.set({ "gen_ai.response.finish_reasons": [part.reason], "repartee.outcome": "finished" });
    }
  }

  #hear(): void {
    if (this.#heard) return;
    this.#heard = true;
    const { clock } = this.#parts;
    this.#span?.event("repartee.first_token", clock.wall());
    this.#span?.set({ "gen_ai.response.time_to_first_chunk": (clock.now() - this.#startedAt) / 1000 });
  }

  #fail(cause: unknown): void {
    // Nobody waits for one that was aborted: that is no error.
    if (cause instanceof ModelError && cause.code === "aborted") return;
    this.#over = true;
    this.#span?.set({ "repartee.outcome": "failed" });
    // The words of an upstream may repeat what it was sent.
    this.#span?.fail(cause instanceof ModelError ? cause.code : "internal");
  }

  #end(): void {
    if (!this.#over) this.#span?.set({ "repartee.outcome": "left" });
    if (this.#parts.content) {
      this.#span?.set({ "gen_ai.output.messages": outputMessages(this.#text, this.#calls, this.#reason) });
    }
    this.#endedAt = this.#parts.clock.wall();
    this.#close();
  }

  #close(): void {
    if (this.#held || this.#endedAt === undefined) return;
    this.#span?.set(this.#settled);
    this.#span?.end(this.#endedAt);
    this.#span = undefined;
  }
}
