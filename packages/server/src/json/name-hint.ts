import { closestName } from "@repartee/protocol";

/** A sentence's end such as `; did you mean "port"?`, or the names that are known. */
export function nameHint(typed: string, known: readonly string[]): string {
  const closest = closestName(typed, known);
  return closest === undefined ? `; known are ${known.join(", ")}` : `; did you mean "${closest}"?`;
}
