import { useEffect, useState } from "react";
import type { Client } from "@repartee/client";
import type { HostedModels } from "@repartee/protocol";

export interface HostedModelsOptions {
  /** Takes note of a failure; whether it is shown elsewhere. */
  readonly noteFailure: (failure: unknown) => boolean;
}

/** What serves the hosted names; undefined until the server has said, and where it does not say. */
export function useHostedModels(
  calls: Client["hostedModels"],
  { noteFailure }: HostedModelsOptions,
): HostedModels | undefined {
  const [models, setModels] = useState<HostedModels | undefined>(undefined);
  useEffect(() => {
    const left = new AbortController();
    calls.list({ signal: left.signal }).then(setModels, (cause: unknown) => {
      if (!left.signal.aborted) noteFailure(cause);
    });
    return () => left.abort();
  }, [calls, noteFailure]);
  return models;
}
