import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { measureBest, measureIdle, measureLoad, type LiveRow } from "./measure.ts";
import { toSvg } from "./picture.ts";
import { startServer } from "./server.ts";
import { describeMachine, tableText, type LiveResult } from "./table.ts";

const usage = `usage: npm run bench:live -- [--n 100,200,500,1000,2000] [--seconds 5] [--runs 3] [--idle 1000] [--json OUT] [--svg OUT]
       [--server-node-args="--cpu-prof …"]`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      n: { type: "string", default: "100,200,500,1000,2000" },
      seconds: { type: "string", default: "5" },
      runs: { type: "string", default: "3" },
      idle: { type: "string", default: "1000" },
      json: { type: "string" },
      svg: { type: "string", default: "bench/results/live.svg" },
      "server-node-args": { type: "string", default: "" },
    },
  });
  const loads = values.n.split(",").map((count) => readCount("--n", count));
  const seconds = readCount("--seconds", values.seconds);
  const runs = readCount("--runs", values.runs);
  const nodeArgs = values["server-node-args"].split(" ").filter((arg) => arg !== "");
  const rows: LiveRow[] = [];
  {
    await using server = await startServer(nodeArgs);
    // What is compiled and loaded at first use is not what is measured.
    await measureLoad(server, { conversations: 50, seconds: 2, warmMs: 0 });
    for (const conversations of loads) {
      console.error(`${conversations} conversations …`);
      rows.push(await measureBest(server, { conversations, seconds, warmMs: 2000 }, runs));
    }
  }
  await using silent = await startServer();
  const idle = await measureIdle(silent, readCount("--idle", values.idle));
  const [date = ""] = new Date().toISOString().split("T");
  const result: LiveResult = {
    machine: describeMachine(),
    node: process.versions.node,
    date,
    seconds,
    runs,
    rows,
    idle,
  };
  console.log(tableText(result));
  await save(values.svg, toSvg(result));
  if (values.json !== undefined) await save(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

async function save(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
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
