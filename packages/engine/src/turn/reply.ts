import type { Draft } from "../drafts/draft.ts";
import type { EndOfTurnReason, Rung } from "../effect.ts";
import type { ClauseCut } from "../speech/clauses.ts";
import type { UserWords } from "../transcript/user-words.ts";
import type { Committed } from "./committed.ts";
import type { Tally } from "./tally.ts";

/** The answer to a released turn: its one generation, what of it was let out, and what of that was heard. */
export interface Reply {
  readonly turnIdx: number;
  readonly draft: Draft;
  /** The words that are answered; undefined where the agent speaks of itself (greeting, echo). */
  readonly user: UserWords | undefined;
  readonly transcript: string;
  readonly reason: EndOfTurnReason;
  readonly rung: Rung | undefined;
  readonly lastWordAt: number;
  readonly endedAt: number;
  readonly releasedAt: number;
  readonly headStartMs: number;
  /** How often this turn was reopened before. */
  readonly reopened: number;
  readonly tally: Tally;
  /** To know a late revision of the words that are answered. */
  readonly committed: Committed | undefined;
  /** All that was let out, in order. */
  readonly said: string;
  readonly deltas: number;
  readonly clauses: ClauseCut;
  readonly firstWordsAt: number | undefined;
  /** How far the mouth has got, in UTF-16 units of `said`. */
  readonly heardChars: number;
  readonly playbackDone: boolean;
  /** How many of the draft's tool calls were announced. */
  readonly announced: number;
  /** The id that the pieces of an echo share. */
  readonly echoId: string | undefined;
}

/** What the user heard of it: up to the last word that was played whole. */
export function heardText(reply: Reply): string {
  return cutAtWord(reply.said, reply.heardChars);
}

/** The longest beginning of `text` with at most `chars` UTF-16 units that does not end inside a word. */
export function cutAtWord(text: string, chars: number): string {
  if (chars >= text.length) return text;
  if (chars <= 0) return "";
  const head = text.slice(0, chars);
  const inside = /[\p{L}\p{N}\p{M}'’]$/u.test(head) && /^[\p{L}\p{N}\p{M}'’]/u.test(text.slice(chars));
  return inside || endsInsidePair(head) ? head.replace(/[^\s]*$/u, "").trimEnd() : head.trimEnd();
}

function endsInsidePair(head: string): boolean {
  const last = head.charCodeAt(head.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}
