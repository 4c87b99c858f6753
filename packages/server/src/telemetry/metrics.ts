import type { Effect } from "@repartee/engine";
import type * as Prometheus from "prom-client";
import type { AttemptOutcome, OpenAiRoute, Spending } from "../ports/telemetry.ts";
import type { Upstream } from "../ports/model-client.ts";
import { modelLabel, upstreamLabel } from "./labels.ts";

/** What is true at the moment, asked when the metrics are read. */
export interface Gauges {
  /** Conversations that run in this process. */
  readonly conversations: number;
  readonly connections: number;
}

/** Counters and histograms of this process, as Prometheus reads them. Times in seconds. */
export interface Metrics {
  read(gauges: Gauges): Promise<{ readonly contentType: string; readonly text: string }>;
  /** An effect of a conversation that `upstream` answers in. */
  performed(effect: Effect, upstream: Upstream): void;
  firstToken(upstream: Upstream, seconds: number): void;
  attempted(upstream: Upstream, outcome: AttemptOutcome): void;
  spent(spending: Spending): void;
  answered(route: OpenAiRoute, status: number): void;
  appended(seconds: number): void;
  appendFailed(code: string): void;
}

const gapBuckets = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10];
const firstTokenBuckets = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30, 120];
const appendBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

export function createMetrics(prometheus: typeof Prometheus): Metrics {
  const register = new prometheus.Registry();
  let ofProcess = false;
  const { conversations, connections } = createGauges(prometheus, register);
  const counters = createCounters(prometheus, register);
  const histograms = createHistograms(prometheus, register);
  return {
    async read(gauges) {
      // They watch the event loop, which takes 0.3 % of a core: not where nobody reads them.
      if (!ofProcess) prometheus.collectDefaultMetrics({ register });
      ofProcess = true;
      conversations.set(gauges.conversations);
      connections.set(gauges.connections);
      return { contentType: register.contentType, text: await register.metrics() };
    },
    performed: (effect, upstream) => countEffect(effect, modelLabel(upstream), { ...counters, ...histograms }),
    firstToken(upstream, seconds) {
      histograms.firstToken.observe({ model: modelLabel(upstream), upstream: upstreamLabel(upstream) }, seconds);
    },
    attempted(upstream, outcome) {
      counters.requests.inc({ model: modelLabel(upstream), upstream: upstreamLabel(upstream), outcome });
    },
    spent({ upstream, usage, cost }) {
      countTokens(counters, { model: modelLabel(upstream), use: "v1", usage, cost });
    },
    answered: (route, status) => counters.answered.inc({ route, status }),
    appended: (seconds) => histograms.append.observe(seconds),
    appendFailed: (code) => counters.appendFailures.inc({ code }),
  };
}

function createGauges({ Gauge }: typeof Prometheus, register: Prometheus.Registry) {
  const registers = [register];
  return {
    conversations: new Gauge({
      name: "repartee_conversations_running",
      help: "Conversations that run in this process.",
      registers,
    }),
    connections: new Gauge({ name: "repartee_connections", help: "Connections of the live channel.", registers }),
  };
}

function createCounters({ Counter }: typeof Prometheus, register: Prometheus.Registry) {
  const create = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `repartee_${name}`, help, labelNames: [...labelNames], registers: [register] });
  return {
    turns: create("turns_total", "Turns, by how they ended for the agent.", ["outcome"]),
    draftsStarted: create("drafts_started_total", "Drafts begun on a partial transcript.", []),
    drafts: create("drafts_total", "Drafts, by what became of them and why.", ["fate", "reason"]),
    tokens: create("tokens_total", "Tokens of models; cached ones are a part of those in.", ["model", "use", "kind"]),
    cost: create("cost_total", "What models cost, in the operator's currency, where prices are known.", [
      "model",
      "use",
    ]),
    requests: create("model_requests_total", "Requests to upstreams, by how they ended.", [
      "model",
      "upstream",
      "outcome",
    ]),
    toolCalls: create("tool_calls_total", "Tool calls, by how they were answered.", ["outcome"]),
    answered: create("v1_requests_total", "Requests of /v1; status 499: the caller left.", ["route", "status"]),
    appendFailures: create("store_append_failures_total", "Appends that the store refused, by its code.", ["code"]),
  };
}

function createHistograms({ Histogram }: typeof Prometheus, register: Prometheus.Registry) {
  const registers = [register];
  return {
    gap: new Histogram({
      name: "repartee_turn_gap_seconds",
      help: "From the user's last word to the first words of the reply; 0 where they were ready before.",
      buckets: gapBuckets,
      registers,
    }),
    firstToken: new Histogram({
      name: "repartee_model_first_token_seconds",
      help: "From a request to an upstream to its first useful part.",
      labelNames: ["model", "upstream"],
      buckets: firstTokenBuckets,
      registers,
    }),
    append: new Histogram({
      name: "repartee_store_append_seconds",
      help: "How long the store took to make an append durable.",
      buckets: appendBuckets,
      registers,
    }),
  };
}

type Counters = ReturnType<typeof createCounters>;
type Counted = Counters & ReturnType<typeof createHistograms>;

function countEffect(effect: Effect, model: string, counted: Counted): void {
  switch (effect.type) {
    case "draft-start":
      return counted.draftsStarted.inc();
    case "draft-adopt":
      return counted.drafts.inc({ fate: "adopted", reason: effect.rung });
    case "draft-revoke":
      return counted.drafts.inc({ fate: "revoked", reason: effect.reason });
    case "draft-discard":
      return counted.drafts.inc({ fate: "discarded", reason: effect.reason });
    case "record":
      return countEntry(effect.entry, model, counted);
    default:
      return; // all else is counted when it is stored
  }
}

function countEntry(entry: Extract<Effect, { type: "record" }>["entry"], model: string, counted: Counted): void {
  switch (entry.type) {
    case "reply": {
      const { outcome, gapMs, tokens: usage, cost } = entry.numbers;
      counted.turns.inc({ outcome });
      if (gapMs !== undefined) counted.gap.observe(Math.max(0, gapMs) / 1000);
      countTokens(counted, { model, use: "reply", usage, cost });
      counted.tokens.inc({ model, use: "wasted", kind: "in" }, usage.wastedIn);
      counted.tokens.inc({ model, use: "wasted", kind: "out" }, usage.wasted);
      return;
    }
    case "summary":
      return countTokens(counted, { model, use: "summary", usage: entry.tokens, cost: entry.cost });
    case "tool-result":
      return counted.toolCalls.inc({ outcome: entry.expired === true ? "expired" : entry.status });
    default:
      return;
  }
}

interface Spent extends Omit<Spending, "upstream"> {
  readonly model: string;
  readonly use: "reply" | "summary" | "v1";
}

function countTokens({ tokens, cost: costs }: Counters, { model, use, usage, cost }: Spent): void {
  tokens.inc({ model, use, kind: "in" }, usage.in);
  tokens.inc({ model, use, kind: "cached" }, usage.cached);
  tokens.inc({ model, use, kind: "out" }, usage.out);
  if (cost !== undefined) costs.inc({ model, use }, cost);
}
