import type { PatchOperation, Persona } from "@repartee/protocol";
import { isRecord } from "./json-object.ts";
import { toSettings } from "./persona-body.ts";
import { toFields } from "./persona-fields.ts";
import type { PersonaFields } from "./persona-fields.ts";

/** The JSON Patch that brings a stored persona to what the form says; empty where it says the same. */
export function toPatch(persona: Persona, fields: PersonaFields): readonly PatchOperation[] {
  const before = toSettings(toFields(persona));
  const operations: PatchOperation[] = [];
  const made = new Set<string>();
  for (const [index, { path, value }] of toSettings(fields).entries()) {
    // Compared as the form would say it, so that a stored default is not removed unasked.
    if (isSame(before[index]?.value, value)) continue;
    if (value === undefined) {
      if (memberAt(persona, path) !== undefined) operations.push({ op: "remove", path: toPointer(path) });
      continue;
    }
    operations.push(...missingParents(persona, path, made), { op: "add", path: toPointer(path), value });
  }
  return operations;
}

/** A member can only be added to an object that is there. */
function missingParents(persona: Persona, path: readonly string[], made: Set<string>): readonly PatchOperation[] {
  return path.slice(0, -1).flatMap((_, index): readonly PatchOperation[] => {
    const parent = path.slice(0, index + 1);
    const pointer = toPointer(parent);
    if (made.has(pointer) || isRecord(memberAt(persona, parent))) return [];
    made.add(pointer);
    return [{ op: "add", path: pointer, value: {} }];
  });
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at, name) => (isRecord(at) ? at[name] : undefined), value);
}

function toPointer(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
