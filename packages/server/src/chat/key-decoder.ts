import { controlKeys, sequenceKeys, type Key } from "./key.ts";

/** Reads what a terminal sends, in pieces of any size, as keys. */
export interface KeyDecoder {
  feed(bytes: Uint8Array): readonly Key[];
  /** Whether an ESC has come that may be a key of its own or the beginning of a sequence: only time tells. */
  readonly undecided: boolean;
  /** Enough time has passed: the ESC was a key. */
  settle(): readonly Key[];
}

const ESC = "\u001b";
const pasteStart = "[200~";
const pasteEnd = `${ESC}[201~`;
/** Longer ones are noise, not keys. */
const longestSequence = 32;

export function createKeyDecoder(): KeyDecoder {
  const utf8 = new TextDecoder();
  let rest = "";
  let pasting = false;
  // The second half of a line break that came as two characters ends no second line.
  let afterReturn = false;

  function read(): readonly Key[] {
    const keys: Key[] = [];
    while (rest !== "") {
      const taken = pasting ? takePaste(keys) : takeOne(keys);
      if (taken === 0) break;
      rest = rest.slice(taken);
    }
    return keys;
  }

  function takePaste(keys: Key[]): number {
    const end = rest.indexOf(pasteEnd);
    const length = end === -1 ? rest.length - overlap(rest, pasteEnd) : end;
    if (length > 0) keys.push({ type: "paste", text: rest.slice(0, length) });
    if (end === -1) return length;
    pasting = false;
    return end + pasteEnd.length;
  }

  function takeOne(keys: Key[]): number {
    if (rest.startsWith(ESC)) return takeSequence(keys);
    const plain = /^[^\p{Cc}]+/u.exec(rest)?.[0];
    if (plain !== undefined) {
      afterReturn = false;
      keys.push({ type: "text", text: plain });
      return plain.length;
    }
    const character = rest[0] ?? "";
    const name = controlKeys.get(character);
    if (name !== undefined && !(character === "\n" && afterReturn)) keys.push({ type: name });
    afterReturn = character === "\r";
    return 1;
  }

  function takeSequence(keys: Key[]): number {
    const sequence = sequenceAt(rest);
    if (sequence === undefined) return 0;
    afterReturn = false;
    if (sequence === pasteStart) pasting = true;
    const name = sequence === "" ? "escape" : sequenceKeys.get(sequence);
    if (name !== undefined) keys.push({ type: name });
    return ESC.length + sequence.length;
  }

  return {
    feed(bytes) {
      rest += utf8.decode(bytes, { stream: true });
      return read();
    },
    get undecided() {
      return !pasting && rest !== "";
    },
    settle() {
      if (pasting || rest === "") return [];
      // What stands behind the ESC was typed for itself.
      rest = rest.slice(ESC.length);
      return [{ type: "escape" }, ...read()];
    },
  };
}

/** What belongs to the ESC at the start of `text`: "" where it stands alone, undefined where more has to come. */
function sequenceAt(text: string): string | undefined {
  const next = text[ESC.length];
  if (next === undefined) return undefined;
  // Two in a row: the first was pressed, the second may begin something.
  if (next === ESC) return "";
  if (next === "O") return text.length < 3 ? undefined : text.slice(1, 3);
  if (next !== "[") return String.fromCodePoint(text.codePointAt(1) ?? 0);
  const complete = /^\[[\u0020-\u003f]*[\u0040-\u007e]/.exec(text.slice(1, longestSequence))?.[0];
  if (complete !== undefined) return complete;
  const broken = /^\[[\u0020-\u003f]*[^\u0020-\u003f]/.test(text.slice(1, longestSequence));
  if (broken || text.length > longestSequence) return "[";
  return undefined;
}

/** How many characters at the end of `text` may be the beginning of `mark`. */
function overlap(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length -= 1) {
    if (mark.startsWith(text.slice(text.length - length))) return length;
  }
  return 0;
}
