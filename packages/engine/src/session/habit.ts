/** How often this speaker's turns have been over, in this conversation, where they were held to be: a shift in log-odds. */
export interface Habit {
  readonly shift: number;
  /** What the shift rests on: the sum of p(1 − p) over what was seen, and what was known before. */
  readonly weight: number;
}

/** What is known before is worth twenty silences of which nobody could have said how they end. */
const prior = 5;
export const unknownHabit: Habit = { shift: 0, weight: prior };

/** Older ones count for less: of what was seen so much is remembered when the next comes. */
const mostWeight = 12;
/** Nobody is so far from everybody. */
const mostShift = 1.5;

/** P29 The habit after one more silence: held to be the end with this probability, the shift included, and what it was. */
export function learnHabit({ shift, weight }: Habit, held: number, over: boolean): Habit {
  const heavier = Math.min(mostWeight, weight + held * (1 - held));
  const next = shift + ((over ? 1 : 0) - held) / heavier;
  return { shift: Math.min(mostShift, Math.max(-mostShift, next)), weight: heavier };
}
