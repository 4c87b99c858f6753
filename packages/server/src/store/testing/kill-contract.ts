/** What a durable store keeps when its process is killed, whatever it was doing. */
import { expect, test } from "vitest";
import type { Store } from "../../ports/store.ts";
import { type ProcessLines, startProcess } from "./process-lines.ts";
import { conversation, event } from "./rows.ts";

interface Life {
  readonly lineCount: number;
  readonly claim: string | undefined;
  readonly acknowledged: readonly number[];
}

/** Lets the process live until it has printed so many lines, kills it, and reads what it had still said. */
async function killAfter(child: ProcessLines, lineCount: number): Promise<Life> {
  const lines: string[] = [];
  let gone: Promise<void> | undefined;
  for (;;) {
    if (lines.length >= lineCount) gone ??= child.kill();
    const { value, done } = await child.lines.next();
    if (done === true) break;
    lines.push(value);
  }
  await gone;
  return { lineCount: lines.length, claim: lines[0], acknowledged: lines.slice(1).map(Number) };
}

export interface KilledStore {
  /** The data folder, or the URL of the database. */
  readonly place: () => string;
  readonly open: () => Promise<Store>;
}

export function describeKills(name: string, { place, open }: KilledStore): void {
  test(
    `S33 after kill -9 every append acknowledged by ${name} is there, none is half there, and the next owner goes on`,
    { timeout: 60_000 },
    async () => {
      const random = Array.from({ length: 4 }, () => Math.floor(Math.random() * 600));
      const lineCounts = [0, 1, 2, 40, ...random];
      let epoch = 0;
      let stored = 0;
      for (const lineCount of lineCounts) {
        const round = `killed after ${lineCount} of ${lineCounts.join(", ")} lines`;
        await using child = startProcess("./append-forever.ts", [place()]);
        const life = await killAfter(child, lineCount);
        expect(life.lineCount, `${round}, but it had ended by itself`).toBeGreaterThanOrEqual(lineCount);

        await using store = await open();
        const claim = await store.conversations.claim("w1", "c1");
        if (life.claim === undefined && claim === undefined) continue; // killed before it had stored anything
        const events = claim!.events;
        const highest = Math.max(1, ...life.acknowledged);
        expect(events, round).toEqual(events.map((_, index) => event(index + 1)));
        expect(events.length, round).toBeGreaterThanOrEqual(Math.max(highest, stored));
        expect(claim!.row, round).toEqual(conversation("c1"));
        expect(claim!.seqHighWater, round).toBe(events.length === 1 ? 1 : events.length + 64);
        if (life.claim !== undefined) {
          expect(life.claim.startsWith(`claimed ${epoch + 1} `), `${round}: ${life.claim}`).toBe(true);
          expect(claim!.epoch, round).toBe(epoch + 2);
        }
        epoch = claim!.epoch;
        stored = events.length;
      }
      expect(stored).toBeGreaterThan(0);
    },
  );
}
