import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBm25 } from "./bm25.ts";

const index = createBm25([
  ["red", "apple"],
  ["red", "pear", "tree"],
  ["green", "tree"],
  ["apple", "tree", "apple", "red"],
]);

function found(...query: string[]): readonly number[] {
  return index.search(query).map((hit) => hit.index);
}

describe("BM25", () => {
  test("what holds the rarer word comes first", () => {
    expect(found("pear", "tree")[0]).toBe(1);
    expect(found("apple", "tree")[0]).toBe(3);
  });

  test("of two that are equal the earlier comes first", () => {
    expect(
      createBm25([
        ["one", "two"],
        ["one", "two"],
      ])
        .search(["one"])
        .map((hit) => hit.index),
    ).toEqual([0, 1]);
  });

  test("nothing is found by words that no document has, nor by none", () => {
    expect(found("weather")).toEqual([]);
    expect(found()).toEqual([]);
    expect(createBm25([]).search(["a"])).toEqual([]);
  });

  test("one rare word of two is enough, one of three is not", () => {
    expect(found("pear", "weather")).toEqual([1]);
    expect(found("pear", "weather", "news")).toEqual([]);
  });

  test("a common word of two is not enough", () => {
    expect(found("red", "weather")).toEqual([]);
  });

  test("every hit holds a word of the query, and scores fall", () => {
    const word = fc.constantFrom("a", "b", "c", "d", "e");
    fc.assert(
      fc.property(fc.array(fc.array(word, { minLength: 1 })), fc.array(word), (documents, query) => {
        const hits = createBm25(documents).search(query);
        for (const hit of hits) expect(documents[hit.index]!.some((term) => query.includes(term))).toBe(true);
        expect(hits.map((hit) => hit.score)).toEqual(
          hits.map((hit) => hit.score).toSorted((one, other) => other - one),
        );
      }),
    );
  });
});
