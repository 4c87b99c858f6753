import { measurePolicy, measureTurn, type PolicyResult } from "./measure.ts";
import type { Params } from "./params.ts";
import { players } from "./policies.ts";
import type { Script } from "./script.ts";
import { createUpstream } from "./upstream.ts";

/** One policy's numbers, and how many turns it never answered: those are waited for longer than any other. */
export interface PolicyRun {
  readonly result: PolicyResult;
  readonly unanswered: number;
}

/** Plays every call to every policy. The same script and params give the same numbers. */
export function runPolicies(script: Script, params: Params): readonly PolicyRun[] {
  const world = { params, upstream: createUpstream(params, script.replies) };
  return Object.entries(players).map(([name, play]) => {
    const traces = script.calls.flatMap((call) => play(call, world));
    const unanswered = traces.filter((trace) => measureTurn(trace, params).gapMs === undefined).length;
    return { result: measurePolicy(name, traces, params), unanswered };
  });
}
