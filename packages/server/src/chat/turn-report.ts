import type { DraftView, TurnView } from "@repartee/client";
import { numbersLine, toDuration } from "./numbers-line.ts";

/** All that is known of one turn, line by line. Times are relative to its end. */
export function turnReport(turn: TurnView): readonly string[] {
  const { numbers, commit, reply } = turn;
  const zero = numbers?.ended_at ?? commit?.atMs ?? 0;
  const drafts = turn.drafts.map((draft, index) => `draft ${index + 1}   ${draftWords(draft, zero)}`);
  const reason = numbers?.end_of_turn_reason ?? commit?.reason;
  const tokens = numbers?.tokens;
  return [
    `turn ${turn.turnIdx}    ${numbersLine(turn)}`,
    ...(turn.userText === "" ? [] : [`you       “${turn.userText}”`]),
    ...drafts,
    ...(reason === undefined
      ? []
      : [`ended by  ${reason}${commit?.rung === undefined ? "" : `, the draft's words: ${commit.rung}`}`]),
    ...(numbers?.first_words_at == null ? [] : [`first     words at ${offset(numbers.first_words_at, zero)}`]),
    ...(numbers?.gap_ms == null ? [] : [`gap       ${toDuration(numbers.gap_ms)} from your last word`]),
    ...(tokens === undefined
      ? []
      : [`tokens    ${tokens.in} in (${tokens.cached} cached), ${tokens.out} out, ${tokens.wasted} wasted`]),
    ...(numbers === undefined ? [] : [`calls     ${numbers.calls} to the model, ${numbers.tools} to tools`]),
    ...(reply.heard === undefined ? [] : [`heard     “${reply.heard}”`]),
    ...turn.errors.map(({ code, message }) => `error     ${code}: ${message}`),
  ];
}

function draftWords(draft: DraftView, zero: number): string {
  const fate = draft.endReason === undefined ? draft.fate : `${draft.fate} (${draft.endReason})`;
  const ended = draft.endedAtMs === undefined ? "" : ` ${offset(draft.endedAtMs, zero)}`;
  const wasted = draft.tokensWasted === 0 ? "" : `, ${draft.tokensWasted} tokens wasted`;
  return `“${draft.transcript}” began ${offset(draft.startedAtMs, zero)}, ${fate}${ended}${wasted}`;
}

function offset(atMs: number, zero: number): string {
  return `${atMs < zero ? "" : "+"}${toDuration(atMs - zero)}`;
}
