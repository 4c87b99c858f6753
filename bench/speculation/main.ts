import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { toSvg } from "./picture.ts";
import { pinned, type Params } from "./params.ts";
import { runPolicies } from "./run.ts";
import { readScript } from "./script.ts";
import { sensitivityText } from "./sensitivity.ts";
import { stressText } from "./stress-table.ts";
import { paramsText, tableText } from "./table.ts";

const usage = `usage: npm run bench:speculation -- --data FILE [--limit N] [--user NAME] [--json OUT] [--svg OUT]
       [--lag MS] [--ttft MS] [--seed N] [--sensitivity] [--stress]`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      limit: { type: "string" },
      user: { type: "string" },
      json: { type: "string" },
      svg: { type: "string" },
      lag: { type: "string" },
      ttft: { type: "string" },
      seed: { type: "string" },
      sensitivity: { type: "boolean", default: false },
      stress: { type: "boolean", default: false },
    },
  });
  if (values.data === undefined) throw new Error(`--data is missing: it names a file of recorded calls\n${usage}`);
  const params: Params = {
    ...pinned,
    lagMs: readCount("--lag", values.lag, 0) ?? pinned.lagMs,
    ttftMs: readCount("--ttft", values.ttft, 1) ?? pinned.ttftMs,
    seed: readCount("--seed", values.seed, 0) ?? pinned.seed,
  };
  const { data, user } = values;
  const limit = readCount("--limit", values.limit, 1);
  const text = await readFile(data, "utf8");
  const script = readScript(text, { params, user, limit });
  const runs = runPolicies(script, params);
  const policies = runs.map((run) => run.result);
  console.log(`${data}, ${paramsText(params)}\n\n${tableText(policies)}`);
  for (const { result, unanswered, misheard } of runs) {
    if (unanswered > 0) console.log(`${result.name} never answered ${unanswered} turns to their end`);
    if (misheard > 0) console.log(`${result.name} answered ${misheard} turns before a word of them was corrected`);
  }
  if (values.sensitivity) console.log(`\n${sensitivityText(text, { params, user, limit })}`);
  if (values.stress) console.log(`\n${stressText(text, { params })}`);
  if (values.svg !== undefined) await save(values.svg, toSvg(policies));
  if (values.json === undefined) return;
  const named = { data, limit: limit ?? null, user: user ?? null };
  await save(values.json, `${JSON.stringify({ params: { ...named, ...params }, policies }, null, 2)}\n`);
}

async function save(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function readCount(flag: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(count) || count < least) {
    throw new Error(`${flag} takes whole numbers from ${least}, not ${JSON.stringify(text)}\n${usage}`);
  }
  return count;
}

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
