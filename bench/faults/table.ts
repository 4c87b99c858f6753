import { doors, type Door } from "./run.ts";
import { seenOutcomes, type Cell, type FaultsResult, type Spread } from "./summary.ts";

const titles: Readonly<Record<Door, string>> = { stream: "/v1, streamed", whole: "/v1, whole", live: "live channel" };

/** The table for a person: one line for each fault, doors side by side, with a fallback and without. */
export function tableText(result: FaultsResult): string {
  const columns = [true, false].flatMap((spared) => doors.map((door) => ({ door, spared })));
  const head = ["fault", ...columns.map(({ door, spared }) => `${titles[door]}${spared ? ", fallback" : ""}`)];
  const rows = Map.groupBy(result.cells, ({ fault }) => fault);
  const body = [...rows].map(([fault, cells]) => [
    fault,
    ...columns.map(({ door, spared }) => inWords(cells.find((cell) => cell.door === door && cell.spared === spared))),
  ]);
  const widths = head.map((_, index) => Math.max(...[head, ...body].map((row) => row[index]?.length ?? 0)));
  const lines = [head, ...body].map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  "));
  return [`${result.machine}; Node ${result.node}; ${result.date}; ${result.runs} runs of each`, "", ...lines].join(
    "\n",
  );
}

/** The result in a few lines, to stand below the table. */
export function closingText({
  totals,
  unexpected,
  rescueAfterLimit,
  errorAfterLimit,
  restingMs,
}: FaultsResult): string {
  const { answered, rescued, error, lied, hung } = totals;
  const first = restingMs?.map((ms) => ms.toFixed(0)).join(", ");
  return [
    `${answered} answered, ${rescued} rescued, ${error} errors; ${lied} lied, ${hung} hung, ${unexpected} otherwise unexpected`,
    ...(rescueAfterLimit === undefined
      ? []
      : [`first words of a fallback after the limit: ${spread(rescueAfterLimit)}`]),
    ...(errorAfterLimit === undefined ? [] : [`error after the limit: ${spread(errorAfterLimit)}`]),
    ...(first === undefined ? [] : [`a quiet upstream, asked again and again: first words after ${first} ms`]),
  ].join("\n");
}

function spread({ p50Ms, p99Ms, maxMs }: Spread): string {
  return `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, at most ${maxMs.toFixed(1)} ms`;
}

/** `rescued 2,503 ms`, `error model_stalled`, or `29 answered 3 ms, 1 LIED`. */
function inWords(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  const seen = seenOutcomes(cell);
  return seen
    .map((outcome) => {
      const count = seen.length === 1 ? "" : `${cell.counts[outcome]} `;
      if (outcome === "lied" || outcome === "hung") return `${count}${outcome.toUpperCase()}`;
      if (outcome === "error") return `${count}${cell.codes.join("/") || "error"}`;
      return `${count}${outcome} ${Math.round(cell.first?.p50Ms ?? 0).toLocaleString("en")} ms`;
    })
    .join(", ");
}
