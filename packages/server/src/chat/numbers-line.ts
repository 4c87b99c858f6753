import type { TurnView } from "@repartee/client";
import type { TurnNumbers } from "@repartee/protocol";

/** The numbers of a turn in one line: what was waited for, what became of the drafts, what it cost. */
export function numbersLine(turn: TurnView): string {
  const { numbers } = turn;
  if (numbers === undefined) return "the turn has not ended";
  return [outcomeWords(numbers), waitWords(numbers), draftWords(turn, numbers), tokenWords(numbers), toolWords(numbers)]
    .filter((words) => words !== "")
    .join(" · ");
}

/** Milliseconds up to a second, then seconds. */
export function toDuration(ms: number): string {
  const size = Math.abs(ms);
  const words = size < 1000 ? `${Math.round(size)} ms` : `${(size / 1000).toFixed(size < 10_000 ? 2 : 1)} s`;
  return ms < 0 ? `−${words}` : words;
}

function outcomeWords({ outcome }: TurnNumbers): string {
  switch (outcome) {
    case "completed":
      return "";
    case "silent":
      return "no words came";
    case "interrupted":
    case "failed":
      return outcome;
  }
}

/** Where the caller says when a turn is over, the wait begins there; else with the last word, as it does for a listener. */
function waitWords(numbers: TurnNumbers): string {
  const { first_words_at: first, ended_at: ended, gap_ms: gap, end_of_turn_reason: reason } = numbers;
  if (first === null || isUnasked(reason)) return "";
  if (reason === "silence") return gap === null ? "" : `${toDuration(gap)} from your last word to the first words`;
  return ended === null ? "" : `${toDuration(first - ended)} to first words`;
}

function draftWords(turn: TurnView, { outcome, drafts, head_start_ms: ahead }: TurnNumbers): string {
  // Where the model failed, no draft could fit.
  if (drafts.started === 0 || outcome === "failed") return "";
  if (drafts.adopted === 0)
    return drafts.started === 1 ? "its draft did not fit" : `none of ${drafts.started} drafts fitted`;
  const position = turn.drafts.findIndex((draft) => draft.fate === "adopted") + 1;
  const which =
    position === 0 ? `1 of ${drafts.started} drafts` : `draft ${position} of ${Math.max(drafts.started, position)}`;
  return `${which} adopted${ahead === null || ahead === 0 ? "" : `, ${toDuration(ahead)} ahead`}`;
}

function tokenWords({ tokens }: TurnNumbers): string {
  if (tokens.out === 0 && tokens.wasted === 0) return "";
  const wasted = tokens.wasted === 0 ? "" : `, ${tokens.wasted} wasted`;
  return `${tokens.out} ${tokens.out === 1 ? "token" : "tokens"}${wasted}`;
}

function toolWords({ tools }: TurnNumbers): string {
  return tools === 0 ? "" : `${tools} tool ${tools === 1 ? "call" : "calls"}`;
}

/** Whether the agent spoke of itself, so that nobody waited. */
export function isUnasked(reason: string): boolean {
  return reason === "greeting" || reason === "echo";
}
