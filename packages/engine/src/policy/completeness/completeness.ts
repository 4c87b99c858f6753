import { isEnglish } from "./language.ts";
import { decodeWeights, predict, type CompletenessWeights } from "./model.ts";
import { afterSilence } from "./silence.ts";
import { toTail, type Mark } from "./tail.ts";
import { trainedSilence, trainedWeights } from "./weights.ts";

/**
 * Probability (0 to 1) that what was said of a turn so far is the whole turn, by its words alone: before it is known whether
 * a pause follows. `text` is the whole turn, never its last segment. `language` is the persona's, where it is known.
 */
export type Completeness = (text: string, language?: string) => number;

/** TC2 What is known where the words are not understood: punctuation, if there is any. */
const byMark: Readonly<Record<Mark, number>> = { stop: 0.7, question: 0.85, none: 0.3, comma: 0.1, trailing: 0.1 };

/** TC1 The function for a set of weights, decoded when it is first asked. Throws a `RangeError` then where they do not fit. */
export function createCompleteness(weights: CompletenessWeights): Completeness {
  let decoded: Float64Array | undefined;
  return (text, language) => {
    if (!isEnglish(text, language)) return anyLanguage(text);
    decoded ??= decodeWeights(weights);
    return predict(decoded, text);
  };
}

function anyLanguage(text: string): number {
  const tail = toTail(text);
  return tail.words.length === 0 ? 0 : byMark[tail.mark];
}

/** The model that was trained on all calls; docs/completeness.md says how, and how good it is. */
export const completeness: Completeness = createCompleteness(trainedWeights);

/** TC10 `afterSilence` as the calls have it: what `probability` becomes when it has been silent for `silenceMs`. */
export function completenessAfter(probability: number, silenceMs: number): number {
  return afterSilence(probability, silenceMs, trainedSilence);
}
