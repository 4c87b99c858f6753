import { featuresOf, namedFeatures, weightCount } from "./features.ts";
import { buckets } from "./hash.ts";

/** A trained model as it is kept: everything that `npm run train:completeness` found out. */
export interface CompletenessWeights {
  /** By the name of the feature, in log-odds. */
  readonly named: Readonly<Record<string, number>>;
  /** One signed byte for each bucket, base64; times `scale` it is in log-odds. */
  readonly hashed: string;
  readonly scale: number;
}

/** The weights, laid out as the indexes of `featuresOf` count them. Throws a `RangeError` where they belong to another version. */
export function decodeWeights(weights: CompletenessWeights): Float64Array {
  const found = new Float64Array(weightCount);
  for (const [index, [name]] of namedFeatures.entries()) {
    const value = weights.named[name];
    if (value === undefined) {
      throw new RangeError(`the weights know no feature ${JSON.stringify(name)}: run npm run train:completeness again`);
    }
    found[index] = value;
  }
  const bytes = fromBase64(weights.hashed);
  if (bytes.length !== buckets) {
    throw new RangeError(
      `the weights have ${bytes.length} buckets instead of ${buckets}: run npm run train:completeness again`,
    );
  }
  for (const [index, byte] of bytes.entries()) found[namedFeatures.length + index] = byte * weights.scale;
  return found;
}

/** The log-odds of a set of features. */
export function logOdds(weights: Float64Array, features: readonly number[]): number {
  let sum = 0;
  for (const index of features) sum += weights[index] ?? 0;
  return sum;
}

export function toProbability(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

/** Probability, by these weights alone, that an English text is a whole turn; 0 where there is no word. */
export function predict(weights: Float64Array, text: string): number {
  const features = featuresOf(text);
  return features.length === 0 ? 0 : toProbability(logOdds(weights, features));
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** TC7 The engine knows neither Node nor a browser, so it reads base64 (RFC 4648) itself. */
export function fromBase64(text: string): Int8Array {
  const digits = text.replace(/=+$/u, "");
  const bytes = new Int8Array(Math.floor((digits.length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at] = bits >> held;
    at += 1;
  }
  return bytes;
}
