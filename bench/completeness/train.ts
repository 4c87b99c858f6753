import { readFileSync, writeFileSync } from "node:fs";
import { tableText } from "./table.ts";
import { train, type Trained } from "./training.ts";

/** `npm run train:completeness`: trains the model, prints how good it is, and writes two modules and the numbers of the documentation. */
function main(): void {
  const started = performance.now();
  const trained = train();
  write("../../packages/engine/src/policy/completeness/weights.ts", weightsModule(trained));
  write("fold-weights.ts", foldsModule(trained));
  writeNumbers(tableText(trained.report));
  const { users, agents, phrases } = trained.examples;
  console.log(`${users} examples of users, ${agents} of agents, ${phrases} of phrases\n`);
  console.log(tableText(trained.report));
  console.log(`\n${JSON.stringify(trained.silence)}\n${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function write(path: string, text: string): void {
  writeFileSync(new URL(path, import.meta.url), text);
}

/** Puts the tables where docs/completeness.md marks their place. */
function writeNumbers(table: string): void {
  const page = new URL("../../docs/completeness.md", import.meta.url);
  const [head, begin, , end, rest] = readFileSync(page, "utf8").split(/(<!-- numbers: [^>]*-->)/u);
  if (end === undefined) throw new Error("docs/completeness.md has lost its two comments `numbers: …`: put them back");
  writeFileSync(page, `${head ?? ""}${begin ?? ""}\n\n${table}\n\n${end}${rest ?? ""}`);
}

const notice = "// Written by `npm run train:completeness`. Do not edit; docs/completeness.md says what it is.";

function weightsModule({ weights, silence }: Trained): string {
  return `${notice}
import type { CompletenessWeights } from "./model.ts";
import type { SilenceStep } from "./silence.ts";

export const trainedWeights: CompletenessWeights = ${sourceOf(weights, 0)};

export const trainedSilence: readonly SilenceStep[] = [
${silence.map(({ ms, slope, shift }) => `  { ms: ${ms}, slope: ${slope}, shift: ${shift} },`).join("\n")}
];
`;
}

function foldsModule({ folds, foldOfCall }: Trained): string {
  const entries = Object.entries(foldOfCall).map(([id, fold]) => `  ${JSON.stringify(id)}: ${fold},`);
  return `/* oxlint-disable max-lines -- written by a program */
${notice}
import type { CompletenessWeights } from "../../packages/engine/src/policy/completeness/model.ts";

export const foldWeights: readonly CompletenessWeights[] = [
${folds.map((weights) => `  ${sourceOf(weights, 2)},`).join("\n")}
];

export const foldOfCall: Readonly<Record<string, number>> = {
${entries.join("\n")}
};
`;
}

/** As the formatter of this repository would write it, so that `npm run check` has nothing to say. */
function sourceOf({ named, hashed, scale }: Trained["weights"], indent: number): string {
  const pad = " ".repeat(indent);
  const entries = Object.entries(named).map(([name, value]) => {
    const key = /^[a-z]+$/u.test(name) ? name : JSON.stringify(name);
    return `${pad}    ${key}: ${value},`;
  });
  return [
    "{",
    `${pad}  named: {`,
    ...entries,
    `${pad}  },`,
    `${pad}  hashed:`,
    `${pad}    ${JSON.stringify(hashed)},`,
    `${pad}  scale: ${scale},`,
    `${pad}}`,
  ].join("\n");
}

main();
