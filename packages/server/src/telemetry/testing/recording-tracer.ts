import type { SpanAttributes, TracedSpan, Tracer } from "../tracer.ts";

export interface RecordedSpan {
  readonly name: string;
  readonly kind: "internal" | "client";
  /** The name of the parent, or the `traceparent` from outside. */
  readonly parent: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  readonly failed: string | undefined;
  readonly ended: boolean;
}

/** A tracer that remembers its spans, in the order of their starts. */
export class RecordingTracer implements Tracer {
  readonly spans: RecordedSpan[] = [];
  readonly #names = new Map<TracedSpan, string>();

  start: Tracer["start"] = (name, { kind, parent, attributes }) => {
    const told: Record<string, unknown> = {};
    const events: string[] = [];
    const parentName = typeof parent === "object" ? this.#names.get(parent) : parent;
    const span = { name, kind, parent: parentName, attributes: told, events, failed: undefined as string | undefined };
    const recorded = { ...span, ended: false };
    this.spans.push(recorded);
    const set = (more: SpanAttributes): void => {
      if (recorded.ended) throw new Error(`${name} has ended, and is told ${JSON.stringify(more)}`);
      for (const [key, value] of Object.entries(more)) if (value !== undefined) told[key] = value;
    };
    set(attributes);
    const traced: TracedSpan = {
      traceparent: `of ${name}, the ${this.spans.length}.`,
      set,
      event: (event) => void events.push(event),
      fail: (errorType) => void (recorded.failed = errorType),
      end() {
        if (recorded.ended) throw new Error(`${name} ends twice`);
        recorded.ended = true;
      },
    };
    this.#names.set(traced, name);
    return traced;
  };

  /** Those whose name begins so. */
  of(begin: string): readonly RecordedSpan[] {
    return this.spans.filter(({ name }) => name.startsWith(begin));
  }
}
