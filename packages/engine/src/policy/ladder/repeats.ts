import { isGuarded } from "./guard.ts";

/** How many words may be said again at once. */
const longestRepeat = 4;

/** Words by which a repetition begins that is none for its own sake. A name that is said twice may be two names. */
const hesitant: ReadonlySet<string> = new Set(
  "i you we they he she it a an the my your his her our their this that these those to of in on at for from with by and or but so if is are was were am be do does did can could would will should have has had need want like just also there all some as me us let".split(
    " ",
  ),
);

/** ML5 What is said twice or begun again stands there once: "I I want", "my card my card", "that is that is great". */
export function withoutRepeats(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const [index, word] of words.entries()) {
    kept.push(word);
    // Letter by letter it is spelled: "a a r o n".
    const spelled = isLetter(words[index + 1]);
    for (let length = longestRepeat; length > (spelled ? 1 : 0); length -= 1) {
      if (!isRepeat(kept, length)) continue;
      kept.length -= length;
      break;
    }
  }
  return kept;
}

/** How many of the last words may be the beginning of a repetition. */
export function begunRepeats(words: readonly string[]): readonly number[] {
  return [1, 2, 3].filter((count) => {
    const said = words.slice(words.length - count);
    for (let length = count + 1; length <= longestRepeat; length += 1) {
      const from = words.length - count - length;
      if (from < 0) return false;
      if (isHesitant(words, from, length) && said.every((word, offset) => words[from + offset] === word)) return true;
    }
    return false;
  });
}

/** Whether the last words are the ones before them again. */
function isRepeat(words: readonly string[], length: number): boolean {
  const from = words.length - 2 * length;
  if (from < 0 || !isHesitant(words, from, length)) return false;
  for (let offset = 0; offset < length; offset += 1) {
    if (words[from + offset] !== words[from + length + offset]) return false;
  }
  return true;
}

function isHesitant(words: readonly string[], from: number, length: number): boolean {
  if (!hesitant.has(words[from] ?? "")) return false;
  for (let at = from; at < from + length; at += 1) if (isGuarded(words[at] ?? "")) return false;
  return !isLetter(words[from - 1]);
}

/** A letter that is no word. */
function isLetter(word: string | undefined): boolean {
  return word !== undefined && /^[b-hj-z]$/u.test(word);
}
