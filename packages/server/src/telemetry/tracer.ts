/** The little of a tracer that is used here; `otlp-tracer.ts` is one of OpenTelemetry's. */
export interface Tracer {
  /** `parent`: a span of this process, or a `traceparent` (W3C) that came from outside; without it a trace begins. */
  start(name: string, options: SpanOptions): TracedSpan;
}

export interface SpanOptions {
  readonly kind: "internal" | "client";
  readonly at: Date;
  readonly attributes: SpanAttributes;
  readonly parent?: TracedSpan | string | undefined;
}

/** What is undefined is left out. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface TracedSpan {
  /** W3C trace context, as a header has it. */
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
  event(name: string, at: Date, attributes?: SpanAttributes): void;
  /** It ends in an error of this class; `message` is for people, and holds no content. */
  fail(errorType: string, message?: string): void;
  end(at: Date): void;
}
