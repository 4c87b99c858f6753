import type { PolicyResult } from "./measure.ts";

const width = 720;
const height = 420;
const plot = { left: 64, right: 30, top: 44, bottom: 56 } as const;

interface Scale {
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** The gap over the calls that it costs; the larger and redder a disc, the more turns were cut. */
export function toSvg(policies: readonly PolicyResult[]): string {
  const x = scale({
    values: policies.map((policy) => policy.calls_per_turn),
    step: 0.25,
    from: plot.left,
    to: width - plot.right,
  });
  const y = scale({
    values: policies.map((policy) => policy.gap_ms.p50),
    step: 250,
    from: height - plot.bottom,
    to: plot.top,
  });
  const grid = y.ticks.map(
    (value) =>
      `<line x1="${plot.left}" x2="${width - plot.right}" y1="${y.at(value)}" y2="${y.at(value)}" stroke="#e5e7eb"/>${label([plot.left - 6, y.at(value) + 4], `${value} ms`, "end")}`,
  );
  const counts = x.ticks.map((value) => label([x.at(value), height - plot.bottom + 18], value.toFixed(2), "middle"));
  const places = policies.map((policy) => ({ policy, x: x.at(policy.calls_per_turn), y: y.at(policy.gap_ms.p50) }));
  const heights = apart(places.map((place) => ({ ...place, y: place.y + 4 })));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>Gap over calls per turn</title><rect width="${width}" height="${height}" fill="#fff"/>`,
    label([plot.left, 22], "gap p50; the larger and redder, the more turns were cut", "start"),
    ...grid,
    ...counts,
    label([(plot.left + width - plot.right) / 2, height - 14], "calls per turn", "middle"),
    ...places.map(disc),
    ...places.map((place, index) => name(place, heights[index] ?? place.y)),
    "</svg>\n",
  ].join("\n");
}

interface Place {
  readonly policy: PolicyResult;
  readonly x: number;
  readonly y: number;
}

function shareCut(policy: PolicyResult): number {
  return policy.early_cutoffs / policy.turns;
}

function radius(policy: PolicyResult): number {
  return round(5 + 14 * Math.sqrt(shareCut(policy)));
}

function disc({ policy, x, y }: Place): string {
  const hue = Math.round(210 * (1 - Math.min(1, shareCut(policy) / 0.4)));
  return `<circle cx="${x}" cy="${y}" r="${radius(policy)}" fill="hsl(${hue} 70% 45%)" fill-opacity="0.75"/>`;
}

function name({ policy, x }: Place, y: number): string {
  const right = x > width * 0.7;
  const text = `${policy.name}, ${(shareCut(policy) * 100).toFixed(0)}% cut`;
  const gap = radius(policy) + 4;
  return label([round(right ? x - gap : x + gap), y], text, right ? "end" : "start");
}

/** Names that would lie on each other are moved apart. */
function apart(places: readonly Place[]): readonly number[] {
  const line = 14;
  const heights = places.map((place) => place.y);
  const order = places
    .map((_, index) => index)
    .toSorted((one, other) => (places[one]?.y ?? 0) - (places[other]?.y ?? 0));
  for (const [rank, index] of order.entries()) {
    for (const above of order.slice(0, rank)) {
      const near = Math.abs((places[above]?.x ?? 0) - (places[index]?.x ?? 0)) < 170;
      const floor = (heights[above] ?? 0) + line;
      if (near && (heights[index] ?? 0) < floor) heights[index] = floor;
    }
  }
  return heights.map(round);
}

function scale(range: { values: readonly number[]; step: number; from: number; to: number }): Scale {
  const { values, step, from, to } = range;
  const low = Math.floor(Math.min(...values) / step) * step;
  const high = Math.max(low + step, Math.ceil(Math.max(...values) / step) * step);
  const count = Math.round((high - low) / step);
  return {
    ticks: Array.from({ length: count + 1 }, (_, index) => low + index * step),
    at: (value) => round(from + ((value - low) / (high - low)) * (to - from)),
  };
}

function label([x, y]: readonly [number, number], text: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#374151">${text}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
