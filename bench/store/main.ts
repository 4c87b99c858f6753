/**
 * What an append costs: alone, and with 200 conversations at once; SQLite and PostgreSQL side by side, in turns.
 *
 *   REPARTEE_DATABASE_URL=postgres://… node --conditions=repartee bench/store/main.ts
 *
 * It fills the database that it is given: name one that may be thrown away.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "../../packages/server/src/ports/log.ts";
import type { ConversationEvent, Store } from "../../packages/server/src/ports/store.ts";
import { openStore } from "../../packages/server/src/store/open-store.ts";

const rounds = 3;
const conversations = 200;
const log: Log = { debug() {}, info() {}, warn: console.warn, error: console.error };
const databaseUrl = process.env["REPARTEE_DATABASE_URL"];
const dataDir = await mkdtemp(join(tmpdir(), "repartee-bench-"));

try {
  for (let round = 1; round <= rounds; round += 1) {
    await measure("SQLite", { dataDir });
    if (databaseUrl === undefined) console.log("PostgreSQL  not measured: REPARTEE_DATABASE_URL names none");
    else await measure("PostgreSQL", { dataDir, databaseUrl });
  }
} finally {
  await rm(dataDir, { recursive: true });
}

async function measure(
  name: string,
  choice: { readonly dataDir: string; readonly databaseUrl?: string },
): Promise<void> {
  await using store = await openStore({ ...choice, log });
  const alone = await createConversation(store);
  for (let warm = 0; warm < 200; warm += 1) await alone();
  const single: number[] = [];
  for (let count = 0; count < 1_000; count += 1) single.push(await alone());
  const appends = await Promise.all(Array.from({ length: conversations }, () => createConversation(store)));
  await together(appends, 10);
  const { times, seconds } = await together(appends, 50);
  console.log(
    `${name.padEnd(11)} alone p50 ${rank(single, 0.5)} ms, p99 ${rank(single, 0.99)} ms; ` +
      `${conversations} at once ${Math.round(times.length / seconds)}/s, p50 ${rank(times, 0.5)} ms, p99 ${rank(times, 0.99)} ms`,
  );
}

type Append = () => Promise<number>;

/** What appends the next event to a conversation of its own, and answers how many milliseconds that took. */
async function createConversation({ conversations: store }: Store): Promise<Append> {
  const name = { workspaceId: "bench", conversationId: crypto.randomUUID() };
  const now = new Date().toISOString();
  let seq = 1;
  const next = (): ConversationEvent => ({ seq: seq++, atMs: 1, type: "user", body: { text: "x".repeat(300) } });
  const row = { ...name, personaId: "p", status: "active", body: {}, createdAt: now, updatedAt: now } as const;
  await store.create(row, next());
  return async () => {
    const start = performance.now();
    await store.append({ ...name, epoch: 0, events: [next()] });
    return performance.now() - start;
  };
}

async function together(
  appends: readonly Append[],
  each: number,
): Promise<{ readonly times: readonly number[]; readonly seconds: number }> {
  const times: number[] = [];
  const start = performance.now();
  await Promise.all(
    appends.map(async (append) => {
      for (let count = 0; count < each; count += 1) times.push(await append());
    }),
  );
  return { times, seconds: (performance.now() - start) / 1_000 };
}

function rank(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1);
}
