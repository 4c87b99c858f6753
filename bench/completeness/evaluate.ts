import { beliefs } from "../../packages/engine/src/policy/completeness/beliefs.ts";
import { namedFeatures } from "../../packages/engine/src/policy/completeness/features.ts";
import { logOdds, toProbability } from "../../packages/engine/src/policy/completeness/model.ts";
import { fitLine, outOfFold, trainCalibrated, type Line, type Material, type Unseen } from "./calibrate.ts";
import type { Row } from "./examples.ts";
import { fit } from "./fit.ts";
import { scoreOf, type Guess, type Score } from "./score.ts";

/** From here on a gap is a pause, in milliseconds. */
const pauseMs = 200;

/** The silences for which it is known what they tell. */
const silences = [200, 300, 500, 700, 1000];

export interface Evaluation {
  /** After every word of every turn. */
  readonly words: Score;
  /** After every word before a pause, and every last one. */
  readonly pauses: Score;
}

/** Every call judged by a model that has not seen it. */
export interface Report {
  readonly model: Evaluation;
  /** Length and punctuation alone, trained the same way. */
  readonly baseline: Evaluation;
  /** The hand-written phrases alone: what it is worth for talk of another kind than it was trained on. */
  readonly stranger: Evaluation;
  /** Given that it has been silent for 200 ms, at the same pauses. */
  readonly afterPause: Score;
  readonly silence: readonly (Line & { readonly ms: number })[];
}

export function evaluate(material: Material): Report {
  const unseen = outOfFold(material, trainCalibrated);
  return {
    model: evaluationOf(unseen),
    baseline: evaluationOf(outOfFold(plainOnly(material), trainCalibrated)),
    stranger: evaluationOf(judgedBy(fit(material.phrases), material.calls)),
    afterPause: scoreOf(acrossCalls(unseen.filter(isPause))),
    silence: silences.map((ms) => ({ ms, ...fitLine(unseen.filter(({ row }) => row.example.gapMs >= ms)) })),
  };
}

/** For weights that were fitted to none of these calls. */
function judgedBy(weights: Float64Array, calls: readonly Row[]): readonly Unseen[] {
  const users = calls.filter((row) => row.example.source === "user");
  return users.map((row) => ({ row, odds: logOdds(weights, row.features) }));
}

function isPause({ row }: Unseen): boolean {
  return row.example.gapMs >= pauseMs;
}

function evaluationOf(unseen: readonly Unseen[]): Evaluation {
  return { words: scoreOf(unseen.map(guessOf)), pauses: scoreOf(unseen.filter(isPause).map(guessOf)) };
}

function guessOf({ row, odds }: Unseen): Guess {
  return { probability: toProbability(odds), complete: row.example.label === 1 };
}

/** The line for the silence, too, is fitted to other calls than it is judged by. */
function acrossCalls(unseen: readonly Unseen[]): readonly Guess[] {
  const ids = [...new Set(unseen.map(({ row }) => row.example.group))].toSorted();
  return ids.flatMap((id) => {
    const { slope, shift } = fitLine(unseen.filter(({ row }) => row.example.group !== id));
    const held = unseen.filter(({ row }) => row.example.group === id);
    return held.map(({ row, odds }) => guessOf({ row, odds: slope * odds + shift }));
  });
}

const plain: readonly (keyof typeof beliefs)[] = [
  "always",
  "one word",
  "two words",
  "three to five words",
  "six to twelve words",
  "up to thirty words",
  "more than thirty words",
  "full stop",
  "question mark",
  "comma",
  "trailing dots",
  "no mark, yet others",
];

/** The same rows with nothing but length and punctuation. */
function plainOnly({ calls }: Material): Material {
  const kept = new Set(plain.map((name) => namedFeatures.findIndex(([one]) => one === name)));
  const strip = (row: Row): Row => ({ ...row, features: row.features.filter((index) => kept.has(index)) });
  return { calls: calls.map(strip), phrases: [] };
}
