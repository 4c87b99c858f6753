import type { Report } from "./evaluate.ts";
import type { Score } from "./score.ts";

/** The numbers of docs/completeness.md, as Markdown. */
export function tableText(report: Report): string {
  const rows: readonly (readonly [string, Score])[] = [
    ["after every word", report.model.words],
    ["after every word, length and punctuation only", report.baseline.words],
    ["after every word, trained on the phrases alone", report.stranger.words],
    ["at pauses of 200 ms and ends", report.model.pauses],
    ["at pauses and ends, length and punctuation only", report.baseline.pauses],
    ["at pauses and ends, trained on the phrases alone", report.stranger.pauses],
    ["at pauses and ends, given the silence (`completenessAfter`)", report.afterPause],
  ];
  return [
    "| judged | positions | turns end | AUC | precision | recall | F1 | ECE |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(([name, score]) => `| ${name} | ${numbersOf(score).join(" | ")} |`),
    "",
    "| said | after every word: times, was | given a pause: times, was |",
    "| --- | --- | --- |",
    ...report.model.words.bins.map((bin, index) => {
      const other = report.afterPause.bins[index];
      const said = `${(index / 10).toFixed(1)}–${((index + 1) / 10).toFixed(1)}`;
      return `| ${said} | ${bin.count}, ${percent(bin.was)} | ${other?.count ?? 0}, ${percent(other?.was ?? 0)} |`;
    }),
  ].join("\n");
}

function numbersOf(score: Score): readonly string[] {
  const { auc, precision, recall, f1, ece } = score;
  const rest = [auc, precision, recall, f1, ece].map((value) => value.toFixed(3));
  return [score.positions.toLocaleString("en-US"), percent(score.baseRate), ...rest];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
