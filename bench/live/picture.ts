import type { LiveResult } from "./table.ts";

const width = 640;
const height = 320;
const plot = { left: 60, right: 20, top: 40, bottom: 50 } as const;
const aimMs = 20;

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly dashed: boolean;
  readonly valuesMs: readonly number[];
}

/** The delays over the number of conversations, both logarithmic, with the aim. */
export function toSvg(result: LiveResult): string {
  const counts = result.rows.map((row) => row.conversations);
  const lines: readonly Line[] = [
    { name: "through p99", colour: "#c2410c", dashed: false, valuesMs: result.rows.map((row) => row.through.p99Ms) },
    { name: "through p50", colour: "#1d4ed8", dashed: false, valuesMs: result.rows.map((row) => row.through.p50Ms) },
    { name: "direct p99", colour: "#c2410c", dashed: true, valuesMs: result.rows.map((row) => row.direct.p99Ms) },
    { name: "direct p50", colour: "#1d4ed8", dashed: true, valuesMs: result.rows.map((row) => row.direct.p50Ms) },
  ];
  const place = placeIn(counts, [aimMs, ...lines.flatMap((line) => line.valuesMs)]);
  const ticks = place.decades.map(
    (value) =>
      `<line x1="${plot.left}" x2="${width - plot.right}" y1="${place.y(value)}" y2="${place.y(value)}" stroke="#e5e7eb"/>${label([plot.left - 6, place.y(value) + 4], `${value} ms`, "end")}`,
  );
  const names = counts.map((count) => label([place.x(count), height - plot.bottom + 18], String(count), "middle"));
  const aim = `<line x1="${plot.left}" x2="${width - plot.right}" y1="${place.y(aimMs)}" y2="${place.y(aimMs)}" stroke="#15803d" stroke-dasharray="2 3"/>`;
  const drawn = lines.map((line, index) => drawLine(line, counts, place) + legend(line, index));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>Delay of a token through the server</title><rect width="${width}" height="${height}" fill="#fff"/>`,
    ...ticks,
    ...names,
    label(
      [(plot.left + width - plot.right) / 2, height - 12],
      "conversations, 30 tokens/s each; the dotted line is the aim, 20 ms",
      "middle",
    ),
    aim,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

interface Place {
  readonly decades: readonly number[];
  x(count: number): number;
  y(valueMs: number): number;
}

function placeIn(counts: readonly number[], valuesMs: readonly number[]): Place {
  const positive = valuesMs.filter((value) => value > 0);
  const [low, high] = [Math.floor(Math.log10(Math.min(...positive))), Math.ceil(Math.log10(Math.max(...positive)))];
  const [first, last] = [Math.log(Math.min(...counts)), Math.log(Math.max(...counts))];
  const [w, h] = [width - plot.left - plot.right, height - plot.top - plot.bottom];
  return {
    decades: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    x: (count) => round(plot.left + (last === first ? 0.5 : (Math.log(count) - first) / (last - first)) * w),
    y: (valueMs) =>
      round(plot.top + (1 - (Math.log10(Math.max(valueMs, 10 ** low)) - low) / Math.max(1, high - low)) * h),
  };
}

function drawLine(line: Line, counts: readonly number[], place: Place): string {
  const points = line.valuesMs.map((value, index) => `${place.x(counts[index] ?? 1)},${place.y(value)}`);
  const dash = line.dashed ? ' stroke-dasharray="5 4"' : "";
  return `<polyline fill="none" stroke="${line.colour}" stroke-width="2"${dash} points="${points.join(" ")}"/>`;
}

function legend(line: Line, index: number): string {
  const x = plot.left + index * 140;
  const dash = line.dashed ? ' stroke-dasharray="5 4"' : "";
  const sample = `<line x1="${x}" x2="${x + 24}" y1="18" y2="18" stroke="${line.colour}" stroke-width="2"${dash}/>`;
  return sample + label([x + 30, 22], line.name, "start");
}

function label([x, y]: readonly [number, number], text: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#374151">${text}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
