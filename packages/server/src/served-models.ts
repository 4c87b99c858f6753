import type { Config } from "./config/config.ts";
import { detectModels } from "./model/detect/detect-models.ts";
import type { LocalServer } from "./model/detect/probes.ts";
import { createLocalModels } from "./model/local-models.ts";
import { createOpenAiChat } from "./model/openai-chat.ts";
import { createModelRegistry, type ModelRegistry } from "./model/registry.ts";
import { createModelRoute } from "./model/route.ts";
import { createUnderstudy } from "./model/understudy/understudy.ts";
import type { Clock } from "./ports/clock.ts";
import type { ModelClient } from "./ports/model-client.ts";
import type { ModelReport } from "./ports/model-report.ts";

/** Everything that speaks for an agent, and which of it speaks for whom. */
export interface ServedModels extends AsyncDisposable {
  readonly client: ModelClient;
  readonly registry: ModelRegistry;
  /** Looks for local models, if that is wanted; `own` is the host and port of this server. */
  look(own: string): void;
  /** Waits until that is over. */
  report(): Promise<ModelReport>;
}

export interface ServedModelsParts {
  readonly config: Pick<Config, "models" | "aliases" | "allowPrivateAddresses" | "detect">;
  readonly clock: Clock;
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
  return {
    client: createModelRoute({ openai, operator, "stand-in": createUnderstudy({ clock }) }),
    registry,
    look(own) {
      if (config.detect) found.look(() => detectModels({ ...parts, fetch, own }));
    },
    report: () => found.report(),
    async [Symbol.asyncDispose]() {
      await openai[Symbol.asyncDispose]();
      await operator[Symbol.asyncDispose]();
    },
  };
}
