import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addressOf, cores, startProgram, type Program } from "../live/program.ts";
import { isRecord } from "../live/sample.ts";
import { startNginx } from "./nginx.ts";
import { startPortkey } from "./portkey.ts";
import type { Target } from "./workload.ts";

/** One way from the callers to the model. */
export interface Gateway extends AsyncDisposable {
  readonly name: string;
  readonly target: Target;
  /** Whose cost is measured; undefined for no gateway at all. */
  readonly pid: number | undefined;
}

/** Started, or the reason why not. */
export type Started = Gateway | { readonly name: string; readonly skipped: string };

export interface GatewayOptions {
  readonly endpointUrl: string;
  /** An empty folder of this run. */
  readonly folder: string;
  /** For the Node of our own server, to profile it for example. */
  readonly nodeArgs: readonly string[];
  /** Names to start; all of them where it is empty. */
  readonly only: readonly string[];
}

const starters: Readonly<Record<string, (options: GatewayOptions) => Promise<readonly Started[]>>> = {
  direct: async ({ endpointUrl }) => [direct(endpointUrl)],
  repartee: startRepartee,
  nginx: async (options) => [await startNginx(options)],
  portkey: async (options) => [await startPortkey(options)],
  yardstick: async (options) => [await startYardstick(options)],
};

export const gatewayNames = Object.keys(starters);

export async function startGateways(options: GatewayOptions): Promise<readonly Started[]> {
  const started: Started[] = [];
  for (const [name, start] of Object.entries(starters)) {
    if (options.only.length === 0 || options.only.includes(name)) started.push(...(await start(options)));
  }
  return started;
}

function direct(endpointUrl: string): Gateway {
  const target = { url: `${endpointUrl}/chat/completions`, headers: {}, model: "bench" };
  return { name: "direct", target, pid: undefined, [Symbol.asyncDispose]: async () => undefined };
}

async function startYardstick({ endpointUrl }: GatewayOptions): Promise<Gateway> {
  const program = startProgram("bench/gateway/yardstick-process.ts", { args: [endpointUrl], cores: cores?.server });
  const url = await addressOf(program);
  return {
    name: "node yardstick",
    target: { url: `${url}/chat/completions`, headers: {}, model: "bench" },
    pid: program.child.pid,
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

/** Our own server, twice: a hosted model, and a persona with a prompt, a key and a model of its own. */
async function startRepartee(options: GatewayOptions): Promise<readonly Gateway[]> {
  const { endpointUrl, folder, nodeArgs } = options;
  const dataDir = join(folder, "data");
  const config = join(folder, "repartee.config.json");
  await writeFile(config, JSON.stringify({ models: { "tavus-llama-4": { base_url: endpointUrl, model: "bench" } } }));
  const program = startProgram("packages/server/src/main.ts", {
    nodeArgs,
    args: ["start", "--port", "0", "--config", config, "--data-dir", dataDir, "--log-level", "error"],
    env: { REPARTEE_DETECT: "off" },
    cores: cores?.server,
  });
  const url = await addressOf(program);
  // The key that people have: kept by the store, looked up there.
  const apiKey = (await readFile(join(dataDir, "local-key"), "utf8")).trim();
  const persona = await createPersona({ url, apiKey, endpointUrl });
  const headers = { authorization: `Bearer ${apiKey}` };
  const target = { url: `${url}/v1/chat/completions`, headers, model: "tavus-llama-4" };
  const one = { pid: program.child.pid, [Symbol.asyncDispose]: once(program) };
  return [
    { ...one, name: "repartee", target },
    { ...one, name: "repartee persona", target: { ...target, model: `persona:${persona}` } },
  ];
}

function once(program: Program): () => Promise<void> {
  let ended: Promise<void> | undefined;
  return async () => {
    ended ??= Promise.resolve(program[Symbol.asyncDispose]());
    await ended;
  };
}

interface PersonaOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly endpointUrl: string;
}

async function createPersona({ url, apiKey, endpointUrl }: PersonaOptions): Promise<string> {
  const llm = { model: "bench", base_url: endpointUrl, api_key: "sk-bench" };
  const response = await fetch(`${url}/v2/personas`, {
    method: "POST",
    headers: { "x-api-key": apiKey, "content-type": "application/json" },
    body: JSON.stringify({ persona_name: "Bench", system_prompt: "You talk.", layers: { llm } }),
  });
  const answer: unknown = await response.json();
  const id = isRecord(answer) ? answer["persona_id"] : undefined;
  if (typeof id !== "string") throw new Error(`no persona for the benchmark: ${JSON.stringify(answer)}`);
  return id;
}
