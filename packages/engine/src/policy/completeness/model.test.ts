import fc from "fast-check";
import { expect, test } from "vitest";
import { featuresOf, namedFeatures, weightCount } from "./features.ts";
import { bucketOf, buckets } from "./hash.ts";
import { decodeWeights, fromBase64, predict, type CompletenessWeights } from "./model.ts";
import { trainedWeights } from "./weights.ts";

const plain: CompletenessWeights = {
  named: Object.fromEntries(namedFeatures.map(([name, belief]) => [name, belief])),
  hashed: Buffer.alloc(buckets).toString("base64"),
  scale: 0.01,
};

test("TC6 the bucket is FNV-1a, folded", () => {
  // FNV-1a of 32 bits: "" 811c9dc5, "a" e40c292c, "foobar" bf9cf968 (the reference's own test vectors).
  const fold = (hash: number): number => ((hash >>> 16) ^ hash) & 4095;
  expect(["", "a", "foobar"].map(bucketOf)).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968].map(fold));
});

test("TC6 every feature has a weight", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(featuresOf(text).every((index) => index >= 0 && index < weightCount)).toBe(true);
    }),
  );
});

test("TC6 the last words are features, wherever the turn began", () => {
  const shared = (one: string, other: string): number => {
    const known = new Set(featuresOf(other));
    return featuresOf(one).filter((index) => index >= namedFeatures.length && known.has(index)).length;
  };
  const turn = "yesterday i told my sister that i would like to order a new checkbook";
  expect(shared(turn, "well then we should all order a new checkbook")).toBeGreaterThan(6);
  expect(shared(turn, "yesterday i told my sister that we can")).toBeLessThan(3);
});

test("TC7 base64 is read as everyone reads it", () => {
  fc.assert(
    fc.property(fc.int8Array(), (bytes) => {
      expect(fromBase64(Buffer.from(bytes.buffer).toString("base64"))).toEqual(bytes);
    }),
  );
});

test("TC7 weights of another version are refused, with what to do", () => {
  const { always, ...others } = plain.named;
  expect(always).toBeDefined();
  expect(() => decodeWeights({ ...plain, named: others })).toThrow(/"always".*npm run train:completeness/);
  expect(() => decodeWeights({ ...plain, hashed: "AAAA" })).toThrow(/3 buckets instead of 4096/);
});

test("TC7 a bucket counts its byte times the scale", () => {
  const index = namedFeatures.length + bucketOf("1 checkbook");
  const bytes = Buffer.alloc(buckets);
  bytes.writeInt8(-100, bucketOf("1 checkbook"));
  const weights = decodeWeights({ ...plain, hashed: bytes.toString("base64") });
  expect(weights[index]).toBeCloseTo(-1);
  expect(predict(weights, "i need a new checkbook")).toBeLessThan(
    predict(decodeWeights(plain), "i need a new checkbook"),
  );
});

test("TC7 the beliefs alone tell a whole turn from a stopped one", () => {
  const weights = decodeWeights(plain);
  expect(predict(weights, "can you send me a new one please")).toBeGreaterThan(0.7);
  expect(predict(weights, "can you send me a")).toBeLessThan(0.05);
});

test("TC7 the model is small", () => {
  expect(JSON.stringify(trainedWeights).length).toBeLessThan(16_000);
});
