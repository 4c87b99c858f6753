/**
 * P30 How many calls this conversation may still make without having made more than its allowance. Waiting a fixed time would
 * ask once in every silence that is as long; each turn adds what speculation may cost beyond that.
 */
export type Spare = number;

/** A little to begin with; what was saved, or spent too much, is not remembered for ever. */
export const unknownSpare: Spare = 0.5;
const [least, most] = [-6, 1.5];

/** The silence in which anybody would have asked. */
export const askedAfterMs = 500;

export function changeSpare(spare: Spare, by: number): Spare {
  return Math.min(most, Math.max(least, spare + by));
}
