import { measurePolicy, measureTurn, type PolicyResult } from "./measure.ts";
import type { Params } from "./params.ts";
import { players } from "./policies.ts";
import type { Script } from "./script.ts";
import { createUpstream } from "./upstream.ts";

/** One policy's numbers, and what they do not say. */
export interface PolicyRun {
  readonly result: PolicyResult;
  /** Turns that it never answered to their end; their gap is `neverMs`. */
  readonly unanswered: number;
  /** Turns that it answered before the recogniser corrected a word of them, and not again. */
  readonly misheard: number;
}

/** Plays every call to every policy. The same script and params give the same numbers. */
export function runPolicies(script: Script, params: Params): readonly PolicyRun[] {
  const world = { params, upstream: createUpstream(params, script.replies) };
  return Object.entries(players).map(([name, play]) => {
    const traces = script.calls.flatMap((call) => play(call, world));
    const turns = traces.map((trace) => measureTurn(trace, params));
    const unanswered = turns.filter((turn) => turn.gapMs === undefined).length;
    const misheard = turns.filter((turn) => turn.misheard).length;
    return { result: measurePolicy(name, traces, params), unanswered, misheard };
  });
}
