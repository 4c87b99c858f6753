import {
  ModelError,
  type ModelClient,
  type ModelErrorCode,
  type ModelPart,
  type Upstream,
} from "../../../ports/model-client.ts";
import { createLogList } from "../../../store/testing/log-list.ts";
import { createLearnedCapabilities } from "../../capabilities/learned-capabilities.ts";
import { modelRequest } from "../../testing/generation.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { ScriptedModel } from "../../testing/scripted-model.ts";
import { createRoutingClient, type RoutingClient } from "../routing-client.ts";

export interface RoutingStage {
  readonly client: RoutingClient;
  /** Stands for every upstream; its requests say which was asked. */
  readonly model: ScriptedModel;
  readonly clock: ManualClock;
  readonly log: ReturnType<typeof createLogList>;
  readonly kept: string[];
  readonly ask: (upstream: Upstream, conversationId?: string, signal?: AbortSignal) => AsyncIterable<ModelPart>;
}

/** Routing over a model that says what a test tells it to, and time that stands still. */
export function openRouting(own: Partial<ModelClient> = {}): RoutingStage {
  const model = new ScriptedModel();
  const clock = new ManualClock();
  const log = createLogList();
  const kept: string[] = [];
  const keepsake = { read: () => kept.at(-1), write: async (text: string) => void kept.push(text) };
  const learned = createLearnedCapabilities({ keepsake, clock, log });
  const inner: ModelClient = { stream: (request, signal) => model.stream(request, signal), ...own };
  const client = createRoutingClient({ client: inner, learned, clock, log, random: () => 0.5 });
  return {
    client,
    model,
    clock,
    log,
    kept,
    ask: (upstream, conversationId = "c1", signal = new AbortController().signal) =>
      client.stream(modelRequest(upstream, { conversationId }), signal),
  };
}

/** One server; a plain name is its model and, with `.example`, its host. */
export function server(host: string): Upstream {
  return {
    name: "fast",
    kind: "openai",
    operator: true,
    model: host,
    baseUrl: host.includes(".") || host.includes(":") ? `http://${host}/v1` : `https://${host}.example/v1`,
    timeouts: { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 },
  };
}

export function pool(first: string, ...others: readonly string[]): Upstream {
  return others.length === 0 ? server(first) : { ...server(first), others: others.map(server) };
}

export function sorry(code: ModelErrorCode, message: string = code): ModelError {
  return new ModelError(code, message, { upstream: "somewhere" });
}

/** Lets everything run that was set off. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}
