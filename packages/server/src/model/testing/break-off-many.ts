import { getEventListeners } from "node:events";
import { writeSync } from "node:fs";
import type { ModelClient, ModelRequest } from "../../ports/model-client.ts";
import { createOpenAiChat } from "../openai-chat.ts";
import { modelRequest, realClock } from "./generation.ts";

// A process that starts generations and hears none of them to the end, and then tells what it still holds.
// Arguments: the upstream's address and how many; its certificate is in UPSTREAM_CERTIFICATE. It needs --expose-gc.

/** What is left when all are over. */
export interface Remains {
  /** Bytes by which the heap grew, after collecting garbage. */
  readonly heapGrowth: number;
  readonly listeners: number;
  /** Sockets and timers, once the client is disposed, by name. */
  readonly handles: readonly string[];
}

const [baseUrl = "", count = "0"] = process.argv.slice(2);
const authorities = process.env["UPSTREAM_CERTIFICATE"] ?? "";
const faults = [undefined, undefined, "silent", "headers-only", "role-only", "keep-alive-comments"];
/** Of generations at once. */
const lanes = 25;
const shared = new AbortController().signal;
let listeners = 0;

/** Breaks one off at a random moment: by a signal of its own, or by leaving the loop under a signal that all share. */
async function breakOff(client: ModelClient): Promise<void> {
  const own = Math.random() < 0.5 ? new AbortController() : undefined;
  const signal = own?.signal ?? shared;
  const parts = client.stream(randomRequest(), signal)[Symbol.asyncIterator]();
  const heard = (async () => {
    while ((await parts.next()).done !== true);
  })().catch(() => undefined);
  const delayMs = Math.random() * 12 - 1;
  if (delayMs > 0) await pause(delayMs);
  if (own === undefined) await parts.return?.();
  else own.abort();
  await heard;
  if (own !== undefined) listeners += getEventListeners(own.signal, "abort").length;
}

function randomRequest(): ModelRequest {
  const fault = faults[Math.floor(Math.random() * faults.length)];
  return modelRequest({ baseUrl, headers: fault === undefined ? {} : { "x-fault": fault } });
}

async function breakOffMany(client: ModelClient, many: number): Promise<void> {
  let left = many;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await breakOff(client);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function heapAfterGarbage(): Promise<number> {
  for (let round = 0; round < 5; round += 1) {
    await pause(50);
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

async function main(): Promise<void> {
  const client = createOpenAiChat({
    clock: realClock,
    allowPrivateAddresses: true,
    ...(authorities === "" ? {} : { authorities }),
  });
  // What is compiled and cached at first use is not what is looked for.
  await breakOffMany(client, Number(count) / 5);
  const heapBefore = await heapAfterGarbage();
  await breakOffMany(client, Number(count));
  const heapGrowth = (await heapAfterGarbage()) - heapBefore;
  await client[Symbol.asyncDispose]();
  await pause(50);
  const handles = process.getActiveResourcesInfo().filter((name) => /TCP|TLS|Timeout|GetAddrInfo/.test(name));
  listeners += getEventListeners(shared, "abort").length;
  const remains: Remains = { heapGrowth, listeners, handles };
  writeSync(1, JSON.stringify(remains));
}

await main();
