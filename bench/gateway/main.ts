import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { addressOf, cores, startProgram } from "../live/program.ts";
import { describeMachine } from "../live/table.ts";
import { gatewayNames, startGateways, type Gateway } from "./gateway.ts";
import { measure, type Measured } from "./measure.ts";
import { toSvg } from "./picture.ts";
import { summarise, type GatewayResult } from "./summary.ts";
import { tableText } from "./table.ts";
import { workloads, type Workload } from "./workload.ts";

const usage = `usage: npm run bench:gateway -- [--json OUT] [--svg OUT] [--repetitions 3] [--scale 1]
       [--only ${gatewayNames.join(",")}] [--workloads "1 stream,closed loop"] [--server-node-args="--cpu-prof …"]`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "string" },
      svg: { type: "string" },
      repetitions: { type: "string", default: "3" },
      scale: { type: "string", default: "1" },
      only: { type: "string", default: "" },
      workloads: { type: "string", default: "" },
      "server-node-args": { type: "string", default: "" },
    },
  });
  const wanted = listOf(values.workloads);
  const loads = workloads(readNumber("--scale", values.scale)).filter(
    ({ name }) => wanted.length === 0 || wanted.includes(name),
  );
  const repetitions = readNumber("--repetitions", values.repetitions);
  const result = await run(loads, {
    repetitions,
    only: listOf(values.only),
    nodeArgs: values["server-node-args"].split(" ").filter((arg) => arg !== ""),
  });
  console.log(tableText(result));
  if (values.json !== undefined) await save(values.json, `${JSON.stringify(result, null, 2)}\n`);
  const svg = values.svg ?? values.json?.replace(/(\.json)?$/, ".svg");
  if (svg !== undefined) await save(svg, toSvg(result));
}

interface RunOptions {
  readonly repetitions: number;
  readonly only: readonly string[];
  readonly nodeArgs: readonly string[];
}

async function run(loads: readonly Workload[], { repetitions, only, nodeArgs }: RunOptions): Promise<GatewayResult> {
  const folder = await mkdtemp(join(tmpdir(), "repartee-bench-gateway-"));
  await using endpoint = startProgram("bench/gateway/endpoint-process.ts", { cores: cores?.others });
  const started = await startGateways({ endpointUrl: await addressOf(endpoint), folder, nodeArgs, only });
  const gateways = started.filter((one) => "target" in one);
  try {
    const measured: Measured[][] = [];
    for (let round = 0; round < repetitions; round += 1) measured.push(await measureRound(gateways, loads, round));
    const [date = ""] = new Date().toISOString().split("T");
    return {
      machine: describeMachine().replace("server on", "gateway on").replace("model and client", "model and callers"),
      node: process.versions.node,
      date,
      repetitions,
      rows: summarise(measured),
      skipped: started.filter((one) => "skipped" in one),
    };
  } finally {
    for (const gateway of gateways) await gateway[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every workload through every gateway, in an order that moves on with each round. */
async function measureRound(
  gateways: readonly Gateway[],
  loads: readonly Workload[],
  round: number,
): Promise<Measured[]> {
  const found: Measured[] = [];
  for (const workload of loads) {
    for (const index of gateways.keys()) {
      const gateway = gateways[(index + round) % gateways.length];
      if (gateway === undefined) continue;
      console.error(`round ${round + 1}: ${workload.name}, ${gateway.name} …`);
      found.push(await measure(gateway, workload));
    }
  }
  return found;
}

async function save(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function listOf(text: string): readonly string[] {
  return text.split(",").filter((name) => name !== "");
}

function readNumber(flag: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${flag} takes a number above 0, not ${text}\n${usage}`);
  return value;
}

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
