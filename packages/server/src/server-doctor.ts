import type { Config } from "./config/config.ts";
import { examineUpstream, probeUpstream } from "./doctor/open-doctor.ts";
import { openSecrets } from "./personas/persona-secrets.ts";
import type { Clock } from "./ports/clock.ts";
import type { Doctor, Examination } from "./ports/examination.ts";
import type { Upstream } from "./ports/model-client.ts";
import type { SecretBox } from "./ports/secret-box.ts";
import type { JsonObject } from "./ports/store.ts";
import type { ServedModels } from "./served-models.ts";
import { llmOf } from "./session/persona-settings.ts";

export interface ServerDoctorParts {
  readonly config: Pick<Config, "allowPrivateAddresses">;
  readonly models: Pick<ServedModels, "registry" | "learn">;
  readonly box: SecretBox;
  readonly clock: Clock;
  /** The server can be reached from this machine alone. */
  readonly local: boolean;
}

/** The doctor of a running server: it examines what a conversation would be sent to, with the keys that are stored. */
export function createServerDoctor({ config, models, box, clock, local }: ServerDoctorParts): Doctor {
  const parts = { clock, allowPrivateAddresses: local || config.allowPrivateAddresses };
  const upstreamOf = (body: JsonObject): Upstream => {
    const resolution = models.registry.resolve(llmOf(openSecrets(body, box)));
    if (!resolution.ok) throw new Error(resolution.problem);
    return resolution.upstream;
  };
  return {
    async examine(body, { long, signal }) {
      const first = upstreamOf(body);
      const examinations: Examination[] = [];
      // One after the other: they may well stand on the same machine.
      for (const upstream of [first, ...(first.others ?? [])]) {
        const examination = await examineUpstream(upstream, { ...parts, long, signal });
        models.learn(upstream, examination.capabilities);
        examinations.push(examination);
      }
      return examinations;
    },
    async probe(body, signal) {
      const upstream = upstreamOf(body);
      if (upstream.operator === true) return { ok: true };
      const result = await probeUpstream(upstream, { ...parts, signal });
      // A server that others reach has no near addresses of its own.
      return result.ok ? result : { ...result, near: result.near && local };
    },
  };
}
