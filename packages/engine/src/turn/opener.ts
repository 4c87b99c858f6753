import { flushClauses } from "../speech/clauses.ts";
import type { Prepared } from "../drafts/draft.ts";

/** The beginning of a draft that came to nothing, kept because it commits to nothing: the turn's next answer begins with it. */
export interface Opener {
  readonly text: string;
  readonly fromDraft: string;
  /** How that draft was counted when it ended; once its opener was said it counts as salvaged instead. */
  readonly fate: "revoked" | "discarded";
}

/** SV5 An opener is a clause of its own, however short. */
export function preparedOpener(opener: Opener): Prepared {
  return flushClauses({ rest: opener.text, count: 0 });
}
