import type { PolicyResult } from "./measure.ts";
import { runPolicies } from "./run.ts";
import { readScript, type ScriptOptions } from "./script.ts";
import { makeStress, stressKinds } from "./stress.ts";
import { alignText } from "./table.ts";

const head = [
  "made-up talk",
  "turns",
  "policy",
  "p50 / livekit",
  "p95 / livekit",
  "p50 / oracle",
  "cut turns / fixed",
  "cuts / fixed",
  "calls - fixed",
  "tokens / fixed",
  "underrun p95",
];

const compared = ["livekit", "conservative", "balanced", "eager"] as const;

/** How the modes compare on talk that they were not set on, made from the calls of this file. */
export function stressText(text: string, options: ScriptOptions): string {
  const rows = stressKinds.flatMap((kind) => {
    const script = readScript(makeStress(text, kind, options.params.seed), options);
    const results = new Map(runPolicies(script, options.params).map(({ result }) => [result.name, result]));
    return compared.map((name) => rowOf(kind, name, results));
  });
  return alignText([head, ...rows]);
}

function rowOf(kind: string, name: string, results: ReadonlyMap<string, PolicyResult>): readonly string[] {
  const [own, livekit, fixed, oracle] = [name, "livekit", "fixed-500", "oracle"].map((one) => results.get(one));
  if (own === undefined || livekit === undefined || fixed === undefined || oracle === undefined)
    return [kind, "", name];
  const share = (one: number, other: number): string => (other === 0 ? "-" : (one / other).toFixed(2));
  return [
    kind,
    String(own.turns),
    name,
    share(own.gap_ms.p50, livekit.gap_ms.p50),
    share(own.gap_ms.p95, livekit.gap_ms.p95),
    share(own.gap_ms.p50, oracle.gap_ms.p50),
    share(own.early_cutoffs, fixed.early_cutoffs),
    share(own.cuts, fixed.cuts),
    (own.calls_per_turn - fixed.calls_per_turn).toFixed(2),
    share(own.output_tokens_per_turn, fixed.output_tokens_per_turn),
    own.underrun_ms.p95.toFixed(0),
  ];
}
