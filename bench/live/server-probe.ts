import type { ServerSample } from "./sample.ts";
import { nowUs } from "./stamp.ts";

// Loaded into the server's process before the server (`--import`), to ask it over the channel to its parent what it
// uses. `collect` collects garbage first, where `--expose-gc` allows it.

const tickMs = 10;
const mostTicks = 60_000;
let lagsMs: number[] = [];
let due = performance.now() + tickMs;

setInterval(() => {
  const now = performance.now();
  if (lagsMs.length < mostTicks) lagsMs.push(Math.max(0, now - due));
  due = now + tickMs;
}, tickMs).unref();

process.on("message", (order) => {
  if (order === "collect") globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const sample: ServerSample = { atUs: nowUs(), cpuUs: user + system, rss, heapUsed, lagsMs };
  lagsMs = [];
  process.send?.(sample);
});
process.channel?.unref();
