/** The known name that is most like `name`, where one is like it at all: for "did you mean". */
export function closestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > 64) return undefined;
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3));
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance > least) continue;
    if (best !== undefined && distance === least) continue;
    best = candidate;
    least = distance;
  }
  // An abbreviation is far from its name in letters, and still its beginning.
  return best ?? (name.length >= 3 ? known.find((candidate) => candidate.startsWith(name)) : undefined);
}

/** How many letters must be put in, taken out or changed. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const change = from[row - 1] === to[column - 1] ? 0 : 1;
      current.push(
        Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (previous[column - 1] ?? 0) + change),
      );
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
