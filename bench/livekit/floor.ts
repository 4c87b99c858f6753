import { createPieceCutter } from "../speculation/clauses.ts";
import type { Replies } from "../../packages/server/src/replay/replies.ts";
import type { ToldTurn } from "./told.ts";
import { voicePace } from "./voice.ts";

export interface FloorParams {
  readonly ttftMs: number;
  readonly tokenMs: number;
}

/**
 * LK8 The gap of whoever asks the model in the moment in which all words are known, and takes no time for anything else:
 * only who answers fewer words than were said can be earlier.
 */
export function floorOf(turn: ToldTurn, replies: Replies, { ttftMs, tokenMs }: FloorParams): number {
  const last = turn.told.findLast((event) => "words" in event);
  const words = last !== undefined && "words" in last ? last.words.join(" ") : "";
  const known = turn.told.find((event) => "words" in event && event.words.join(" ") === words);
  const clauseMs = firstClauseToken(replies.tokensFor(words)) * tokenMs;
  return (known?.atMs ?? turn.endMs) - turn.endMs + ttftMs + clauseMs + voicePace.firstSoundMs;
}

/** The index of the token with which something can be spoken; the last where only the end of the reply tells. */
function firstClauseToken(tokens: readonly string[]): number {
  const cutter = createPieceCutter();
  const index = tokens.findIndex((token) => cutter.push(token).length > 0);
  return index === -1 ? Math.max(0, tokens.length - 1) : index;
}
