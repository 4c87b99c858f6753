import type { CompletenessWeights } from "../../packages/engine/src/policy/completeness/model.ts";
import type { SilenceStep } from "../../packages/engine/src/policy/completeness/silence.ts";
import { trainCalibrated, type Material } from "./calibrate.ts";
import { evaluate, type Report } from "./evaluate.ts";
import { examplesOfCalls, foldCount, foldsOf, readCalls, readPhrases, toRows } from "./examples.ts";
import { encodeWeights } from "./fit.ts";

/** Everything that one training gives. */
export interface Trained {
  readonly weights: CompletenessWeights;
  readonly silence: readonly SilenceStep[];
  /** For each fold the weights of the model that has seen the other folds. */
  readonly folds: readonly CompletenessWeights[];
  readonly foldOfCall: Readonly<Record<string, number>>;
  readonly report: Report;
  /** How many examples there were. */
  readonly examples: { readonly users: number; readonly agents: number; readonly phrases: number };
}

/** Trains and judges everything from bench/data and phrases.txt; the same result every time. Takes some seconds. */
export function train(): Trained {
  const calls = readCalls();
  const material: Material = { calls: toRows(examplesOfCalls(calls)), phrases: toRows(readPhrases()) };
  const foldOf = foldsOf(calls);
  const folds = Array.from({ length: foldCount }, (_, fold) => {
    const others = material.calls.filter((row) => foldOf.get(row.example.group) !== fold);
    return encodeWeights(trainCalibrated({ ...material, calls: others }));
  });
  const report = evaluate(material);
  const users = material.calls.filter((row) => row.example.source === "user").length;
  return {
    weights: encodeWeights(trainCalibrated(material)),
    silence: report.silence.map(({ ms, slope, shift }) => ({ ms, slope: rounded(slope), shift: rounded(shift) })),
    folds,
    foldOfCall: Object.fromEntries(foldOf),
    report,
    examples: { users, agents: material.calls.length - users, phrases: material.phrases.length },
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
