import { MAX_JSON_DEPTH } from "./bounds.ts";

/** Whether a JSON value nests at most 64 containers, so that walking it recursively is safe. Itself does not recurse. */
export function isShallow(value: unknown): boolean {
  let level = containersAmong([value]);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === MAX_JSON_DEPTH) return false;
    level = containersAmong(level.flatMap((container): unknown[] => Object.values(container)));
  }
  return true;
}

function containersAmong(values: readonly unknown[]): readonly object[] {
  return values.filter((value): value is object => typeof value === "object" && value !== null);
}
