import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learnHabit, unknownHabit, type Habit } from "./habit.ts";

/** A speaker who is held to be through with this probability, before anything is learned, and never is. */
function after(count: number, probability: number, over: boolean): Habit {
  const own = Math.log(probability / (1 - probability));
  let habit = unknownHabit;
  for (let seen = 0; seen < count; seen += 1) {
    habit = learnHabit(habit, 1 / (1 + Math.exp(-own - habit.shift)), over);
  }
  return habit;
}

describe("P29 how often this speaker goes on is learned", () => {
  test("one who goes on where others would be through is believed less, one who never does more", () => {
    expect(unknownHabit.shift).toBe(0);
    expect(after(10, 0.7, false).shift).toBeLessThan(-0.5);
    expect(after(10, 0.7, true).shift).toBeGreaterThan(0.2);
  });

  test("one silence says little, and the less the surer it was foreseen", () => {
    expect(after(1, 0.5, false).shift).toBeGreaterThan(-0.15);
    expect(Math.abs(after(1, 0.05, false).shift)).toBeLessThan(Math.abs(after(1, 0.7, false).shift));
  });

  test("where it is as foreseen it stays about where it is", () => {
    let habit = unknownHabit;
    for (let seen = 0; seen < 40; seen += 1) habit = learnHabit(habit, 0.5, seen % 2 === 0);
    expect(Math.abs(habit.shift)).toBeLessThan(0.15);
  });

  test("it stays near everybody's", () => {
    const seen = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean());
    const law = fc.property(fc.array(seen), (all) => {
      const { shift } = all.reduce((habit, [held, over]) => learnHabit(habit, held, over), unknownHabit);
      return Math.abs(shift) <= 1.5;
    });
    fc.assert(law);
  });
});
