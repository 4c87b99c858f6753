import { cutClauses, noClauses } from "../../packages/engine/src/speech/clauses.ts";

/** A piece of a reply that can be spoken by itself. */
export interface Piece {
  /** An opener is one or two words before a comma at the very beginning ("Okay, "): it is played, and is no clause. */
  readonly kind: "opener" | "clause";
  readonly text: string;
}

/** Cuts a reply as it comes. The same for every policy: the engine's clauses, with the opener taken off before them. */
export interface PieceCutter {
  push(text: string): readonly Piece[];
  /** The reply is over: what is left is its last clause, however short. */
  finish(): readonly Piece[];
}

export function createPieceCutter(): PieceCutter {
  /** What may still become an opener; undefined once that is known. */
  let beginning: string | undefined = "";
  let cut = noClauses;
  const toClauses = (text: string): readonly Piece[] => {
    const next = cutClauses(cut, text);
    ({ cut } = next);
    return next.clauses.map((clause) => ({ kind: "clause", text: clause }));
  };
  return {
    push(text) {
      if (beginning === undefined) return toClauses(text);
      beginning += text;
      const opener = openerOf(beginning);
      if (opener === "unknown") return [];
      const rest = beginning.slice(opener.length);
      beginning = undefined;
      const clauses = toClauses(rest);
      return opener === "" ? clauses : [{ kind: "opener", text: opener.trim() }, ...clauses];
    },
    finish() {
      const clauses = toClauses(beginning ?? "");
      beginning = undefined;
      const last = cut.rest.trim();
      cut = { ...cut, rest: "" };
      return last === "" ? clauses : [...clauses, { kind: "clause", text: last }];
    },
  };
}

/** The opener that a reply begins with, or nothing; `unknown` while both are possible. */
function openerOf(text: string): string {
  const opener = /^\s*[^\s,]+(?:\s+[^\s,]+)?,\s+/u.exec(text)?.[0];
  if (opener !== undefined) return /[.!?;:]/u.test(opener) ? "" : opener;
  return /^\s*[^\s,.!?;:]*(?:\s+[^\s,.!?;:]*)?,?$/u.test(text) ? "unknown" : "";
}

/** How many words a piece has, to know how long it is played. */
export function wordsIn(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
