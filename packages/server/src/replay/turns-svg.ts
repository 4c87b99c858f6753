import {
  createLanes,
  fitText,
  foldLanes,
  laneDefinitions,
  layout,
  readTrace,
  toLane,
  toLaneMarks,
} from "@repartee/client/lane";
import type { TurnLane } from "@repartee/client/lane";
import type { CallReport, ReplyReport, TurnReport } from "./report.ts";
import { clockText } from "./report-text.ts";

/** One turn of the server as it is drawn: what it was, and its lane. */
export interface DrawnTurn {
  readonly heading: string;
  /** What went wrong, "" for nothing. */
  readonly fault: string;
  /** The caller's words. */
  readonly said: string;
  readonly lane: TurnLane;
}

export interface SheetOptions {
  readonly title: string;
  /** Lines under it. */
  readonly summary: readonly string[];
  /** Turns that are told of and not drawn. */
  readonly left: number;
}

/** A browser is quick with so many; what is beyond is counted. */
export const mostDrawnTurns = 100;

const width = 960;
const edge = 16;
const gap = 22;

/** The turns of a call, drawn from the frames that passed. */
export function drawnTurns(report: CallReport, traceText: string): readonly DrawnTurn[] {
  const trace = readTrace(traceText);
  // A conversation that nobody answered has no frames, and nothing to draw.
  if (!trace.ok) return [];
  const { turns } = trace.lines.reduce(foldLanes, createLanes());
  return turns.map((turn) => {
    const place = report.turns.findIndex((one) => one.replies.some((reply) => reply.turnIdx === turn.turnIdx));
    const recorded = report.turns[place];
    const reply = recorded?.replies.find((one) => one.turnIdx === turn.turnIdx);
    const lane = toLane(turn);
    const said = reply?.heard ?? lane.words.map((word) => word.text).join(" ");
    if (recorded === undefined || reply === undefined) {
      return { heading: `call ${report.id}`, fault: "never committed", said, lane };
    }
    const part = { place, of: report.turns.length, reply };
    return { heading: `call ${report.id} · ${headingOf(recorded, part)}`, fault: faultOf(reply), said, lane };
  });
}

interface Part {
  readonly place: number;
  readonly of: number;
  readonly reply: ReplyReport;
}

function headingOf({ startMs, replies }: TurnReport, { place, of, reply }: Part): string {
  const parts = replies.length < 2 ? "" : `, part ${replies.indexOf(reply) + 1} of ${replies.length}`;
  const gapText = reply.gapMs === undefined ? "no words" : `gap ${reply.gapMs} ms`;
  return [`turn ${place + 1} of ${of}${parts}`, `at ${clockText(startMs)}`, gapText].join(" · ");
}

function faultOf({ cut, outcome }: ReplyReport): string {
  const faults = [...(cut ? ["CUT: more was to come"] : []), ...(outcome === "completed" ? [] : [outcome])];
  return faults.join(" · ");
}

/** All turns in one SVG document, one lane under the other; it stands alone, light or dark as its reader prefers. */
export function toTurnsSvg(turns: readonly DrawnTurn[], { title, summary, left }: SheetOptions): string {
  let y = 58 + 18 * summary.length;
  const parts = turns.flatMap((turn) => {
    const picture = layout(turn.lane, { width: width - 2 * edge, density: "desktop", window: "decision" });
    const rows = [
      `<g transform="translate(${edge} ${y})">`,
      `<title>${escape(picture.summary)}</title>`,
      line("l-row", `M0 0H${width - 2 * edge}`),
      headingLine(turn),
      text(44, { look: "t-user", size: 12 }, fitText(`“${turn.said}”`, width - 2 * edge)),
      `<g transform="translate(0 52)">`,
      toLaneMarks(picture),
      "</g>",
      "</g>",
    ];
    y += 52 + picture.height + gap;
    return rows;
  });
  const foot = left === 0 ? [] : [`<g transform="translate(${edge} ${y})">`, more(left), "</g>"];
  const height = y + (left === 0 ? 0 : 32);
  const name = escape([title, ...summary].join("; "));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${name}" class="lane">`,
    laneDefinitions,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<g transform="translate(${edge} 0)">`,
    text(34, { look: "t-ink", size: 18, bold: true }, fitText(title, width - 2 * edge - 240)),
    ...summary.map((words, index) =>
      text(56 + 18 * index, { look: "t-quiet", size: 12 }, fitText(words, width - 2 * edge)),
    ),
    "</g>",
    ...parts,
    ...foot,
    "</svg>",
  ].join("\n")}\n`;
}

function headingLine({ heading, fault }: DrawnTurn): string {
  const wrong = fault === "" ? "" : `<tspan class="t-error" dx="8">${escape(fault)}</tspan>`;
  // The table of widths is for 12 px.
  const words = escape(fitText(heading, 600));
  return `<text class="t-ink" x="0" y="24" font-size="14" font-weight="600">${words}${wrong}</text>`;
}

function more(left: number): string {
  const words = `and ${left} more ${left === 1 ? "turn" : "turns"}, which the table tells of`;
  return text(16, { look: "t-quiet", size: 12 }, words);
}

interface TextLook {
  readonly look: string;
  readonly size: number;
  readonly bold?: boolean;
}

function text(y: number, { look, size, bold = false }: TextLook, words: string): string {
  return `<text class="${look}" x="0" y="${y}" font-size="${size}"${bold ? ' font-weight="600"' : ""}>${escape(words)}</text>`;
}

function line(look: string, path: string): string {
  return `<path class="${look}" d="${path}"/>`;
}

function escape(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
