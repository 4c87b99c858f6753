import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineAndColumn, locateJson, pathKey } from "./json-positions.ts";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // the question was whether it throws
  }
}

describe("JSON positions", () => {
  test("it accepts exactly what JSON.parse accepts", () => {
    const nearJson = fc
      .json()
      .chain((text) =>
        fc
          .tuple(fc.nat(text.length), fc.nat(3), fc.constantFrom("", ",", '"', "{", "]", "\\", "1", "\u0001", "e"))
          .map(([at, dropped, put]) => text.slice(0, at) + put + text.slice(at + dropped)),
      );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), nearJson), (text) => {
        expect(locateJson(text).ok).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("cut at every place, a text stops being JSON where it ends", () => {
    const text = '{"a":[1,-2.5e3,true,null,"\\u00e9\\n"],"b":{"c":"d"}}';
    for (let end = 0; end < text.length; end += 1) {
      const cut = locateJson(text.slice(0, end));
      expect(cut.ok).toBe(false);
      expect(cut.ok ? 0 : cut.offset).toBeGreaterThanOrEqual(end - 5);
    }
    expect(locateJson(text).ok).toBe(true);
  });

  test("the offset is where the first wrong character stands", () => {
    expect(locateJson('{"a": 1,, "b": 2}')).toEqual({
      ok: false,
      offset: 8,
      problem: "expected a name in double quotes",
    });
    expect(locateJson("[1 2]")).toEqual({ ok: false, offset: 3, problem: 'expected "," or "]"' });
    expect(locateJson("tru")).toEqual({ ok: false, offset: 0, problem: "expected a JSON value" });
    expect(locateJson('{"a":')).toEqual({ ok: false, offset: 5, problem: "expected a JSON value, but the text ends" });
  });

  test("members are found by their path", () => {
    const text = '{\n  "models": {\n    "a": { "port": [1,\n 2] }\n  }\n}';
    const found = locateJson(text);
    const offset = found.ok ? found.offsets.get(pathKey(["models", "a", "port", 1])) : undefined;
    expect(lineAndColumn(text, offset ?? 0)).toEqual({ line: 4, column: 2 });
  });

  test("a text nested too deep is refused, not crashed on", () => {
    expect(locateJson("[".repeat(100_000))).toMatchObject({ ok: false, problem: "expected at most 500 levels" });
  });
});
