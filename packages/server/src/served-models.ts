import type { Config } from "./config/config.ts";
import { detectModels } from "./model/detect/detect-models.ts";
import type { LocalServer } from "./model/detect/probes.ts";
import { createLearnedCapabilities, type Keepsake } from "./model/capabilities/learned-capabilities.ts";
import { createLocalModels } from "./model/local-models.ts";
import { createOpenAiChat } from "./model/openai-chat.ts";
import { createModelRegistry, type ModelRegistry } from "./model/registry.ts";
import { createModelRoute } from "./model/route.ts";
import { createRoutingClient } from "./model/routing/routing-client.ts";
import { withServers } from "./model/routing/servers-report.ts";
import { createUnderstudy } from "./model/understudy/understudy.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import type { Capabilities, ModelClient, Upstream } from "./ports/model-client.ts";
import type { ModelReport } from "./ports/model-report.ts";
import type { Telemetry } from "./ports/telemetry.ts";

/** Everything that speaks for an agent, and which of it speaks for whom. */
export interface ServedModels extends AsyncDisposable {
  readonly client: ModelClient;
  readonly registry: ModelRegistry;
  /** Looks for local models, if that is wanted; `own` is the host and port of this server. */
  look(own: string): void;
  /** Remembers what a server was seen to refuse. */
  learn(upstream: Upstream, seen: Capabilities): void;
  /** Waits until that is over. */
  report(): Promise<ModelReport>;
}

export interface ServedModelsParts {
  readonly config: Pick<Config, "models" | "aliases" | "allowPrivateAddresses" | "detect">;
  readonly clock: Clock;
  readonly log: Log;
  readonly telemetry?: Pick<Telemetry, "attempt">;
  /** Where what was learned of model servers is kept over restarts; without it, it is forgotten at the end. */
  readonly keepsake?: Keepsake;
  /** Where `OLLAMA_HOST` is found, and the names of keys. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The server can be reached from this machine alone. */
  readonly local: boolean;
  /** What is looked for beside Ollama, in place of the usual. */
  readonly servers?: readonly LocalServer[];
}

export function createServedModels(parts: ServedModelsParts): ServedModels {
  const { config, clock, local } = parts;
  const found = createLocalModels(() => ({ names: registry.names, hosted: config.models, aliases: config.aliases }));
  const registry = createModelRegistry(config.models, { found: found.found, aliases: config.aliases });
  const openai = createOpenAiChat({ clock, allowPrivateAddresses: local || config.allowPrivateAddresses });
  const operator = createOpenAiChat({ clock, allowPrivateAddresses: true });
  const route = createModelRoute({ openai, operator, "stand-in": createUnderstudy({ clock }) });
  const learned = createLearnedCapabilities({ keepsake: forgetful, ...parts });
  // No secret: it spreads the ends of rests.
  const client = createRoutingClient({ ...parts, client: route, learned, random: Math.random });
  return {
    client,
    registry,
    look(own) {
      if (config.detect) found.look(() => detectModels({ ...parts, fetch, own }));
    },
    learn(upstream, seen) {
      // What is taken is assumed anyway.
      const refuses =
        seen.usage === "never" || seen.tools === false || (seen.systemMessages ?? "anywhere") !== "anywhere";
      if (refuses) learned.learn(upstream, seen);
    },
    report: async () => withServers(await found.report(), { registry, client }),
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      await learned.flushed();
      await openai[Symbol.asyncDispose]();
      await operator[Symbol.asyncDispose]();
    },
  };
}

const forgetful: Keepsake = { read: () => undefined, write: async () => undefined };
