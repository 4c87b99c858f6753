import type { Examinations } from "@repartee/protocol";

/** The doctor's findings for people: one row for each step, what is wrong and what to change below it. */

export type ShownFinding = Pick<
  Examinations["data"][number]["findings"][number],
  "step" | "state" | "measured" | "why" | "change"
>;
export type ShownExamination = Examinations["data"][number];

/** Colours a text by a finding's state; without colour it is the text. */
export type Paint = (state: ShownFinding["state"], text: string) => string;

/** Prints rows as they come; steps that were skipped for one reason become one row. */
export interface FindingTable {
  add(finding: ShownFinding): void;
  end(): void;
}

const stateWidth = 9;
const stepWidth = 21;

export function createFindingTable(write: (text: string) => void, paint: Paint): FindingTable {
  let skipped: readonly ShownFinding[] = [];
  const row = ({ state, measured }: ShownFinding, step: string): void =>
    write(`${paint(state, state)}${" ".repeat(stateWidth - state.length)}${step.padEnd(stepWidth)}${measured}\n`);
  const flush = (): void => {
    const [first] = skipped;
    if (first !== undefined) row(first, skipped.length === 1 ? first.step : `${skipped.length} more`);
    skipped = [];
  };
  return {
    add(finding) {
      if (skipped[0]?.measured !== finding.measured) flush();
      if (finding.state === "skipped") {
        skipped = [...skipped, finding];
        return;
      }
      row(finding, finding.step);
      const margin = " ".repeat(stateWidth);
      if (finding.why !== undefined) write(`${margin}${"why".padEnd(8)}${finding.why}\n`);
      if (finding.change !== undefined) write(`${margin}${"change".padEnd(8)}${finding.change}\n`);
    },
    end: flush,
  };
}

export function headText({
  name,
  model,
  base_url: baseUrl,
}: Pick<ShownExamination, "name" | "model" | "base_url">): string {
  const names = name === model ? name : `${name} (model ${model})`;
  return baseUrl === null ? `${names}\n\n` : `${names} at ${baseUrl}\n\n`;
}

export interface Closing {
  readonly findings: readonly ShownFinding[];
  readonly capabilities: Readonly<Record<string, string | boolean | undefined>>;
}

/** The verdict, and what may be pasted into the configuration. */
export function closingText({ findings, capabilities }: Closing): string {
  const count = (state: ShownFinding["state"]): number => findings.filter((one) => one.state === state).length;
  const warnings = count("warning");
  const warned = warnings === 0 ? "" : `, ${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
  const failed = findings.find((one) => one.state === "failed");
  const verdict = failed === undefined ? `healthy${warned}` : `not healthy: ${failed.step} failed${warned}`;
  if (Object.keys(capabilities).length === 0) return `\n${verdict}\n`;
  const block = JSON.stringify(capabilities, null, 2);
  return `\n${verdict}\n\nfor this server in repartee.config.json:\n\n"capabilities": ${block}\n`;
}
