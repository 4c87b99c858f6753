import { isFigure } from "./figures.ts";

const guarded: ReadonlySet<string> = new Set(
  [
    // Negations, and what takes a thing back.
    "no nope not never none nobody nothing nowhere neither nor without except unless instead",
    // Question words.
    "what when where who whom whose which why how",
    // Other answers to a yes-or-no question.
    "yes yeah yep",
  ].flatMap((words) => words.split(" ")),
);

/** ML2 What no rung leaves out, adds or changes, in the form of `toFigures`: negations, numbers, question words. */
export function isGuarded(word: string): boolean {
  return guarded.has(word) || isFigure(word);
}

/** Whether both hold the same guarded words in the same order. */
export function isGuardedAlike(one: readonly string[], other: readonly string[]): boolean {
  const left = one.filter(isGuarded);
  const right = other.filter(isGuarded);
  return left.length === right.length && left.every((word, index) => word === right[index]);
}
