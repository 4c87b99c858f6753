import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { moments, type Moment, type Times } from "../connect/measure.ts";
import { columns, describeMachine } from "../connect/table.ts";
import { startServer } from "../live/server.ts";
import { doorNames, type DoorName } from "./door.ts";
import { measureAborts } from "./measure.ts";

const usage = "usage: npm run bench:abort -- [--aborts 1000] [--json OUT]";

interface Row {
  readonly door: DoorName;
  readonly moment: Moment;
  readonly times: Times;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { aborts: { type: "string", default: "1000" }, json: { type: "string" } },
  });
  const rows = await measureAll(readCount(values.aborts));
  const [date = ""] = new Date().toISOString().split("T");
  const about = { machine: describeMachine(), node: process.versions.node, date };
  const table = columns(
    ["door", "moment"],
    rows.map(({ door, moment, times }) => [[door, moment], times]),
  );
  console.log(`${about.machine}; Node ${about.node}; ${date}; times in ms\n\n${table.join("\n")}`);
  if (values.json === undefined) return;
  await mkdir(dirname(values.json), { recursive: true });
  await writeFile(values.json, `${JSON.stringify({ ...about, rows }, null, 2)}\n`);
}

async function measureAll(count: number): Promise<readonly Row[]> {
  await using server = await startServer();
  const rows: Row[] = [];
  for (const door of doorNames) {
    for (const moment of moments) {
      console.error(`${door}, left ${moment} …`);
      rows.push({ door, moment, times: await measureAborts(server, { door, moment, count }) });
    }
  }
  return rows;
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`--aborts takes whole numbers from 1, not ${text}\n${usage}`);
  return count;
}

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
