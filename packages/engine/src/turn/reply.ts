import type { Draft } from "../drafts/draft.ts";
import type { EndOfTurnReason, Rung } from "../effect.ts";
import type { ClauseCut } from "../speech/clauses.ts";
import { cutAtWord } from "../speech/cut.ts";
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
  /** P29 How likely it was held to be that the user would not go on, before it was known; undefined: not weighed. */
  readonly foreseen: number | undefined;
  readonly endedAt: number;
  readonly releasedAt: number;
  readonly headStartMs: number;
  /** How often this turn was reopened before. */
  readonly reopened: number;
  readonly tally: Tally;
  /** To know late news of the words that are answered, and of those before them. */
  readonly committed: Committed | undefined;
  readonly before: Committed | undefined;
  /** All that was let out, in order. */
  readonly said: string;
  readonly deltas: number;
  readonly clauses: ClauseCut;
  readonly firstWordsAt: number | undefined;
  /** How far the mouth has got, in UTF-16 units of `said`. */
  readonly heardChars: number;
  readonly playbackDone: boolean;
  /** How many tool calls were told to the client. */
  readonly toolsCalled: number;
  /** Where the turn stands in the history: behind everything that was there when it was released. */
  readonly historyAt: number;
  /** The id that the pieces of an echo share. */
  readonly echoId: string | undefined;
}

/** What the user heard of it: up to the last word that was played whole. */
export function heardText(reply: Reply): string {
  return cutAtWord(reply.said, reply.heardChars);
}
