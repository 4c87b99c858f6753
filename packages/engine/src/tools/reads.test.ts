import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalArguments } from "./canonical.ts";
import { findRead, keepRead, noReads, readKey, takeWithdrawn, withdrawRead } from "./reads.ts";

const answer = { output: "two", status: "success" } as const;
const key = (given: string, version = 1): ReturnType<typeof readKey> =>
  readKey({ name: "read", arguments: given }, version);

test("K6 equal arguments are equal, however they are written; what is no JSON is only equal to itself", () => {
  expect(canonicalArguments('{ "b": [1, {"d": 2, "c": 3}], "a": null }')).toBe('{"a":null,"b":[1,{"c":3,"d":2}]}');
  expect(canonicalArguments("{")).toBe("{");
  const law = fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
    const turned = Object.fromEntries(Object.entries(given).toReversed());
    expect(canonicalArguments(JSON.stringify(turned))).toBe(canonicalArguments(JSON.stringify(given)));
  });
  fc.assert(law);
});

test("K6 an answer is for the same tool, arguments and context", () => {
  const reads = keepRead(noReads, key('{"a":1}'), answer);
  expect(findRead(reads, key('{ "a": 1 }'))).toEqual(answer);
  expect(findRead(reads, key('{"a":2}'))).toBeUndefined();
  expect(findRead(reads, key('{"a":1}', 2))).toBeUndefined();
  expect(findRead(reads, readKey({ name: "look", arguments: '{"a":1}' }, 1))).toBeUndefined();
});

test("K6 64 answers and 64 withdrawn calls are remembered, of the newest context", () => {
  let reads = keepRead(noReads, key("0", 0), answer);
  for (let index = 0; index < 70; index += 1) {
    reads = keepRead(reads, key(String(index)), answer);
    reads = withdrawRead(reads, key(String(index)), `c${index}`);
  }
  expect([reads.known.length, reads.withdrawn.length]).toEqual([64, 64]);
  expect(findRead(reads, key("0", 0))).toBeUndefined();
  expect(takeWithdrawn(reads, "c3")).toBeUndefined();
  expect(takeWithdrawn(reads, "c69")?.key).toEqual(key("69"));
  expect(takeWithdrawn(reads, "c69")?.reads.withdrawn).toHaveLength(63);
});
