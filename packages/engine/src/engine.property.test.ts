import fc from "fast-check";
import { expect, test } from "vitest";
import { plainPolicies } from "./policy/plain.ts";
import { anySettings, anyTalk } from "./testing/arbitrary.ts";
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
import { plainSettings } from "./testing/stage.ts";

test("E1-E7 and E12-E24 hold for every order of events", () => {
  const law = fc.property(anySettings, anyTalk(80), (settings, talk) => expectEndIsFinal(playTalk(settings, talk)));
  fc.assert(law, { numRuns: 400 });
});

test("E1-E7 and E12-E24 hold with the plain policies, too", () => {
  const law = fc.property(anySettings, anyTalk(80), (settings, talk) =>
    expectEndIsFinal(playTalk(settings, talk, plainPolicies)),
  );
  fc.assert(law, { numRuns: 200 });
});

test("E18 E19 random talks go on from openers, and warm", () => {
  let carried = 0;
  let warmed = 0;
  const law = fc.property(anySettings, anyTalk(80), (settings, talk) => {
    for (const start of playTalk(settings, talk).of("model-start")) {
      if (start.continueFrom !== undefined) carried += 1;
      if (start.purpose === "warm") warmed += 1;
    }
  });
  fc.assert(law, { numRuns: 300 });
  expect(carried).toBeGreaterThan(5);
  expect(warmed).toBeGreaterThan(5);
});

test("E8 a replay of the events gives the same states and effects", () => {
  const law = fc.property(anySettings, anyTalk(60), (settings, talk) =>
    expectSameReplay(playTalk(settings, talk), settings),
  );
  fc.assert(law, { numRuns: 150 });
});

test("E9 folding the entries gives the history back, and every announced turn has its end", () => {
  const law = fc.property(anySettings, anyTalk(60), (settings, talk) =>
    expectSameFold(playTalk(settings, talk), settings),
  );
  fc.assert(law, { numRuns: 200 });
});

test("E10 any order of partial, final, late final, duplicates and the end of one utterance makes one user message", () => {
  const endedBy = fc.constantFrom("client" as const, "server" as const);
  const speaker = fc.record({ endedBy, utteranceId: fc.constantFrom(undefined, "u1") });
  fc.assert(fc.property(anyNews, speaker, expectOneUserMessage), { numRuns: 500 });
});

test("E11 every turn that was committed is completed once its model has answered or failed", () => {
  const law = fc.property(anySettings, anyTalk(60), (settings, talk) =>
    expectEveryTurnCompleted(playTalk(settings, talk)),
  );
  fc.assert(law, { numRuns: 200 });
});

test("E25 whatever happened before, the user's next words are answered", () => {
  const law = fc.property(anySettings, anyTalk(60), (settings, talk) =>
    expectNextTurnAnswered(playTalk({ ...settings, pipeline: "full", contextLimit: plainSettings.contextLimit }, talk)),
  );
  fc.assert(law, { numRuns: 200 });
});
