import type { DraftFate, LaneDraft } from "./lane-drafts.ts";
import type { ToolFate } from "./turn-lane.ts";

/** What became of a draft, by glyph and word: never by colour alone. */
export const fates: Readonly<Record<DraftFate, { readonly glyph: string; readonly name: string }>> = {
  waiting: { glyph: "◌", name: "waiting" },
  flowing: { glyph: "◌", name: "flowing" },
  adopted: { glyph: "✓", name: "adopted" },
  revoked: { glyph: "✕", name: "revoked" },
  discarded: { glyph: "∅", name: "discarded" },
  failed: { glyph: "!", name: "failed" },
  answered: { glyph: "→", name: "asked at the end" },
};

/** Where a tool call stands. */
export const toolFates: Readonly<Record<ToolFate, string>> = {
  open: "not answered",
  answered: "answered",
  withdrawn: "withdrawn",
  failed: "came to nothing",
};

const endReasons: Readonly<Record<string, string>> = {
  contradicted: "the user went on",
  context_changed: "the context changed",
  turn_ended: "other words were said",
  turn_reopened: "the turn went on",
  failed: "the model failed",
  outrun: "another draft was sooner",
  words_gone: "the words were taken back",
  conversation_ended: "the conversation ended",
  user_went_on: "the user went on",
  late_revision: "the words changed",
  turn_resumed: "the turn went on",
};

const startReasons: Readonly<Record<string, string>> = {
  pause: "a pause",
  punctuation: "the sentence ended",
  stable: "the words were stable",
  word: "the turn was probably over",
  voice: "probably over, the voice went on",
  hedge: "once more, the first was slow",
  silence: "the turn was over",
  turn_end: "the turn was over",
  respond: "finished speech came",
  greeting: "the agent greets",
};

const commitReasons: Readonly<Record<string, string>> = {
  silence: "silence",
  turn_end: "the caller ended the turn",
  respond: "finished speech",
  greeting: "greeting",
  echo: "spoken as told",
  conversation_end: "the conversation ended",
};

/** Why a draft came to nothing, or matched; reasons are an open list, and one of another version is told as it came. */
export function describeEnd({ fate, endReason }: LaneDraft): string | undefined {
  if (endReason === undefined || fate === "answered") return undefined;
  if (fate === "adopted") return endReason === "equal" ? undefined : `fits: ${endReason}`;
  return endReasons[endReason] ?? endReason.replaceAll("_", " ");
}

export function describeStart({ startReason }: LaneDraft): string {
  return startReasons[startReason] ?? startReason.replaceAll("_", " ");
}

export function describeCommit(reason: string): string {
  return commitReasons[reason] ?? reason.replaceAll("_", " ");
}

/** Draft 2, or the reply that was asked for at the end. */
export function nameOfDraft({ number }: LaneDraft): string {
  return number === undefined ? "reply" : `draft ${number}`;
}
