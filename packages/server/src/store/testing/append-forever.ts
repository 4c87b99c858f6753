/**
 * A process to be killed: it claims a conversation and appends to it, several at once, until it dies.
 *
 * It prints `claimed EPOCH HIGH_WATER`, and then every seq when its append has resolved.
 */
import { writeSync } from "node:fs";
import { openPostgresStore } from "../postgres-store.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import { createLogList } from "./log-list.ts";
import { appendOf, conversation, event } from "./rows.ts";

const inFlight = 16;
const block = 64;

const place = process.argv[2] ?? "";
const log = createLogList();
const store = place.startsWith("postgres")
  ? await openPostgresStore({ url: place, log })
  : await openSqliteStore({ dataDir: place, log });
const { conversations } = store;
if ((await conversations.get("w1", "c1")) === undefined) await conversations.create(conversation("c1"), event(1));
const claim = await conversations.claim("w1", "c1");
if (claim === undefined) throw new Error("c1 is gone");
const { epoch, seqHighWater, events } = claim;
// Synchronous, so that a line is out before the next thing happens.
writeSync(1, `claimed ${epoch} ${seqHighWater}\n`);

// Gapless on purpose: then a row that is missing is a row that was lost.
let next = (events.at(-1)?.seq ?? 0) + 1;
async function appendOn(): Promise<never> {
  for (;;) {
    const seq = next++;
    await conversations.append(appendOf("c1", { epoch, events: [event(seq)], seqHighWater: seq + block }));
    writeSync(1, `${seq}\n`);
  }
}
await Promise.all(Array.from({ length: inFlight }, appendOn));
