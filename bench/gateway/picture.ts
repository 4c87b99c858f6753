import type { GatewayResult, Row } from "./summary.ts";

const width = 720;
const barHeight = 18;
const left = 150;
const panelWidth = width - left - 90;

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly aim?: number;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

/** What each gateway adds and costs, as bars; a dashed line is the aim. */
export function toSvg({ rows, machine, date }: GatewayResult): string {
  const panels = [
    panel(rows, { title: "Added to the first token, 1 stream, p50", unit: "ms", aim: 1 }, [
      "1 stream",
      (row) => row.addedP50Ms,
    ]),
    panel(rows, { title: "Added to the first token, 256 streams, p50", unit: "ms", aim: 5 }, [
      "256 streams",
      (row) => row.addedP50Ms,
    ]),
    panel(rows, { title: "Added to the transit of a chunk, 1 stream, p95", unit: "ms", aim: 0.5 }, [
      "1 stream",
      (row) => row.addedTransitP95Ms,
    ]),
    panel(rows, { title: "CPU of a stream of 20 chunks, 32 connections", unit: "µs", aim: 250 }, [
      "closed loop",
      (row) => row.cpuUsPerStream,
    ]),
  ].filter(({ bars }) => bars.length > 0);
  let top = 30;
  const drawn = panels.map((one) => {
    const text = drawPanel(one, top);
    top += (one.bars.length + 2) * barHeight + 16;
    return text;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>What a gateway adds to a stream</title><rect width="${width}" height="${top}" fill="#fff"/>`,
    `<text x="10" y="18" fill="#6b7280">${escape(`${machine}, ${date}`)}</text>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

type Choice = readonly [workload: string, of: (row: Row) => number | undefined];

function panel(rows: readonly Row[], about: Omit<Panel, "bars">, [workload, of]: Choice): Panel {
  const bars = rows
    .filter((row) => row.workload === workload)
    .flatMap((row) => {
      const value = of(row);
      return value === undefined ? [] : [{ name: row.gateway, value }];
    });
  return { ...about, bars };
}

function drawPanel({ title, unit, aim, bars }: Panel, top: number): string {
  const most = Math.max(aim ?? 0, ...bars.map(({ value }) => value));
  const x = (value: number): number => Math.round((Math.max(0, value) / most) * panelWidth * 10) / 10;
  const lines = bars.map(({ name, value }, index) => {
    const y = top + (index + 1) * barHeight;
    const colour = name.startsWith("repartee") ? "#1d4ed8" : "#9ca3af";
    return [
      `<text x="${left - 8}" y="${y + 13}" text-anchor="end" fill="#374151">${escape(name)}</text>`,
      `<rect x="${left}" y="${y + 3}" width="${x(value)}" height="${barHeight - 5}" fill="${colour}"/>`,
      `<text x="${left + x(value) + 6}" y="${y + 13}" fill="#374151">${value.toFixed(value < 10 ? 2 : 0)} ${unit}</text>`,
    ].join("");
  });
  const at = left + x(aim ?? 0);
  const bottom = top + (bars.length + 1) * barHeight;
  const mark =
    aim === undefined
      ? ""
      : `<line x1="${at}" x2="${at}" y1="${top + barHeight}" y2="${bottom}" stroke="#15803d" stroke-dasharray="3 3"/>`;
  return [`<text x="10" y="${top + 10}" fill="#111827" font-weight="600">${escape(title)}</text>`, ...lines, mark].join(
    "\n",
  );
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
