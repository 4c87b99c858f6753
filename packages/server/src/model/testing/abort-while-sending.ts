import { writeSync } from "node:fs";
import { ModelError } from "../../ports/model-client.ts";
import type { ModelClient } from "../../ports/model-client.ts";
import { createOpenAiChat } from "../openai-chat.ts";
import { modelRequest, realClock } from "./generation.ts";

// A process that aborts generations while their requests leave, and tells how each ended. Should an abort never
// return, as it would in a fault of native code, it tells nothing, and its parent ends it.
// Arguments: the upstream's address, the size of a request in bytes, and how many; its certificate is in UPSTREAM_CERTIFICATE.

/** How many ended in which way, by the code of their error. */
export type Endings = Readonly<Record<string, number>>;

const [baseUrl = "", size = "0", count = "0"] = process.argv.slice(2);
const authorities = process.env["UPSTREAM_CERTIFICATE"] ?? "";
/** Of generations at once. */
const lanes = 10;
const content = "x".repeat(Number(size));

/** When a request is aborted, counted from the call that sends it. */
const moments: readonly (() => Promise<void> | undefined)[] = [
  () => undefined,
  () => Promise.resolve(),
  () => new Promise((resolve) => process.nextTick(resolve)),
  () => new Promise((resolve) => void setImmediate(resolve)),
  () => new Promise((resolve) => void setTimeout(resolve, Math.random() * 4)),
];

async function abortOne(client: ModelClient, index: number): Promise<string> {
  const abort = new AbortController();
  const request = modelRequest({ baseUrl }, { messages: [{ role: "user", content }] });
  const parts = client.stream(request, abort.signal)[Symbol.asyncIterator]();
  const ended = (async () => {
    while ((await parts.next()).done !== true);
    return "heard";
  })().catch((error: unknown) => (error instanceof ModelError ? error.code : String(error)));
  const moment = moments[index % moments.length]?.();
  if (moment !== undefined) await moment;
  abort.abort();
  return await ended;
}

async function main(): Promise<void> {
  const endings: Record<string, number> = {};
  let next = 0;
  await using client = createOpenAiChat({ clock: realClock, allowPrivateAddresses: true, authorities });
  client.prepare(modelRequest({ baseUrl }).upstream);
  // The handshake; what is aborted before a connection is there sends nothing.
  await new Promise((resolve) => void setTimeout(resolve, 300));
  const lane = async (): Promise<void> => {
    while (next < Number(count)) {
      const code = await abortOne(client, next++);
      endings[code] = (endings[code] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  writeSync(1, JSON.stringify(endings));
}

await main();
