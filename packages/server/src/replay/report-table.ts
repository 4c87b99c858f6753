import type { CallReport, TurnReport } from "./report.ts";
import { clockText } from "./report-text.ts";
import { answerOf, totalsOf } from "./summary.ts";

/** What the letters above the drafts stand for. */
export const draftLegend = "drafts: a adopted, s salvaged, r revoked, d discarded; gap: last word to first clause";

const saidChars = 44;
const columns: readonly (readonly [name: string, width: number])[] = [
  ["#", 3],
  ["at", 8],
  ["gap ms", 8],
  ["drafts", 8],
  ["a", 3],
  ["s", 3],
  ["r", 3],
  ["d", 3],
  ["calls", 7],
  ["in", 7],
  ["out", 5],
  ["wasted", 8],
];

/** One call as a table with a row for each turn; what went wrong stands before the words, and under the table. */
export function callTable({ id, user, turns, problems }: CallReport): string {
  const head = `call ${id}, ${turns.length} ${turns.length === 1 ? "turn" : "turns"} of the ${user}`;
  const rows = turns.map((turn, index) => row(cellsOf(turn, index + 1), saidOf(turn)));
  const notes = [...new Set(problems)].map((problem) => `  ! ${problem}`);
  return `${[
    head,
    row(
      columns.map(([name]) => name),
      "said",
    ),
    ...rows,
    ...notes,
  ].join("\n")}\n`;
}

function row(cells: readonly string[], last: string): string {
  return `${cells.map((cell, index) => cell.padStart(columns[index]?.[1] ?? 0)).join("")}  ${last}`.trimEnd();
}

function cellsOf(turn: TurnReport, number: number): readonly string[] {
  const { drafts, tokens, modelCalls } = totalsOf(turn.replies);
  const gapMs = answerOf(turn.replies)?.gapMs;
  const counts = [drafts.started, drafts.adopted, drafts.salvaged, drafts.revoked, drafts.discarded];
  const rest = [...counts, modelCalls, tokens.in, tokens.out, tokens.wasted];
  return [String(number), clockText(turn.startMs), gapMs === undefined ? "-" : String(gapMs), ...rest.map(String)];
}

function saidOf({ said, replies, ending }: TurnReport): string {
  const cuts = replies.filter((reply) => reply.cut).length;
  const marks = [
    ...(cuts === 0 ? [] : [cuts === 1 ? "CUT" : `CUT ${cuts}×`]),
    ...(ending === "lost" ? ["LOST"] : []),
    ...(ending === "joined" ? ["with the next:"] : []),
    ...(replies.some((reply) => reply.outcome === "failed") ? ["FAILED"] : []),
  ];
  const quoted = said.length > saidChars ? `“${said.slice(0, saidChars - 1).trimEnd()}…”` : `“${said}”`;
  return [...marks, quoted].join(" ");
}
