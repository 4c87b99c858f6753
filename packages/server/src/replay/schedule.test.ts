import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scheduleCall } from "./schedule.ts";
import type { SpokenWord } from "./spoken-file.ts";
import type { SpokenCall } from "./spoken-turns.ts";

function word(text: string, startMs: number, endMs: number): SpokenWord {
  return { text, startMs, endMs, revised: text };
}

function callOf(...turns: readonly (readonly [SpokenWord, ...SpokenWord[]])[]): SpokenCall {
  return { id: "c1", user: "caller", turns: turns.map((words) => ({ words })) };
}

describe("the schedule of a call", () => {
  test("Y12 words are told 100 ms after their end, a pause stops the voice and makes them final, and the end is told where asked", () => {
    const call = callOf(
      [
        word("my", 1000, 1200),
        { ...word("car", 1300, 1600), revised: "card" },
        word("is", 1800, 1900),
        word("gone", 2050, 2300),
      ],
      [word("yes", 5000, 5400)],
    );
    expect(scheduleCall(call, { turnEnds: true })).toEqual([
      { atMs: 1000, turn: 0, type: "started-speaking" },
      { atMs: 1300, turn: 0, type: "partial", text: "my" },
      { atMs: 1600, turn: 0, type: "stopped-speaking" },
      { atMs: 1700, turn: 0, type: "partial", text: "my car" },
      { atMs: 1800, turn: 0, type: "final", text: "my card" },
      { atMs: 1800, turn: 0, type: "started-speaking" },
      { atMs: 2000, turn: 0, type: "partial", text: "my card is" },
      { atMs: 2300, turn: 0, type: "stopped-speaking" },
      { atMs: 2400, turn: 0, type: "partial", text: "my card is gone" },
      { atMs: 2500, turn: 0, type: "final", text: "my card is gone" },
      { atMs: 2500, turn: 0, type: "turn-end" },
      { atMs: 5000, turn: 1, type: "started-speaking" },
      { atMs: 5400, turn: 1, type: "stopped-speaking" },
      { atMs: 5500, turn: 1, type: "partial", text: "yes" },
      { atMs: 5600, turn: 1, type: "final", text: "yes" },
      { atMs: 5600, turn: 1, type: "turn-end" },
    ]);
  });

  test("where the server ends the turns nobody tells it that they are over", () => {
    const events = scheduleCall(callOf([word("yes", 0, 300)]), { turnEnds: false });
    expect(events.map((event) => event.type)).toEqual(["started-speaking", "stopped-speaking", "partial", "final"]);
  });

  test("whatever the times: in order, one partial per word, the voice ends as often as it starts, the last text is all", () => {
    const gap = fc.tuple(fc.nat(900), fc.nat(600));
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1, maxLength: 30 }), (gaps) => {
        let at = 0;
        const [first, ...rest] = gaps.map(([pause, length], index) => {
          const startMs = at + pause;
          at = startMs + length;
          return word(`w${index}`, startMs, at);
        });
        const events = scheduleCall(callOf([first!, ...rest]), { turnEnds: true });
        const count = (type: string): number => events.filter((event) => event.type === type).length;
        expect(events.map((event) => event.atMs)).toEqual(events.map((event) => event.atMs).toSorted((a, b) => a - b));
        expect(count("partial")).toBe(gaps.length);
        expect(count("started-speaking")).toBe(count("stopped-speaking"));
        expect(count("final")).toBe(count("stopped-speaking"));
        const texts = events.flatMap((event) => (event.type === "final" ? [event.text] : []));
        expect(texts.at(-1)?.split(" ")).toHaveLength(gaps.length);
        expect(events.at(-1)?.type).toBe("turn-end");
      }),
    );
  });
});
