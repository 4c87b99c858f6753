import type { TurnView } from "@repartee/client";
import { fates, toDraftRows } from "./draft-row.ts";
import { toCostRow, toTokenRows } from "../usage/usage-rows.ts";
import { formatMs } from "./format.ts";

/** A number of a turn, with what it means. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** The numbers of a turn that is over. */
export function toFacts(turn: TurnView): readonly Fact[] {
  const { numbers } = turn;
  if (numbers === undefined) return [];
  const { tokens, drafts } = numbers;
  const waited = since(numbers.ended_at, numbers.first_words_at);
  return [
    { name: "Gap", value: toMs(numbers.gap_ms), meaning: "from your last word to the first words" },
    { name: "After the end of the turn", value: toMs(waited), meaning: "what was left to wait when the turn was over" },
    { name: "Head start", value: toMs(numbers.head_start_ms), meaning: "the adopted draft had begun so long before" },
    {
      name: "Drafts",
      value: String(drafts.started),
      meaning: `${drafts.adopted} adopted, ${drafts.revoked} revoked, ${drafts.discarded} discarded`,
    },
    { name: "Calls", value: String(numbers.calls), meaning: "requests to the model, given up ones included" },
    ...toTokenRows(tokens),
    toCostRow(numbers.cost),
  ];
}

/** What the user waited: from the last word to the first words. */
export function gapOf(turn: TurnView): number | undefined {
  // Where the agent spoke of itself nobody waited.
  if (turn.userText === "") return undefined;
  if (turn.numbers !== undefined) return turn.numbers.gap_ms ?? undefined;
  // Known before the turn is over, as soon as the first words are there.
  const { lastWordAtMs, reply } = turn;
  return lastWordAtMs === undefined || reply.firstWordsAtMs === undefined
    ? undefined
    : reply.firstWordsAtMs - lastWordAtMs;
}

/** A turn in one breath: for a name that is read aloud. */
export function nameOfTurn(turn: TurnView): string {
  const gap = gapOf(turn);
  const rows = toDraftRows(turn).filter((row) => row.fate !== "asked");
  return [
    `Turn ${turn.turnIdx}`,
    ...(gap === undefined ? [] : [`first words after ${formatMs(gap)}`]),
    ...(turn.outcome === undefined || turn.outcome === "completed" ? [] : [turn.outcome]),
    ...rows.map((row, index) => `draft ${index + 1} ${fates[row.fate].name}`),
  ].join(", ");
}

function toMs(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? "none" : formatMs(ms);
}

function since(from: number | null, to: number | null): number | undefined {
  return from === null || to === null ? undefined : to - from;
}
