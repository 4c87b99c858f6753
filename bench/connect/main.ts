import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { measureAborts, measureRestarts, moments } from "./measure.ts";
import type { Protocol } from "./measure.ts";
import { describeMachine, tableText } from "./table.ts";
import type { ConnectResult } from "./table.ts";

const usage = `usage: npm run bench:connect -- [--restarts 200] [--aborts 1000] [--one-way 40] [--draft 250] [--json OUT]`;

const protocols: readonly Protocol[] = ["HTTP/1.1", "HTTP/1.1, TLS", "HTTP/2, TLS"];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      restarts: { type: "string", default: "200" },
      aborts: { type: "string", default: "1000" },
      "one-way": { type: "string", default: "40" },
      draft: { type: "string", default: "250" },
      json: { type: "string" },
    },
  });
  const oneWayMs = readCount("--one-way", values["one-way"]);
  const draftMs = readCount("--draft", values.draft);
  const restarts = [];
  for (const protocol of protocols) {
    for (const spares of [false, true]) {
      console.error(`${protocol}, ${spares ? "with" : "without"} spares …`);
      const count = readCount("--restarts", values.restarts);
      restarts.push({ protocol, spares, times: await measureRestarts({ protocol, spares, oneWayMs, draftMs, count }) });
    }
  }
  const aborts = [];
  for (const protocol of protocols) {
    for (const moment of moments) {
      console.error(`${protocol}, aborted ${moment} …`);
      const count = readCount("--aborts", values.aborts);
      aborts.push({ protocol, moment, times: await measureAborts({ protocol, moment, count }) });
    }
  }
  const [date = ""] = new Date().toISOString().split("T");
  const machine = describeMachine();
  const result: ConnectResult = { machine, node: process.versions.node, date, oneWayMs, draftMs, restarts, aborts };
  console.log(tableText(result));
  if (values.json === undefined) return;
  await mkdir(dirname(values.json), { recursive: true });
  await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
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
