import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSequence } from "./sequence.ts";

describe("sequence", () => {
  test("R9 numbers rise, and one taken from ahead leaves room for frames that leave before it", () => {
    const sequence = createSequence({ highWater: 7, mark: 1000, leap: 10 });
    expect(sequence.next()).toBe(8);
    const first = sequence.ahead(4);
    expect(first).toBe(18);
    expect(sequence.next()).toBe(9);
    sequence.reach(first);
    sequence.release(first);
    expect(sequence.next()).toBe(19);
  });

  test("R11 between two announcements that wait, and after the first of them, there is as much room again", () => {
    const sequence = createSequence({ highWater: 0, mark: 1_000_000, leap: 100 });
    const one = sequence.ahead(4);
    const two = sequence.ahead(4);
    sequence.reach(one);
    sequence.release(one);
    for (let count = 0; count < 90; count += 1) expect(sequence.next()).toBeDefined();
    expect(sequence.last).toBeLessThan(two);
  });

  test("R11 when the room before an announcement is used up, no number is given until it has left", () => {
    const sequence = createSequence({ highWater: 0, mark: 1_000_000, leap: 3 });
    const first = sequence.ahead(4);
    expect([sequence.next(), sequence.next(), sequence.next()]).toEqual([1, 2, undefined]);
    sequence.reach(first);
    sequence.release(first);
    expect(sequence.next()).toBe(first + 1);
  });

  test("R10 no number above the stored mark is given, until a higher one is stored", () => {
    const sequence = createSequence({ highWater: 0, mark: 2, block: 10 });
    expect([sequence.next(), sequence.next(), sequence.next()]).toEqual([1, 2, undefined]);
    expect(sequence.takeMark()).toBe(12);
    expect(sequence.takeMark()).toBeUndefined();
    expect(sequence.next()).toBeUndefined();
    sequence.confirmMark(12);
    expect(sequence.next()).toBe(3);
  });

  type Step = "live" | "announce" | "stored" | "mark" | "crash";
  const steps = fc.array(fc.constantFrom<Step[]>("live", "live", "announce", "stored", "mark", "crash"), {
    maxLength: 200,
  });

  test("R9 R10 whatever happens, and wherever it crashes, numbers rise and none is given twice", () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 8, max: 40 }), (script, leap, block) => {
        const left: number[] = [];
        let stored = block;
        let sequence = createSequence({ highWater: 0, mark: stored, leap, block });
        let waiting: number[] = [];
        let marks: number[] = [];
        for (const step of script) {
          if (step === "live") {
            const seq = sequence.next();
            if (seq !== undefined) left.push(seq);
          } else if (step === "announce") {
            waiting.push(sequence.ahead(4));
          } else if (step === "stored" && waiting.length > 0) {
            // As the journal does: marks that were asked for before are stored with it.
            for (const mark of marks.splice(0)) {
              stored = Math.max(stored, mark);
              sequence.confirmMark(mark);
            }
            const first = waiting.shift()!;
            for (const seq of [first, first + 1, first + 2]) {
              sequence.reach(seq);
              left.push(seq);
            }
            sequence.release(first);
          } else if (step === "mark") {
            for (const mark of marks.splice(0)) {
              stored = Math.max(stored, mark);
              sequence.confirmMark(mark);
            }
          } else if (step === "crash") {
            const highWater = stored;
            stored = highWater + block;
            sequence = createSequence({ highWater, mark: stored, leap, block });
            waiting = [];
            marks = [];
          }
          const mark = sequence.takeMark();
          if (mark !== undefined) marks.push(mark);
        }
        for (const [index, seq] of left.entries()) if (index > 0) expect(seq).toBeGreaterThan(left[index - 1]!);
      }),
    );
  });
});
