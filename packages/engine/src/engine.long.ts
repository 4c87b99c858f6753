import fc from "fast-check";
import { expect, test } from "vitest";
import { anySettings, anyTalk } from "./testing/arbitrary.ts";
import { createCoverage } from "./testing/coverage.ts";
import {
  anyNews,
  expectEndIsFinal,
  expectEveryTurnCompleted,
  expectNextTurnAnswered,
  expectOneUserMessage,
  expectSameFold,
  expectSameReplay,
  playTalk,
} from "./testing/laws.ts";
import type { Settings } from "./session/session.ts";
import { plainSettings, type Stage } from "./testing/stage.ts";

/** How many steps of random talk each law holds for, at least. */
const fewestSteps = 250_000;

/** How often everything that is worth checking happens in them, at least. */
const fewestTimes = 100;

/** The same talks come again with `REPARTEE_SEED=<seed>`. */
const seed = Number(process.env["REPARTEE_SEED"] ?? Math.floor(performance.now() * 1e6) % 2 ** 31);

function report(law: string, steps: number, unit: string): void {
  // A long run says what it did: its seed is how a failure comes back.
  // oxlint-disable-next-line no-console
  console.log(`${law}: ${steps} ${unit}, REPARTEE_SEED=${seed}`);
}

const coverage = createCoverage();

/** Plays random talks, each a little world of its own, until enough was stepped through. */
function playLong(
  law: string,
  check: (stage: Stage, settings: Parameters<typeof playTalk>[0]) => void,
  fixed: Partial<Settings> = {},
): void {
  // Every law sees other talks.
  const salt = 10_007 * Number(/\d+/u.exec(law)?.[0]);
  let steps = 0;
  const property = fc.property(anySettings, anyTalk(1200), (settings, talk) => {
    const stage = playTalk({ ...settings, ...fixed }, talk);
    steps += stage.events.length;
    coverage.add(stage);
    check(stage, settings);
  });
  for (let round = 0; steps < fewestSteps; round += 1) fc.assert(property, { numRuns: 20, seed: seed + salt + round });
  report(law, steps, "steps");
  expect(steps).toBeGreaterThanOrEqual(fewestSteps);
}

test("E1-E7 and E12-E24 hold in long talks", () => playLong("E1-E7, E12-E24", expectEndIsFinal));

test("E8 a long talk replays the same", () => playLong("E8", expectSameReplay));

test("E9 a long talk folds back from its entries", () => playLong("E9", expectSameFold));

test("E10 one utterance is one user message, however its news is ordered", () => {
  const endedBy = fc.constantFrom("client" as const, "server" as const);
  const speaker = fc.record({ endedBy, utteranceId: fc.constantFrom(undefined, "u1") });
  const numRuns = 30_000;
  fc.assert(fc.property(anyNews, speaker, expectOneUserMessage), { numRuns, seed });
  report("E10", numRuns, "utterances");
});

test("E11 in a long talk every turn is completed", () => playLong("E11", expectEveryTurnCompleted));

test("E25 in a long talk the user's next words are answered", () =>
  playLong("E25", expectNextTurnAnswered, { pipeline: "full", contextLimit: plainSettings.contextLimit }));

test("the talks of these laws reach what is worth checking", () => {
  const table = [...coverage.counts].map(([name, times]) => `${String(times).padStart(9)}  ${name}`);
  // oxlint-disable-next-line no-console
  console.log(table.join("\n"));
  for (const [name, times] of coverage.counts) expect(times, name).toBeGreaterThan(fewestTimes);
});
