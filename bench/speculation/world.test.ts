import fc from "fast-check";
import { expect, test } from "vitest";
import { createAgenda } from "./agenda.ts";
import { createMouth } from "./mouth.ts";

test("BS23 what is due comes in the order of time, of one moment by rank, then as it was put in", () => {
  const entry = fc.record({ at: fc.nat(5), rank: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const agenda = createAgenda<number>();
      for (const [index, { at, rank }] of entries.entries()) agenda.put(at, rank, index);
      const taken = entries.map(() => agenda.take()?.item ?? -1);
      const sorted = entries
        .map((_, index) => index)
        .toSorted((one, other) => {
          const [left, right] = [entries[one]!, entries[other]!];
          return left.at - right.at || left.rank - right.rank || one - other;
        });
      expect(taken).toEqual(sorted);
      expect(agenda.take()).toBeUndefined();
    }),
  );
});

test("BS24 the mouth is heard when its first piece begins, and tells each piece when it was played", () => {
  const mouth = createMouth(60);
  expect(mouth.say("Sure, ", 100)).toEqual([
    { at: 100, spokenChars: 1, done: false },
    { at: 160, spokenChars: 5, done: false },
  ]);
  expect(mouth.say("I can ", 120)).toEqual([]);
  // Whole at 140, begun at 160 behind the opener, four words long.
  expect(mouth.say("do that. ", 140)).toEqual([{ at: 400, spokenChars: 20, done: false }]);
  expect(mouth.say("Now", 900)).toEqual([]);
  expect(mouth.finish(900)).toEqual([
    { at: 960, spokenChars: 24, done: false },
    { at: 960, spokenChars: 24, done: true },
  ]);
});
