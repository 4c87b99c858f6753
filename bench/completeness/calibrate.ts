import { namedFeatures } from "../../packages/engine/src/policy/completeness/features.ts";
import { logOdds, toProbability } from "../../packages/engine/src/policy/completeness/model.ts";
import { foldCount, type Row } from "./examples.ts";
import { fit } from "./fit.ts";

/** A row of a user with the log-odds that a model gave it which had not seen its call. */
export interface Unseen {
  readonly row: Row;
  readonly odds: number;
}

/** `slope × log-odds + shift` is right as often as it says. */
export interface Line {
  readonly slope: number;
  readonly shift: number;
}

/** Rows of calls (users and agents), and of phrases. */
export interface Material {
  readonly calls: readonly Row[];
  readonly phrases: readonly Row[];
}

/** What models say about the users of calls that they have not seen, call by call in `foldCount` parts. */
export function outOfFold(material: Material, train: (part: Material) => Float64Array): readonly Unseen[] {
  const ids = [...new Set(material.calls.map((row) => row.example.group))].toSorted();
  const foldOf = new Map(ids.map((id, index) => [id, index % foldCount]));
  return Array.from({ length: foldCount }, (_, fold) => {
    const isHeld = (row: Row): boolean => foldOf.get(row.example.group) === fold;
    const weights = train({ ...material, calls: material.calls.filter((row) => !isHeld(row)) });
    return material.calls
      .filter((row) => isHeld(row) && row.example.source === "user")
      .map((row) => ({ row, odds: logOdds(weights, row.features) }));
  }).flat();
}

/**
 * Weights that are calibrated on calls that they were not fitted to (Platt, 1999): the line is fitted to what models of the
 * other parts say, and worked into the weights.
 */
export function trainCalibrated(material: Material): Float64Array {
  const fitAll = (part: Material): Float64Array => fit([...part.calls, ...part.phrases]);
  const { slope, shift } = fitLine(outOfFold(material, fitAll));
  const weights = fitAll(material).map((weight) => weight * slope);
  const always = namedFeatures.findIndex(([name]) => name === "always");
  weights[always] = (weights[always] ?? 0) + shift;
  return weights;
}

/** The line of greatest likelihood, held a little to slope 1 and shift 0; Newton's method in two unknowns. */
export function fitLine(unseen: readonly Unseen[]): Line {
  const hold = 1;
  let [slope, shift] = [1, 0];
  for (let pass = 0; pass < 40; pass += 1) {
    let [gs, gh, ss, sh, hh] = [hold * (slope - 1), hold * shift, hold, 0, hold];
    for (const { row, odds } of unseen) {
      const guess = toProbability(slope * odds + shift);
      const [error, bend] = [guess - row.example.label, guess * (1 - guess)];
      [gs, gh] = [gs + error * odds, gh + error];
      [ss, sh, hh] = [ss + bend * odds * odds, sh + bend * odds, hh + bend];
    }
    const determinant = ss * hh - sh * sh;
    slope -= shortened((hh * gs - sh * gh) / determinant);
    shift -= shortened((ss * gh - sh * gs) / determinant);
  }
  return { slope, shift };
}

/** A full Newton step can lead far away where the line is steep. */
function shortened(step: number): number {
  return Math.max(-0.5, Math.min(0.5, step));
}
