import type { SideResult } from "./measure.ts";
import type { LiveKitResult, PairResult } from "./table.ts";

const width = 720;
const left = 150;
const right = 190;
const rowHeight = 26;
const pairHeight = 2 * rowHeight + 34;
const top = 44;
const stepMs = 250;

/** For each pair two bars: the gap at p50, a whisker to p95, and what it cost beside them. */
export function toSvg(result: LiveKitResult): string {
  const height = top + result.pairs.length * pairHeight + 44;
  const longest = Math.max(...result.pairs.flatMap((pair) => [pair.livekit.gap_ms.p95, pair.repartee.gap_ms.p95]));
  const mostMs = Math.max(stepMs, Math.ceil(longest / stepMs) * stepMs);
  const x = (ms: number): number => round(left + (Math.max(0, ms) / mostMs) * (width - left - right));
  const floor = height - 40;
  const ticks = Array.from({ length: mostMs / stepMs + 1 }, (_, index) => index * stepMs).map(
    (ms) =>
      `<line x1="${x(ms)}" x2="${x(ms)}" y1="${top - 8}" y2="${floor}" stroke="#e5e7eb"/>${label([x(ms), floor + 16], String(ms), "middle")}`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>From the last word to the first sound, LiveKit and Repartee</title><rect width="${width}" height="${height}" fill="#fff"/>`,
    label([16, 22], "from the last word to the first sound: p50, and p95 as a line", "start"),
    ...ticks,
    label([(left + width - right) / 2, height - 8], "milliseconds", "middle"),
    ...result.pairs.map((pair, index) => drawPair(pair, top + index * pairHeight, x)),
    "</svg>\n",
  ].join("\n");
}

function drawPair(pair: PairResult, y: number, x: (ms: number) => number): string {
  return [
    label([16, y + 12], pair.name, "start"),
    bar({ name: "LiveKit", side: pair.livekit, colour: "#9ca3af" }, y + 18, x),
    bar({ name: "Repartee", side: pair.repartee, colour: "#1d4ed8" }, y + 18 + rowHeight, x),
  ].join("\n");
}

interface Bar {
  readonly name: string;
  readonly side: SideResult;
  readonly colour: string;
}

function bar({ name, side, colour }: Bar, y: number, x: (ms: number) => number): string {
  const { p50, p95 } = side.gap_ms;
  const middle = y + rowHeight / 2;
  const cost = `${side.calls_per_turn.toFixed(2)} calls a turn, ${side.early_cutoffs} of ${side.turns} cut`;
  return [
    label([left - 8, middle + 4], `${name}, ${p50} ms`, "end"),
    `<rect x="${left}" y="${y + 4}" width="${round(x(p50) - left)}" height="${rowHeight - 8}" fill="${colour}"/>`,
    `<line x1="${x(p50)}" x2="${x(p95)}" y1="${middle}" y2="${middle}" stroke="${colour}" stroke-width="2"/>`,
    `<line x1="${x(p95)}" x2="${x(p95)}" y1="${middle - 5}" y2="${middle + 5}" stroke="${colour}" stroke-width="2"/>`,
    label([width - right + 12, middle + 4], cost, "start"),
  ].join("\n");
}

function label([x, y]: readonly [number, number], text: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#374151">${text}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
