/** Ranks documents, given as their terms, by how well they answer a query (Okapi BM25). */
export interface Bm25 {
  /** Those that share a term with the query and enough of its weight, best first; the earlier of two equals. */
  search(query: readonly string[]): readonly Hit[];
}

export interface Hit {
  readonly index: number;
  readonly score: number;
}

/** Repetition counts little in a sentence, and so does its length. */
const k1 = 1.2;
const b = 0.5;
/** What no document has weighs a little more than what one has: it may be the very thing that was asked. */
const unknownWeight = 1.2;
/** The share of a query's weight that a document must have: one of two rare words is enough, one of three is not. */
const leastCoverage = 0.42;

export function createBm25(documents: readonly (readonly string[])[]): Bm25 {
  const frequencies = documents.map(countTerms);
  const holders = new Map<string, number[]>();
  for (const [index, terms] of frequencies.entries()) {
    for (const term of terms.keys()) holders.set(term, [...(holders.get(term) ?? []), index]);
  }
  const meanLength = documents.reduce((sum, terms) => sum + terms.length, 0) / Math.max(1, documents.length);
  const weigh = (found: number): number => Math.log(1 + (documents.length - found + 0.5) / (found + 0.5));

  return {
    search(query) {
      const scores = new Map<number, { score: number; covered: number }>();
      let total = 0;
      for (const term of new Set(query)) {
        const found = holders.get(term) ?? [];
        const weight = found.length === 0 ? unknownWeight * weigh(1) : weigh(found.length);
        total += weight;
        for (const index of found) {
          const count = frequencies[index]?.get(term) ?? 0;
          const long = (documents[index]?.length ?? 0) / meanLength;
          const before = scores.get(index) ?? { score: 0, covered: 0 };
          scores.set(index, {
            score: before.score + (weight * count * (k1 + 1)) / (count + k1 * (1 - b + b * long)),
            covered: before.covered + weight,
          });
        }
      }
      return [...scores]
        .filter(([, { covered }]) => covered >= leastCoverage * total)
        .map(([index, { score }]) => ({ index, score }))
        .toSorted((one, other) => other.score - one.score || one.index - other.index);
    },
  };
}

function countTerms(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
