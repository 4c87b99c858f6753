/** The list with one more entry, and without its oldest ones past the bound. */
export function appendBounded<Entry>(list: readonly Entry[], entry: Entry, bound: number): readonly Entry[] {
  return list.length < bound ? [...list, entry] : [...list.slice(list.length - bound + 1), entry];
}

/** The list with its last entry that fits changed; the same list if none fits. */
export function changeLast<Entry>(
  list: readonly Entry[],
  fits: (entry: Entry) => boolean,
  change: (entry: Entry) => Entry,
): readonly Entry[] {
  const index = list.findLastIndex(fits);
  return list.map((entry, at) => (at === index ? change(entry) : entry));
}
