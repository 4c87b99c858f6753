/** The known name that a mistyped one most likely meant, if any is near enough to be worth saying. */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const bound = Math.max(1, Math.floor(typed.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase());
    if (distance <= bound && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? (typed.length >= 3 ? known.find((name) => name.startsWith(typed)) : undefined);
}

/** A sentence's end such as `; did you mean "port"?`, or nothing. */
export function nameHint(typed: string, known: readonly string[]): string {
  const nearest = nearestName(typed, known);
  return nearest === undefined ? `; known are ${known.join(", ")}` : `; did you mean "${nearest}"?`;
}

/** Optimal string alignment: insertions, deletions, replacements and swapped neighbours cost one each. */
function editDistance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const cell = (up: number, back: number): number => rows[row - up]?.[column - back] ?? 0;
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const steps = [cell(1, 0) + 1, (current[column - 1] ?? 0) + 1, cell(1, 1) + (same ? 0 : 1)];
      current.push(Math.min(...steps, swapped ? cell(2, 2) + 1 : Infinity));
    }
    rows.push(current);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
