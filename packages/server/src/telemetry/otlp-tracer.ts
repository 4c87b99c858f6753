import type * as Api from "@opentelemetry/api";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { SpanAttributes, TracedSpan, Tracer } from "./tracer.ts";

/** A tracer that exports what it was told. */
export interface ExportingTracer extends Tracer {
  /** Exports what waits, within a few seconds, and stops. */
  close(): Promise<void>;
}

export interface TracerParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly clock: Clock;
}

/** How long what waits may take to arrive at the end: a collector that is gone must not keep the server from stopping. */
const farewellMs = 3000;

/** TM10 Where traces go: undefined where the environment names no place, or switches them off. */
export function tracesUrl(env: TracerParts["env"]): string | undefined {
  if (env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true" || env["OTEL_TRACES_EXPORTER"] === "none") return undefined;
  const own = env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
  if (own !== undefined && own !== "") return own;
  const all = env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  return all === undefined || all === "" ? undefined : `${all.replace(/\/$/, "")}/v1/traces`;
}

/** TM10 OpenTelemetry's tracer over OTLP/HTTP, loaded only here; undefined where traces are off or cannot be sent. */
export async function openOtlpTracer({ env, log, clock }: TracerParts): Promise<ExportingTracer | undefined> {
  const url = tracesUrl(env);
  if (url === undefined) return undefined;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    log.warn("OTEL_EXPORTER_OTLP_ENDPOINT is no http:// or https:// URL: nothing is traced");
    return undefined;
  }
  const [api, sdk, resources, { OTLPTraceExporter }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/exporter-trace-otlp-http"),
  ]);
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = resources;
  const exporter = tellFailures(new OTLPTraceExporter({ url }), log);
  const provider = new sdk.TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": "repartee" }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  return {
    ...createTracer(api, provider.getTracer("repartee")),
    async close() {
      // What failed was told to the log.
      const over = provider.shutdown().catch(() => undefined);
      await Promise.race([over, new Promise<void>((done) => void clock.after(farewellMs, done))]);
    },
  };
}

interface Exporter<Spans> {
  export(spans: Spans, done: (result: { readonly code: number; readonly error?: Error }) => void): void;
}

/** TM16 The same exporter; that traces are lost is told, once until they arrive again. */
export function tellFailures<Spans, E extends Exporter<Spans>>(exporter: E, log: Log): E {
  let told = false;
  const send = exporter.export.bind(exporter);
  exporter.export = (spans, done) =>
    send(spans, (result) => {
      if (result.code !== 0 && !told) log.warn("traces could not be exported", { reason: result.error?.message });
      told = result.code !== 0;
      done(result);
    });
  return exporter;
}

function createTracer(api: typeof Api, tracer: Api.Tracer): Tracer {
  const { trace, ROOT_CONTEXT, SpanKind } = api;
  const contexts = new WeakMap<TracedSpan, Api.Context>();

  function contextOf(parent: TracedSpan | string | undefined): Api.Context {
    if (parent === undefined) return ROOT_CONTEXT;
    if (typeof parent !== "string") return contexts.get(parent) ?? ROOT_CONTEXT;
    const remote = readTraceparent(parent);
    return remote === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remote);
  }

  return {
    start(name, { kind, at, attributes, parent }) {
      const context = contextOf(parent);
      const spanKind = kind === "client" ? SpanKind.CLIENT : SpanKind.INTERNAL;
      const options = { kind: spanKind, startTime: at, attributes: toAttributes(attributes) };
      const span = tracer.startSpan(name, options, context);
      const traced = createSpan(api, span);
      contexts.set(traced, trace.setSpan(context, span));
      return traced;
    },
  };
}

function createSpan({ SpanStatusCode }: typeof Api, span: Api.Span): TracedSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`,
    set: (attributes) => void span.setAttributes(toAttributes(attributes)),
    event: (name, at, attributes = {}) => void span.addEvent(name, toAttributes(attributes), at),
    fail(errorType, message) {
      span.setAttribute("error.type", errorType);
      span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
    },
    end: (at) => span.end(at),
  };
}

function toAttributes(attributes: SpanAttributes): Api.Attributes {
  const told: Api.Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) told[name] = typeof value === "object" ? [...value] : value;
  }
  return told;
}

/** A `traceparent` of version 00, as W3C's Trace Context has it; what is none is not followed. */
function readTraceparent(header: string): Api.SpanContext | undefined {
  const found = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/.exec(header);
  const [, traceId = "", spanId = "", flags = "0"] = found ?? [];
  if (found === null || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}
