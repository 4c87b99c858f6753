import type { ReplayDocument } from "../replay/replay-document.ts";
import { toTurnsSvg, type DrawnTurn } from "../replay/turns-svg.ts";

/** The SVG of a replay: its turns in their order, as many as are drawn, under what all of them say together. */
export function drawReplay({ files, summary, settings }: ReplayDocument, turns: readonly DrawnTurn[]): string {
  const { p50, p95, count } = summary.gapMs;
  const gap = count === 0 ? "no answer to measure" : `gap p50 ${p50} ms, p95 ${p95} ms, of ${count}`;
  const { drafts, tokens, cut } = summary;
  const counts = `${drafts.adopted} of ${drafts.started} drafts adopted · ${tokens.wasted} tokens wasted · ${cut} cut`;
  return toTurnsSvg(turns, {
    title: `Replay of ${files.map((one) => one.file).join(", ")}`,
    summary: [`${gap} · ${counts}`, `replies: ${settings.model} · server: ${settings.server}`],
    left: Math.max(0, summary.turns - turns.length),
  });
}
