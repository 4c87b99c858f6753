import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTokenCounterSource, openTokenCounter } from "./open-counter.ts";
import { boundCost, rememberCounts, type TokenCounter } from "./token-counter.ts";

describe("what was counted is remembered", () => {
  function counted(most: { texts: number; units: number }): { count: TokenCounter; asked: string[] } {
    const asked: string[] = [];
    const count = rememberCounts((text) => {
      asked.push(text);
      return text.length;
    }, most);
    return { count, asked };
  }

  test("TK1 a text is counted once", () => {
    const { count, asked } = counted({ texts: 10, units: 100 });
    expect([count("one"), count("one"), count("three"), count("one")]).toEqual([3, 3, 5, 3]);
    expect(asked).toEqual(["one", "three"]);
  });

  test("TK1 what was not asked for the longest is forgotten first, beyond so many texts or so much text", () => {
    const few = counted({ texts: 2, units: 100 });
    for (const text of ["a", "b", "a", "c", "a", "b"]) few.count(text);
    expect(few.asked).toEqual(["a", "b", "c", "b"]);
    const short = counted({ texts: 100, units: 6 });
    for (const text of ["aaa", "bbb", "cc", "bbb", "aaa"]) short.count(text);
    expect(short.asked).toEqual(["aaa", "bbb", "cc", "aaa"]);
  });
});

describe("no text is a trap", () => {
  const words: TokenCounter = (text) => text.split(/\s+/u).filter((word) => word !== "").length;

  test("TK2 what a tokenizer is given is never a long run", () => {
    let longest = 0;
    const count = boundCost((text) => {
      longest = Math.max(
        longest,
        ...text.split(/\s+/u).map((word) => word.length),
        ...text.split(/\S+/u).map((gap) => gap.length),
      );
      return 1;
    });
    for (const unit of ["a", " ", "\n", "我", "\u{1F600}", "a".repeat(300) + " "])
      count(unit.repeat(20_000 / unit.length));
    expect(longest).toBeLessThanOrEqual(512);
  });

  test("TK2 no unit is lost or counted twice, however runs and words follow each other", () => {
    const count = boundCost((text) => text.length);
    const part = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.nat(900).map((length) => "x".repeat(length)),
      fc.constant("\n".repeat(400)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        expect(count(text)).toBe(text.length);
      }),
    );
  });

  test("TK2 a long text of words is counted whole; what is long and dense is judged by samples", () => {
    const text = "some words ".repeat(10_000);
    expect(boundCost(words)(text)).toBe(20_000);
    let units = 0;
    const dense = boundCost((piece) => {
      units += piece.length;
      return piece.length;
    });
    expect(dense("x".repeat(1_000_000))).toBe(1_000_000);
    expect(units).toBeLessThanOrEqual(12_000);
  });
});

describe("the counter", () => {
  test("TK3 counts as the hosted models do, and takes every text for text", async () => {
    const count = await openTokenCounter();
    expect(count("Hello, this is Mara.")).toBe(6);
    expect(count("")).toBe(0);
    expect(count("<|endoftext|>")).toBeGreaterThan(3);
    expect(count("\ud800")).toBeGreaterThan(0);
  });

  test.each([
    ["one letter", "a".repeat(100_000)],
    ["white space", " ".repeat(100_000)],
    ["no spaces", "我".repeat(100_000)],
    [
      "a key",
      Array.from({ length: 100_000 }, (_, index) => String.fromCharCode(33 + ((index * index * 31) % 90))).join(""),
    ],
  ])("TK2 counts 100 kB of %s in no time", async (_name, text) => {
    const count = await openTokenCounter();
    const startedAt = performance.now();
    expect(count(text)).toBeGreaterThan(500);
    // Counted at once it would take minutes; this leaves room for a busy machine.
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test("TK3 is loaded once, when it is first asked for; a load that failed is tried again", async () => {
    let loads = 0;
    const source = createTokenCounterSource(() => {
      loads += 1;
      return loads === 1 ? Promise.reject(new Error("no memory")) : Promise.resolve((text: string) => text.length);
    });
    expect(loads).toBe(0);
    await expect(source()).rejects.toThrow("no memory");
    expect((await source())("four")).toBe(4);
    expect(await source()).toBe(await source());
    expect(loads).toBe(2);
  });
});
