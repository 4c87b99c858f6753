import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startEndpoint } from "../../../../bench/endpoint/endpoint.ts";
import type { Endpoint } from "../../../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../../../bench/endpoint/reply.ts";
import type { Remains } from "./testing/break-off-many.ts";

const program = fileURLToPath(new URL("testing/break-off-many.ts", import.meta.url));
/** A tenth of a kilobyte for each of 10,000, which hold 10 kB and more while they run; and what idle connections hold. */
const mostHeapGrowth = 1_500_000;

async function breakOffMany({ url, certificate = "" }: Endpoint, count: number): Promise<Remains> {
  const args = ["--conditions=repartee", "--expose-gc", program, url, String(count)];
  const env = { ...process.env, UPSTREAM_CERTIFICATE: certificate };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const remains: Remains = JSON.parse(stdout);
  return remains;
}

test.each([
  ["HTTP", undefined, 10_000],
  ["TLS", "http/1.1", 5000],
  ["HTTP/2", "h2", 10_000],
] as const)("M78 %s: generations that nobody hears to the end leave nothing behind", async (_name, secure, count) => {
  const replies = createReplies(undefined, 10_000);
  await using endpoint = await startEndpoint({ rate: 500, replies, ...(secure === undefined ? {} : { secure }) });
  const remains = await breakOffMany(endpoint, count);
  expect(remains).toMatchObject({ listeners: 0, handles: [] });
  expect(remains.heapGrowth).toBeLessThan(mostHeapGrowth);
  // The upstream's side of it: what it still sees was closed a moment ago.
  while (endpoint.stats.open > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(endpoint.stats).toMatchObject({ active: 0, aborted: endpoint.stats.requests });
  expect(endpoint.stats.requests).toBeGreaterThan(count / 4);
});
