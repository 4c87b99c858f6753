import { hostedModels } from "@repartee/protocol";
import type { HostedModels } from "@repartee/protocol";

import { expectAnswer } from "./expect-answer.ts";
import type { SendRequest } from "./http.ts";
import type { CallOptions } from "./personas.ts";

/** The models behind the hosted names. */
export interface HostedModelCalls {
  /** Which model serves each name and why, what else was found, and what refused. */
  list(options?: CallOptions): Promise<HostedModels>;
}

export function createHostedModelCalls(send: SendRequest): HostedModelCalls {
  return {
    async list({ signal } = {}) {
      return expectAnswer(hostedModels, (await send({ method: "GET", path: "/v2/hosted-models", signal })).body);
    },
  };
}
