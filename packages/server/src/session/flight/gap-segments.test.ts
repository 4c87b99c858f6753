import fc from "fast-check";
import { expect, test } from "vitest";
import { openFlight, openFlightDraft, type Flight, type FlightRound } from "./flight.ts";
import { explainGap } from "./gap-segments.ts";
import { turnNumbers } from "./testing/cockpit.ts";

type Times = Partial<Pick<FlightRound, "thinkingAt" | "firstTokenAt" | "endedAt">> & { readonly askedAt: number };

interface Turn {
  readonly lastWordAt: number;
  readonly releasedAt: number;
  readonly firstWordsAt: number | undefined;
  readonly rounds: readonly Times[];
  readonly continueFrom?: string | undefined;
}

function flightOf({ lastWordAt, releasedAt, firstWordsAt, rounds, continueFrom }: Turn): Flight {
  const flight = openFlight(1);
  const commit = { reason: "silence", rung: undefined, graceMs: 0, evidence: undefined, reopened: undefined } as const;
  flight.commits.push({ at: releasedAt, draftId: "a", ...commit });
  const draft = openFlightDraft({ id: "a", purpose: "reply", startedAt: 0, groundedIn: "" });
  const rest = {
    messages: undefined,
    tools: undefined,
    finishReason: undefined,
    upstream: undefined,
    usage: undefined,
  };
  const never = { thinkingAt: undefined, firstTokenAt: undefined, endedAt: undefined };
  for (const round of rounds) draft.rounds.push({ ...rest, ...never, ...round });
  draft.continueFrom = continueFrom;
  flight.drafts.push(draft);
  const gapMs = firstWordsAt === undefined ? undefined : firstWordsAt - lastWordAt;
  flight.numbers = turnNumbers({ lastWordAt, releasedAt, firstWordsAt, gapMs });
  return flight;
}

const tell = (turn: Turn): readonly (readonly [string, number])[] =>
  explainGap(flightOf(turn)).map(({ name, fromMs, toMs }) => [name, toMs - fromMs]);

test("FR6 a draft that was ready waited for nothing but the end of the turn", () => {
  const rounds = [{ askedAt: 60, firstTokenAt: 300, endedAt: 600 }];
  expect(tell({ lastWordAt: 100, releasedAt: 480, firstWordsAt: 480, rounds })).toEqual([["end_of_turn", 380]]);
});

test("FR6 without a draft the model is waited for, and what it thinks is told apart", () => {
  const rounds = [{ askedAt: 800, thinkingAt: 1000, firstTokenAt: 1900, endedAt: 2500 }];
  expect(tell({ lastWordAt: 100, releasedAt: 800, firstWordsAt: 1900, rounds })).toEqual([
    ["end_of_turn", 700],
    ["model", 200],
    ["thinking", 900],
  ]);
});

test("FR6 a round that only called tools is told with the wait for them", () => {
  const rounds = [
    { askedAt: 100, firstTokenAt: 400, endedAt: 450 },
    { askedAt: 700, firstTokenAt: 900, endedAt: 1200 },
  ];
  expect(tell({ lastWordAt: 0, releasedAt: 100, firstWordsAt: 905, rounds })).toEqual([
    ["end_of_turn", 100],
    ["model", 300],
    ["writing", 50],
    ["tools", 250],
    ["model", 200],
    ["other", 5],
  ]);
});

test("FR6 an opener is held back until what follows it can come in time", () => {
  const turn = { lastWordAt: 0, releasedAt: 100, firstWordsAt: 260, continueFrom: "Sure." };
  const segments = [
    ["end_of_turn", 100],
    ["opener", 160],
  ];
  expect(tell({ ...turn, rounds: [{ askedAt: 100, firstTokenAt: 500 }] })).toEqual(segments);
});

test("FR6 a reply that began before the last word had come runs backwards; a silent turn has no gap", () => {
  expect(tell({ lastWordAt: 500, releasedAt: 300, firstWordsAt: 420, rounds: [] })).toEqual([["ahead", -80]]);
  expect(tell({ lastWordAt: 500, releasedAt: 600, firstWordsAt: undefined, rounds: [] })).toEqual([]);
});

test("FR6 whatever the times are, the segments follow each other without a hole and add up to the gap", () => {
  const time = fc.nat({ max: 3000 });
  const maybe = fc.option(time, { nil: undefined });
  const round = fc.record({ askedAt: time, thinkingAt: maybe, firstTokenAt: maybe, endedAt: maybe });
  const turn = fc.record({
    lastWordAt: time,
    releasedAt: time,
    firstWordsAt: time,
    rounds: fc.array(round, { maxLength: 4 }),
    continueFrom: fc.option(fc.constant("Sure."), { nil: undefined }),
  });
  fc.assert(
    fc.property(turn, (one) => {
      const segments = explainGap(flightOf(one));
      const sum = segments.reduce((whole, { fromMs, toMs }) => whole + toMs - fromMs, 0);
      expect(sum).toBe(one.firstWordsAt - one.lastWordAt);
      for (const [index, segment] of segments.entries()) {
        expect(segment.fromMs).toBe(index === 0 ? one.lastWordAt : segments[index - 1]?.toMs);
      }
    }),
  );
});
