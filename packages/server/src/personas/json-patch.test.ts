import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../ports/store.ts";
import { patchJson } from "./json-patch.ts";

function patched(document: Json, ...operations: Json[]): Json {
  const result = patchJson(document, operations, (pointer) => pointer);
  return result.ok ? result.document : `refused: ${result.problem}`;
}

describe("JSON Patch", () => {
  test.each<[string, Json, Json[], Json]>([
    ["A.1 add a member", { foo: "bar" }, [{ op: "add", path: "/baz", value: "qux" }], { baz: "qux", foo: "bar" }],
    [
      "A.2 add an element",
      { foo: ["bar", "baz"] },
      [{ op: "add", path: "/foo/1", value: "qux" }],
      { foo: ["bar", "qux", "baz"] },
    ],
    ["A.3 remove a member", { baz: "qux", foo: "bar" }, [{ op: "remove", path: "/baz" }], { foo: "bar" }],
    [
      "A.4 remove an element",
      { foo: ["bar", "qux", "baz"] },
      [{ op: "remove", path: "/foo/1" }],
      { foo: ["bar", "baz"] },
    ],
    ["A.5 replace a value", { baz: "qux" }, [{ op: "replace", path: "/baz", value: "boo" }], { baz: "boo" }],
    [
      "A.6 move a value",
      { foo: { bar: "baz", waldo: "fred" }, qux: { corge: "grault" } },
      [{ op: "move", from: "/foo/waldo", path: "/qux/thud" }],
      { foo: { bar: "baz" }, qux: { corge: "grault", thud: "fred" } },
    ],
    [
      "A.7 move an element",
      { foo: ["all", "grass", "cows", "eat"] },
      [{ op: "move", from: "/foo/1", path: "/foo/3" }],
      { foo: ["all", "cows", "eat", "grass"] },
    ],
    [
      "A.8 test",
      { baz: "qux", foo: ["a", 2, "c"] },
      [
        { op: "test", path: "/baz", value: "qux" },
        { op: "test", path: "/foo/1", value: 2 },
      ],
      { baz: "qux", foo: ["a", 2, "c"] },
    ],
    [
      "A.10 add a nested member",
      { foo: "bar" },
      [{ op: "add", path: "/child", value: { grandchild: {} } }],
      { foo: "bar", child: { grandchild: {} } },
    ],
    [
      "A.11 ignore unknown members",
      { foo: "bar" },
      [{ op: "add", path: "/baz", value: "qux", xyz: 123 }],
      { foo: "bar", baz: "qux" },
    ],
    [
      "A.14 escapes are read in the right order",
      { "/": 9, "~1": 10 },
      [{ op: "test", path: "/~01", value: 10 }],
      { "/": 9, "~1": 10 },
    ],
    [
      "A.16 add at the end",
      { foo: ["bar"] },
      [{ op: "add", path: "/foo/-", value: ["abc", "def"] }],
      { foo: ["bar", ["abc", "def"]] },
    ],
    [
      "copy shares nothing",
      { a: { x: 1 } },
      [
        { op: "copy", from: "/a", path: "/b" },
        { op: "replace", path: "/b/x", value: 2 },
      ],
      { a: { x: 1 }, b: { x: 2 } },
    ],
    ["the root can be replaced", { a: 1 }, [{ op: "replace", path: "", value: { b: 2 } }], { b: 2 }],
    [
      "null is a value",
      { a: 1 },
      [
        { op: "replace", path: "/a", value: null },
        { op: "test", path: "/a", value: null },
      ],
      { a: null },
    ],
    [
      "the order of members does not count in a test",
      { a: { x: 1, y: 2 } },
      [{ op: "test", path: "/a", value: { y: 2, x: 1 } }],
      { a: { x: 1, y: 2 } },
    ],
  ])("RFC 6902 %s", (...[, document, operations, expected]) => {
    expect(patched(document, ...operations)).toEqual(expected);
  });

  test.each<[string, Json, Json]>([
    ["A.9 a test that fails", { baz: "qux" }, { op: "test", path: "/baz", value: "bar" }],
    ["A.12 add where there is no parent", { foo: "bar" }, { op: "add", path: "/baz/bat", value: "qux" }],
    ["A.15 a string is no number", { "/": 9, "~1": 10 }, { op: "test", path: "/~01", value: "10" }],
    ["an index past the end", { foo: [1] }, { op: "add", path: "/foo/2", value: 1 }],
    ["an index with a leading zero", { foo: [1, 2] }, { op: "replace", path: "/foo/01", value: 1 }],
    ["the length of an array", { foo: [1, 2] }, { op: "replace", path: "/foo/length", value: 4_000_000_000 }],
    ["removing the length of an array", { foo: [1, 2] }, { op: "remove", path: "/foo/length" }],
    ["a place inside a string", { foo: "bar" }, { op: "add", path: "/foo/0", value: "x" }],
    ["what every object inherits", {}, { op: "replace", path: "/toString", value: "x" }],
    ["a copy to a place that is none", { a: [1], b: 2 }, { op: "copy", from: "/b", path: "/a/x" }],
    ["a move into itself", { a: { b: 1 } }, { op: "move", from: "/a", path: "/a/b/c" }],
    ["an unknown operation", {}, { op: "increment", path: "/a", value: 1 }],
    ["no operation", {}, { path: "/a", value: 1 }],
    ["no path", {}, { op: "add", value: 1 }],
    ["no value", {}, { op: "add", path: "/a" }],
    ["no from", { a: 1 }, { op: "move", path: "/b" }],
    ["a path without its slash", { a: 1 }, { op: "replace", path: "a", value: 1 }],
    ["an unknown escape", { a: 1 }, { op: "add", path: "/a~2", value: 1 }],
    ["the prototype", {}, { op: "add", path: "/__proto__/polluted", value: true }],
    ["the prototype's constructor", {}, { op: "add", path: "/constructor/prototype/polluted", value: true }],
    ["no object", {}, "add"],
    ["removing everything", { a: 1 }, { op: "remove", path: "" }],
  ])("it refuses %s", (_name, document, operation) => {
    expect(patched(document, operation)).toMatch(/^refused: /);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("it names the operation, its target and the reason", () => {
    expect(patched({ a: 1 }, { op: "test", path: "/a", value: 1 }, { op: "remove", path: "/b" })).toBe(
      'refused: operation 1 (remove "/b"): nothing is there',
    );
  });

  test("a document that doubles with every operation is refused before it fills the memory", () => {
    const doubling = Array.from({ length: 200 }, (_, index) => ({ op: "copy", from: "", path: `/x${index}` }));
    expect(patched({ text: "x".repeat(1_000) }, ...doubling)).toMatch(/grows too large/);
  });

  test("a patch of more than 1,000 operations is refused", () => {
    const many = Array.from({ length: 1_001 }, () => ({ op: "test", path: "", value: {} }));
    expect(patched({}, ...many)).toMatch(/at most 1000/);
  });

  test("long arrays are compared in a moment", () => {
    const long = Array.from({ length: 50_000 }, (_, index) => index);
    expect(patched({ long }, { op: "test", path: "/long", value: [...long, 1] })).toMatch(/another one/);
  });

  test("whatever the operations are, it throws nothing and leaves the document as it was", () => {
    const pointer = fc
      .array(fc.constantFrom("a", "b", "0", "1", "-", "length", "__proto__", "~0", ""))
      .map((parts) => parts.map((part) => `/${part}`).join(""));
    const operation = fc.record(
      {
        op: fc.constantFrom("add", "remove", "replace", "move", "copy", "test", "x"),
        path: fc.oneof(pointer, fc.string()),
        from: pointer,
        value: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: operation }, fc.jsonValue())), (operations) => {
        const document = { a: [{ b: "c" }, 1], b: { a: {} } };
        const result = patchJson(document, operations, (path) => path);
        expect(document).toEqual({ a: [{ b: "c" }, 1], b: { a: {} } });
        if (result.ok) expect(JSON.parse(JSON.stringify(result.document))).toBeDefined();
      }),
      { numRuns: 1_000 },
    );
  });
});
