import { namedFeatures, weightCount } from "../../packages/engine/src/policy/completeness/features.ts";
import { buckets } from "../../packages/engine/src/policy/completeness/hash.ts";
import { toProbability, type CompletenessWeights } from "../../packages/engine/src/policy/completeness/model.ts";
import type { Row, Source } from "./examples.ts";

/** What was chosen by hand and by cross-validation; docs/completeness.md says what else was tried. */
const settings = {
  /** How hard a named weight is held to its belief, and a hashed one to 0: the inverse variance of a Gaussian prior. */
  namedPrecision: 4,
  hashedPrecision: 8,
  /** How much an example counts. */
  weights: { user: 1, agent: 0.3, phrase: 0.7 } satisfies Readonly<Record<Source, number>>,
  /** What an example before a pause counts for, or at the end of a turn: there it matters. */
  pauseWeight: 2,
  pauseMs: 150,
  /** An example of nothing but fillers: in these recordings mostly a noise that the recogniser took for a word. */
  fillersWeight: 0.1,
  passes: 30,
} as const;

/** A column of the design: which rows have the feature, how often. */
interface Column {
  readonly rows: readonly number[];
  readonly mean: number;
  readonly precision: number;
}

/**
 * Logistic regression with a Gaussian prior around the beliefs, by cyclic coordinate descent with one Newton step for each
 * weight: no learning rate, no chance, the same weights every time. The bias of a source is fitted and dropped.
 */
export function fit(rows: readonly Row[]): Float64Array {
  const columns = toColumns(rows);
  const counts = rows.map(weightOf);
  const labels = rows.map(({ example }) => example.label);
  const weights = Float64Array.from(columns, (column) => column.mean);
  const odds = new Float64Array(rows.length);
  for (const [index, column] of columns.entries()) {
    for (const row of column.rows) odds[row] = (odds[row] ?? 0) + (weights[index] ?? 0);
  }
  for (let pass = 0; pass < settings.passes; pass += 1) {
    for (const [index, column] of columns.entries()) {
      if (column.rows.length === 0) continue;
      const before = weights[index] ?? 0;
      let slope = column.precision * (before - column.mean);
      let bend = column.precision;
      for (const row of column.rows) {
        const guess = toProbability(odds[row] ?? 0);
        slope += (counts[row] ?? 0) * (guess - (labels[row] ?? 0));
        bend += (counts[row] ?? 0) * guess * (1 - guess);
      }
      const change = Math.max(-1, Math.min(1, -slope / bend));
      weights[index] = before + change;
      for (const row of column.rows) odds[row] = (odds[row] ?? 0) + change;
    }
  }
  return weights.slice(0, weightCount);
}

const fillersOnly = namedFeatures.findIndex(([name]) => name === "fillers only");

function weightOf({ example, features }: Row): number {
  const isPause = example.source !== "phrase" && example.gapMs >= settings.pauseMs;
  const doubt = example.source !== "phrase" && features.includes(fillersOnly) ? settings.fillersWeight : 1;
  return settings.weights[example.source] * (isPause ? settings.pauseWeight : 1) * doubt;
}

const sources: readonly Source[] = ["agent", "phrase"];

function toColumns(rows: readonly Row[]): readonly Column[] {
  const found: number[][] = Array.from({ length: weightCount + sources.length }, () => []);
  for (const [row, { example, features }] of rows.entries()) {
    for (const index of features) found[index]?.push(row);
    if (example.source !== "user") found[weightCount + sources.indexOf(example.source)]?.push(row);
  }
  return found.map((list, index) => ({
    rows: list,
    mean: namedFeatures[index]?.[1] ?? 0,
    precision:
      index < namedFeatures.length ? settings.namedPrecision : index < weightCount ? settings.hashedPrecision : 0.1,
  }));
}

/** Rounds the weights to what is kept of them: three decimals, and a signed byte for each bucket. */
export function encodeWeights(weights: Float64Array): CompletenessWeights {
  const hashed = weights.slice(namedFeatures.length);
  const largest = hashed.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const scale = Number((Math.max(largest, 1e-6) / 127).toPrecision(6));
  const bytes = Int8Array.from(hashed, (one) => Math.max(-127, Math.min(127, Math.round(one / scale))));
  if (bytes.length !== buckets) throw new RangeError(`${bytes.length} hashed weights instead of ${buckets}`);
  return {
    named: Object.fromEntries(namedFeatures.map(([name], index) => [name, Number((weights[index] ?? 0).toFixed(3))])),
    hashed: Buffer.from(bytes.buffer).toString("base64"),
    scale,
  };
}
