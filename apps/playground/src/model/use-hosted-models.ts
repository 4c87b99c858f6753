import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Client } from "@repartee/client";
import type { HostedModels } from "@repartee/protocol";

export interface HostedModelsOptions {
  /** Takes note of a failure; whether it is shown elsewhere. */
  readonly noteFailure: (failure: unknown) => boolean;
}

export interface ModelDesk {
  /** What serves the hosted names; undefined until the server has said, and where it does not say. */
  readonly models: HostedModels | undefined;
  readonly busy: boolean;
  /** Why the last question came to nothing. */
  readonly problem: string | undefined;
  /** Asks anew: how servers fare changes with every request. */
  readonly refresh: () => void;
}

/** What serves the hosted names, asked at the start and whenever somebody wants to know. */
export function useHostedModels(calls: Client["hostedModels"], { noteFailure }: HostedModelsOptions): ModelDesk {
  const [models, setModels] = useState<HostedModels | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const asked = useRef(new AbortController());

  const refresh = useCallback(() => {
    // Of two questions the answer to the later one counts.
    asked.current.abort();
    asked.current = new AbortController();
    const { signal } = asked.current;
    setBusy(true);
    const end = (reason: string | undefined) => {
      if (signal.aborted) return;
      setBusy(false);
      setProblem(reason);
    };
    calls.list({ signal }).then(
      (found) => {
        if (!signal.aborted) setModels(found);
        end(undefined);
      },
      (cause: unknown) => {
        if (!signal.aborted && !noteFailure(cause)) end(cause instanceof Error ? cause.message : String(cause));
        else end(undefined);
      },
    );
  }, [calls, noteFailure]);

  useEffect(() => {
    refresh();
    return () => asked.current.abort();
  }, [refresh]);
  return useMemo(() => ({ models, busy, problem, refresh }), [models, busy, problem, refresh]);
}
