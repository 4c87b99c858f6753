import type { CallReport, DraftReport, ReplyReport, TurnReport } from "./report.ts";
import type { ReplaySummary, Spread } from "./summary.ts";

const columns = 110;
const labelWidth = 11;
const indent = 11;

/** One call in every detail for a person to read: each turn, its drafts and its answers. */
export function callText({ id, user, turns, problems }: CallReport): string {
  const head = `call ${id}, ${turns.length} ${turns.length === 1 ? "turn" : "turns"} of the ${user}`;
  const body = turns.map((turn, index) => turnText(turn, index + 1));
  const notes = problems.map((problem) => row("!", problem));
  return `${[head, ...body, ...notes].join("\n")}\n`;
}

function turnText(turn: TurnReport, number: number): string {
  const first = `${String(number).padStart(3)} ${clockText(turn.startMs)}`.padEnd(indent);
  const said = row("said", `“${turn.said}”`).trimStart();
  const drafts = turn.drafts.map((draft, index) => row(`draft ${index + 1}`, draftText(draft, turn.said)));
  const replies = turn.replies.flatMap((reply) => replyRows(reply, turn.said));
  return [first + said, ...drafts, ...replies, ...endingRows(turn)].join("\n");
}

function endingRows({ ending, replies }: TurnReport): readonly string[] {
  if (ending === "own") return [];
  const which = replies.length === 0 ? "" : "the rest ";
  return [
    ending === "joined"
      ? row("answered", `${which}together with the next turn`)
      : row("LOST", `${which}never committed`),
  ];
}

function draftText(draft: DraftReport, said: string): string {
  const { startedMs, reason, transcript, fate, endReason, tokensWasted, headStartMs } = draft;
  const end = [
    ...(endReason === undefined ? [] : [endReason.replaceAll("_", " ")]),
    ...(headStartMs === undefined ? [] : [`head start ${headStartMs} ms`]),
    ...(tokensWasted === 0 ? [] : [`${tokensWasted} tokens wasted`]),
  ];
  const on = transcript === said ? "" : ` on “${transcript}”`;
  return `${signed(startedMs)} ms, ${reason}: ${fate}${end.length === 0 ? "" : ` (${end.join(", ")})`}${on}`;
}

function replyRows(reply: ReplyReport, said: string): readonly string[] {
  const { heard, answer, reason, outcome, cut, reopened, gapMs, numbers } = reply;
  const facts = [
    gapMs === undefined ? "no words" : `gap ${gapMs} ms (server ${numbers?.gap_ms ?? "?"} ms)`,
    `ended by ${reason.replaceAll("_", " ")}`,
    ...(outcome === "completed" ? [] : [outcome]),
    ...(reopened === 0 ? [] : [`reopened ${reopened}×`]),
  ];
  return [
    ...(heard === said ? [] : [row(cut ? "CUT at" : "heard", `“${heard}”`)]),
    row("answered", answer === "" ? "nothing" : `“${answer}”`),
    row("", facts.join(", ")),
  ];
}

/** What all calls say together. */
export function summaryText(summary: ReplaySummary): string {
  const { calls, turns, answered, failed, cut, joined, lost, reopened, drafts, tokens, modelCalls } = summary;
  const perTurn = (count: number): string => (turns === 0 ? 0 : count / turns).toFixed(2);
  const lines = [
    ["calls", String(calls)],
    [
      "turns",
      `${turns}: ${answered} answered, ${failed} failed, ${joined} together with the next, ${lost} lost, ${cut} cut, ${reopened} reopened`,
    ],
    ["gap", `${spreadText(summary.gapMs)}   last word to first clause, here`],
    ["", `${spreadText(summary.serverGapMs)}   arrival of the last word to first words, by the server`],
    [
      "drafts",
      `${drafts.started} started (${perTurn(drafts.started)} a turn): ${drafts.adopted} adopted, ${drafts.salvaged} salvaged, ${drafts.revoked} revoked, ${drafts.discarded} discarded`,
    ],
    ["model", `${modelCalls} calls (${perTurn(modelCalls)} a turn)`],
    ["tokens", `${tokens.in} in (${tokens.cached} cached), ${tokens.out} out, ${tokens.wasted} wasted`],
  ] as const;
  return `${lines.map(([name, text]) => `${name.padEnd(9)}${text}`).join("\n")}\n`;
}

function spreadText({ p50, p95, count }: Spread): string {
  if (p50 === undefined || p95 === undefined) return "no answer to measure";
  return `p50 ${p50} ms, p95 ${p95} ms, of ${count}`;
}

/** Minutes and seconds of a recording. */
export function clockText(ms: number): string {
  const seconds = ms / 1000;
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;
}

function signed(ms: number | undefined): string {
  if (ms === undefined) return "?";
  return ms < 0 ? `−${-ms}` : `+${ms}`;
}

/** A label and a text, broken between words so that it stays under itself. */
function row(label: string, text: string): string {
  const margin = " ".repeat(indent + labelWidth);
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > columns - margin.length) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return `${" ".repeat(indent)}${label.padEnd(labelWidth)}${lines.join(`\n${margin}`)}`.trimEnd();
}
