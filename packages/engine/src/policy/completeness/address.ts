import { kindOf, type Kind } from "./lexicon.ts";

const streets: ReadonlySet<string> = new Set(
  "street avenue ave road rd drive lane boulevard blvd court circle terrace parkway highway".split(" "),
);
const numbers: ReadonlySet<Kind> = new Set<Kind>(["digit", "tens", "magnitude", "number"]);
/** What may stand between the number and the kind of street: its name, of three words at most. */
const names: ReadonlySet<Kind> = new Set<Kind>(["word", "noun", "adjective", "plural", "quantity", "ed", "ing"]);
const longestName = 3;
const longestRest = 5;

/**
 * TC15 Whether the words end in a postal address without its postal code yet: a number, a street, and then perhaps town and
 * state. Callers pause after each of them.
 */
export function isAddressOpen(words: readonly string[]): boolean {
  const street = words.findLastIndex((word) => streets.has(word));
  if (street < 0 || words.length - street - 1 > longestRest) return false;
  if (words.slice(street + 1).some((word) => numbers.has(kindOf(word)) || word === "and")) return false;
  for (let index = street - 1; index >= Math.max(0, street - longestName - 1); index -= 1) {
    const kind = kindOf(words[index] ?? "");
    if (numbers.has(kind)) return true;
    if (!names.has(kind)) return false;
  }
  return false;
}
