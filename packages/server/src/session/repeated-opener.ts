/** Takes the repetition of what was said before off an answer as it comes. */
export interface RepetitionCut {
  /** What is to be let out now. */
  push(text: string): string;
  /** Nothing more comes: what was held back. */
  end(): string;
}

const noLetters = /[^\p{L}\p{N}]+/gu;
/** What may stand behind the repetition and belongs to it. */
const behind = /^["'”’)\].,!?;:…–—-]*[\s.,!?;:…–—-]*/u;
/** More than so much longer is no repetition: what is held back stays short. */
const mostMarks = 200;

/**
 * R45 A model that was told to go on behind `said` may begin with it again: that is held back, compared by its letters
 * alone, and left out where it is all there. Everything else is let out as it came.
 */
export function createRepetitionCut(said: string): RepetitionCut {
  const wanted = lettersOf(said);
  let held: string | undefined = wanted === "" ? undefined : "";
  return {
    push(text) {
      if (held === undefined) return text;
      held += text;
      const end = endOfRepetition(held, wanted);
      if (end === "unknown" && held.length < said.length + mostMarks) return "";
      const out = typeof end === "number" ? held.slice(end).replace(behind, "") : held;
      // Marks and spaces behind it may still come.
      if (out === "" && held.length < said.length + mostMarks) return "";
      held = undefined;
      return out;
    },
    end() {
      if (held === undefined) return "";
      const whole = lettersOf(held) === wanted;
      const rest = whole ? "" : held;
      held = undefined;
      return rest;
    },
  };
}

/** Where the letters of `wanted` end in a text that begins with them; undefined: it begins otherwise. */
function endOfRepetition(text: string, wanted: string): number | "unknown" | undefined {
  let seen = "";
  let end = 0;
  for (const character of text) {
    const own = lettersOf(character);
    if (seen === wanted) {
      // "Okay" is not repeated by "Okayish".
      return own === "" ? end : undefined;
    }
    seen += own;
    end += character.length;
    if (!wanted.startsWith(seen)) return undefined;
  }
  return "unknown";
}

function lettersOf(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(noLetters, "");
}
