import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "../connect/table.ts";
import { faultCases } from "./fault-case.ts";
import { playAll, showResting, type Finding } from "./measure.ts";
import { startRig } from "./rig.ts";
import { planRuns, warmingRuns } from "./run.ts";
import { isUnexpected, summarise, type FaultsResult } from "./summary.ts";
import { closingText, tableText } from "./table.ts";

const names = faultCases.map(({ name }) => name);
const usage = `usage: npm run test:faults -- [--runs 30] [--only NAME,NAME] [--json OUT]
faults: ${names.join(", ")}`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "30" },
      only: { type: "string", default: "" },
      json: { type: "string" },
    },
  });
  const count = readCount("--runs", values.runs);
  const only = values.only.split(",").filter((name) => name !== "");
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no fault ${unknown}\n${usage}`);
  const { result, findings } = await measure(only, count);
  console.log(`${tableText(result)}\n\n${closingText(result)}`);
  const wrong = findings.filter((one) => isUnexpected(one) || one.outcome === "lied" || one.outcome === "hung");
  for (const { run, outcome, expected, heard } of wrong.slice(0, 20)) {
    console.error(`${run.model}: ${outcome} in place of ${expected}: ${JSON.stringify(heard)}`);
  }
  if (wrong.length > 0) process.exitCode = 1;
  if (values.json === undefined) return;
  await mkdir(dirname(values.json), { recursive: true });
  await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

async function measure(
  only: readonly string[],
  count: number,
): Promise<{ readonly result: FaultsResult; readonly findings: readonly Finding[] }> {
  const runs = planRuns(only, count);
  const warming = warmingRuns();
  await using rig = await startRig([...warming, ...runs]);
  await playAll(rig, warming);
  const [findings, restingMs] = await Promise.all([
    playAll(rig, runs),
    only.length === 0 ? showResting(rig, 5) : undefined,
  ]);
  const [date = ""] = new Date().toISOString().split("T");
  const about = { machine: describeMachine(), node: process.versions.node, date, runs: count };
  return { findings, result: { ...about, restingMs, ...summarise(findings) } };
}

function readCount(flag: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`${flag} takes whole numbers from 1, not ${text}\n${usage}`);
  return count;
}

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
