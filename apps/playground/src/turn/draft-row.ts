import type { DraftView, TurnView } from "@repartee/client";
import { formatMs } from "./format.ts";

/** What became of a generation; `asked` is the one that was begun only when the turn was over. */
export type Fate = DraftView["fate"] | "asked";

/** One generation of a turn, in words. */
export interface DraftRow {
  readonly id: string;
  readonly fate: Fate;
  readonly transcript: string;
  readonly startReason: string;
  /** Why it came to its end; undefined while it runs. */
  readonly endReason: string | undefined;
  /** When it ran, relative to the end of the turn; while the turn is open, to the conversation's start. */
  readonly span: string;
  /** Put out; undefined while nobody knows. */
  readonly tokens: number | undefined;
}

/** State by glyph and word, never by colour alone. */
export const fates: Readonly<Record<Fate, { readonly glyph: string; readonly name: string }>> = {
  running: { glyph: "◌", name: "started" },
  adopted: { glyph: "✓", name: "adopted" },
  revoked: { glyph: "✕", name: "revoked" },
  discarded: { glyph: "∅", name: "discarded" },
  asked: { glyph: "→", name: "asked at the end" },
};

/** The generations of a turn in the order of their start. */
export function toDraftRows(turn: TurnView): readonly DraftRow[] {
  const rows = turn.drafts.map((draft) => toRow(turn, draft));
  const asked = askedRow(turn);
  return asked === undefined ? rows : [...rows, asked];
}

/** When the turn ended, where that is known. */
function endOfTurn(turn: TurnView): number | undefined {
  return turn.numbers?.ended_at ?? turn.commit?.atMs;
}

function toRow(turn: TurnView, draft: DraftView): DraftRow {
  const adopted = draft.fate === "adopted";
  return {
    id: draft.inferenceId,
    fate: draft.fate,
    transcript: draft.transcript,
    startReason: toStartReason(draft.reason),
    endReason: adopted ? toRungReason(draft.rung) : toEndReason(draft.endReason),
    // What was adopted goes on: its end is not the draft's.
    span: toSpan(draft.startedAtMs, adopted ? undefined : draft.endedAtMs, endOfTurn(turn)),
    tokens: adopted ? turn.numbers?.tokens.out : draft.fate === "running" ? undefined : draft.tokensWasted,
  };
}

/** Where no draft fitted, the answer was asked for when the turn was over. */
function askedRow(turn: TurnView): DraftRow | undefined {
  const { commit } = turn;
  if (commit === undefined || commit.rung !== undefined || !spoken.has(commit.reason)) return undefined;
  const atMs = endOfTurn(turn) ?? 0;
  return {
    id: commit.inferenceId,
    fate: "asked",
    transcript: turn.userText,
    startReason: turn.drafts.length === 0 ? "the turn ended" : "the turn ended and no draft fitted",
    endReason: undefined,
    span: toSpan(atMs, undefined, endOfTurn(turn)),
    tokens: turn.numbers?.tokens.out,
  };
}

const spoken: ReadonlySet<string> = new Set(["turn_end", "silence", "respond"]);

function toSpan(startMs: number, endMs: number | undefined, zeroMs: number | undefined): string {
  const at = (ms: number) => (zeroMs === undefined ? `at ${formatMs(ms)}` : formatMs(ms - zeroMs));
  return endMs === undefined || endMs === startMs ? at(startMs) : `${at(startMs)} to ${at(endMs).replace("at ", "")}`;
}

/** On which rung of the match ladder a draft was adopted. */
export function toRungReason(rung: string | undefined): string {
  return rung === undefined || rung === "equal" ? "it answers the words that were said" : `it fits: ${rung}`;
}

/** Why a draft began, in words; a reason of a newer server as it came. */
export function toStartReason(reason: string): string {
  return startReasons[reason] ?? reason;
}

/** Why one came to nothing. */
export function toEndReason(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : (endReasons[reason] ?? reason);
}

const startReasons: Readonly<Record<string, string>> = {
  pause: "a pause in the words",
  punctuation: "the sentence ended",
  stable: "the words were stable",
  word: "the turn was probably over",
  voice: "the turn was probably over, though the voice went on",
  hedge: "the same words once more, as the first draft was slow",
};

const endReasons: Readonly<Record<string, string>> = {
  contradicted: "the words changed",
  context_changed: "the context changed",
  turn_ended: "the turn ended with other words",
  turn_reopened: "the turn went on",
  failed: "the model failed",
  outrun: "another draft of the same words was sooner",
  words_gone: "the words were taken back",
  conversation_ended: "the conversation ended",
};
