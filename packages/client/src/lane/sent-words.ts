import type { InboundFrameOf } from "@repartee/protocol";

import type { TurnRecord } from "./turn-record.ts";
import { reviseWords } from "./word-track.ts";
import type { WordTrack } from "./word-track.ts";

/** The words of one utterance as the client sends them: they say of no turn that they are its. */
export interface SentWords {
  readonly utteranceId: string | undefined;
  /** A turn has taken them; what comes now is the next turn's, unless it goes on with these words. */
  readonly taken: boolean;
  /** What is final of segments that came one after the other. */
  readonly finals: string;
  readonly track: WordTrack;
}

export function createSentWords(utteranceId?: string): SentWords {
  return { utteranceId, taken: false, finals: "", track: { words: [], struck: [] } };
}

/** The words after one more transcript of the client; a new utterance starts anew. */
export function hearSentWords(
  sent: SentWords,
  said: InboundFrameOf<"conversation.user.transcript">["properties"],
  atMs: number,
): SentWords {
  const before = goesOn(sent, said) ? sent : createSentWords(said.utterance_id);
  const text = said.scope === "segment" ? `${before.finals} ${said.text}`.trim() : said.text;
  const finals = said.scope === "segment" && said.final === true ? text : before.finals;
  return { ...before, taken: false, finals, track: reviseWords(before.track, text, atMs) };
}

function goesOn(sent: SentWords, said: { readonly utterance_id?: string | undefined; readonly text: string }): boolean {
  if (said.utterance_id !== undefined) return said.utterance_id === sent.utteranceId;
  if (sent.utteranceId !== undefined) return false;
  return !sent.taken || said.text.startsWith(sent.track.words.map((word) => word.text).join(" "));
}

/** Whether a change shows what a turn answers: then the words that were sent until now are that turn's. */
export function takesWords(before: TurnRecord, after: TurnRecord): boolean {
  return before.drafts.length !== after.drafts.length || before.releases.length !== after.releases.length;
}
