import { ModelError, type ModelClient } from "../ports/model-client.ts";

/** Stands where a persona's model cannot be called any more: every generation fails at once, and says why. */
export function createBrokenModel(problem: string): ModelClient {
  return {
    stream({ upstream }) {
      throw new ModelError("bad-request", problem, { upstream: upstream.name });
    },
  };
}
