import { isDeepStrictEqual } from "node:util";
import { Pointer, applyPatch } from "rfc6902";
import type { Operation } from "rfc6902";
import type { Json } from "../ports/store.ts";
import { isJsonObject } from "./json-value.ts";

/** The outcome of a JSON Patch (RFC 6902): all of it, or none and the first reason. */
export type PatchResult =
  | { readonly ok: true; readonly document: Json }
  | { readonly ok: false; readonly problem: string };

const MAX_OPERATIONS = 1_000;

/** Characters of JSON that one patch may add: a `copy` of the whole into itself doubles the document each time. */
const MAX_GROWTH = 4 * 1024 * 1024;

/** Applies `operations`, as untrusted as they come, to a copy of `document`. `toPointer` may translate each pointer first. */
export function patchJson(document: Json, operations: unknown, toPointer: (pointer: string) => string): PatchResult {
  if (!Array.isArray(operations)) return refuse("the patch", "expected an array of operations");
  if (operations.length > MAX_OPERATIONS) return refuse("the patch", `expected at most ${MAX_OPERATIONS} operations`);
  // Wrapped, because the library cannot replace a root.
  const root: Root = { document: structuredClone(document) };
  let growth = 0;
  for (const [index, given] of operations.entries()) {
    const operation = readOperation(given, toPointer);
    if (typeof operation === "string") return refuse(`operation ${index}`, operation);
    const applied = apply(root, operation);
    if (typeof applied === "string") return refuse(`operation ${index} (${operation.op} ${show(operation)})`, applied);
    growth += applied;
    if (growth > MAX_GROWTH) return refuse(`operation ${index}`, "the document grows too large");
  }
  return root.document === undefined
    ? refuse("the patch", "nothing would be left")
    : { ok: true, document: root.document };
}

interface Root {
  document?: Json;
}

type Step =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "copy" | "move"; readonly path: string; readonly from: string };

function readOperation(given: unknown, toPointer: (pointer: string) => string): Step | string {
  if (!isJsonObject(given)) return "expected an object";
  const { op, path, from, value } = given;
  if (!isPointer(path)) return `path: ${POINTER_EXPECTED}`;
  const target = toPointer(path);
  if (op === "remove") return { op, path: target };
  if (op === "add" || op === "replace" || op === "test") {
    return value === undefined ? "value: is required" : { op, path: target, value };
  }
  if (op !== "copy" && op !== "move") return 'op: expected one of "add", "remove", "replace", "move", "copy", "test"';
  return isPointer(from) ? { op, path: target, from: toPointer(from) } : `from: ${POINTER_EXPECTED}`;
}

const POINTER_EXPECTED = "expected a JSON pointer: empty, or names that each follow a /";

/** RFC 6901, without the names that reach an object's prototype. */
function isPointer(value: unknown): value is string {
  if (typeof value !== "string" || !/^(?:\/(?:[^~/]|~[01])*)*$/.test(value)) return false;
  return !/\/(?:__proto__|constructor|prototype)(?=\/|$)/.test(value);
}

/** Changes `root`; answers the characters that it may have grown by, or why it cannot be done. */
function apply(root: Root, step: Step): number | string {
  switch (step.op) {
    case "test":
      // Not the library's, which compares long arrays in square time.
      return isDeepStrictEqual(find(root, step.path), step.value) ? 0 : "the value is another one, or there is none";
    case "add":
      return run(root, step) ?? JSON.stringify(step.value).length;
    case "replace":
      if (find(root, step.path) === undefined) return NOTHING_THERE;
      return run(root, step) ?? JSON.stringify(step.value).length;
    case "remove":
      return find(root, step.path) === undefined ? NOTHING_THERE : (run(root, step) ?? 0);
    case "copy":
    case "move":
      return transfer(root, step);
  }
}

/** As RFC 6902 defines them: `copy` is an `add` of what stands at `from`, `move` is a `remove` and then that `add`. */
function transfer(root: Root, step: Step & { readonly op: "copy" | "move" }): number | string {
  const value = find(root, step.from);
  if (value === undefined) return "nothing is at `from`";
  if (step.op === "copy") return run(root, { op: "add", path: step.path, value }) ?? JSON.stringify(value).length;
  if (step.path.startsWith(`${step.from}/`)) return "a value cannot move into itself";
  if (step.path === step.from) return 0;
  return run(root, { op: "remove", path: step.from }) ?? run(root, { op: "add", path: step.path, value }) ?? 0;
}

const NOTHING_THERE = "nothing is there";

function run(root: Root, operation: Operation): string | undefined {
  const path = `/document${operation.path}`;
  const parent = operation.path === "" ? root : find(root, operation.path.slice(0, operation.path.lastIndexOf("/")));
  if (typeof parent !== "object" || parent === null) return "nothing is there to add to";
  const [error] = applyPatch(root, [{ ...operation, path }]);
  return error === null || error === undefined ? undefined : "there is no such place";
}

/** By own names and exact indexes only; the library also finds `length` and what is inherited. */
function find(root: Root, pointer: string): Json | undefined {
  let value = root.document;
  for (const token of Pointer.fromJSON(pointer).tokens.slice(1)) value = memberOf(value, token);
  return value;
}

function memberOf(value: Json | undefined, token: string): Json | undefined {
  if (isJsonObject(value)) return Object.hasOwn(value, token) ? value[token] : undefined;
  if (!Array.isArray(value) || !/^(?:0|[1-9]\d*)$/.test(token)) return undefined;
  const items: readonly Json[] = value;
  return items[Number(token)];
}

function refuse(where: string, problem: string): PatchResult {
  return { ok: false, problem: `${where}: ${problem}` };
}

function show(step: Step): string {
  return JSON.stringify(step.path.length > 100 ? `${step.path.slice(0, 100)}…` : step.path);
}
