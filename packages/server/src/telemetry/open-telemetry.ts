import type { Clock } from "../ports/clock.ts";
import type { Upstream } from "../ports/model-client.ts";
import type { AttemptWatch, ConversationWatch, Telemetry, WatchedConversation } from "../ports/telemetry.ts";
import { ConversationTrace } from "./conversation-trace.ts";
import { GenerationTrace, type TraceParts } from "./generation-trace.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { openOtlpTracer, type TracerParts } from "./otlp-tracer.ts";

/** What this process counts and traces. */
export interface OpenTelemetry extends Telemetry, AsyncDisposable {
  readonly metrics: Metrics;
}

/** Loads what counts (1 MB) and, only where the environment names a collector, what traces (7 MB). */
export async function openTelemetry(parts: TracerParts): Promise<OpenTelemetry> {
  const { clock, env } = parts;
  const [prometheus, tracer] = await Promise.all([import("prom-client"), openOtlpTracer(parts)]);
  const metrics = createMetrics(prometheus);
  const content = env["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"]?.toLowerCase() === "true";
  const traces = tracer === undefined ? undefined : { tracer, clock, content };
  return {
    ...createTelemetry(metrics, { clock, traces }),
    metrics,
    async [Symbol.asyncDispose]() {
      await tracer?.close();
    },
  };
}

/** Counts what it hears, and traces it where there are `traces`. */
export function createTelemetry(
  metrics: Metrics,
  { clock, traces }: { readonly clock: Clock; readonly traces: TraceParts | undefined },
): Telemetry {
  return {
    conversation: (about) => watchConversation(about, metrics, traces),
    attempt: (upstream) => watchAttempt(upstream, metrics, clock),
    traced: (model, parent) => (traces === undefined ? model : new GenerationTrace(traces, { parent }).over(model)),
    spent: (spending) => metrics.spent(spending),
    answered: (route, status) => metrics.answered(route, status),
  };
}

function watchConversation(
  about: WatchedConversation,
  metrics: Metrics,
  traces: TraceParts | undefined,
): ConversationWatch {
  const trace = traces === undefined ? undefined : new ConversationTrace(traces, about);
  return {
    performed(effect) {
      metrics.performed(effect, about.upstream);
      trace?.performed(effect);
    },
    traced: (start, model) => trace?.traced(start, model) ?? model,
    stopped: () => trace?.stopped(),
  };
}

/** TM7 The first token and the end of a request, each once. */
function watchAttempt(upstream: Upstream, metrics: Metrics, clock: Clock): AttemptWatch {
  const startedAt = clock.now();
  let phase: "waiting" | "answering" | "over" = "waiting";
  return {
    heard() {
      if (phase !== "waiting") return;
      phase = "answering";
      metrics.firstToken(upstream, (clock.now() - startedAt) / 1000);
    },
    ended(outcome) {
      if (phase === "over") return;
      phase = "over";
      metrics.attempted(upstream, outcome);
    },
  };
}
