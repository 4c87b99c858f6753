import {
  completeness,
  createCompleteness,
  type Completeness,
} from "../../packages/engine/src/policy/completeness/completeness.ts";
import { foldOfCall, foldWeights } from "./fold-weights.ts";

const folds: readonly Completeness[] = foldWeights.map((weights) => createCompleteness(weights));

/**
 * The completeness by a model that has not seen this call: for benchmarks on the very calls that the model was trained on.
 * For a call that no model has seen it is the one that the server uses.
 */
export function completenessForCall(callId: string): Completeness {
  const fold = foldOfCall[callId];
  return (fold === undefined ? undefined : folds[fold]) ?? completeness;
}
