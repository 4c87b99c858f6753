import { endOfTurn, type SpokenCall, type SpokenTurn } from "./spoken-turns.ts";
import type { SpokenWord } from "./spoken-file.ts";

/** What the ears tell, and when on the recording's clock. */
export type UserEvent = {
  readonly atMs: number;
  /** Which turn of the call it belongs to, from 0. */
  readonly turn: number;
} & (
  | { readonly type: "started-speaking" | "stopped-speaking" | "turn-end" }
  /** `text` is all of the turn so far. */
  | { readonly type: "partial" | "final"; readonly text: string }
);

/** How a streaming recogniser and its voice detector behave, in milliseconds. */
export const recogniser = {
  /** A word is told so long after its end. */
  partialLagMs: 100,
  /** A silence of this length is a pause: the voice has stopped, and the words before it become final. */
  pauseMs: 200,
  /** From the last word before a pause to its final. */
  finalLagMs: 200,
  /** From the last word of a turn to the end of the turn, where the caller's side tells it. */
  turnEndLagMs: 200,
} as const;

export interface ScheduleOptions {
  /** Whether the caller's side says when a turn is over. */
  readonly turnEnds: boolean;
}

/** What a recogniser would have told while the call was spoken, in the order of time. */
export function scheduleCall(call: SpokenCall, options: ScheduleOptions): readonly UserEvent[] {
  const events = call.turns.flatMap((turn, index) => scheduleTurn(turn, index, options));
  return events.toSorted((one, other) => one.atMs - other.atMs);
}

function scheduleTurn(turn: SpokenTurn, index: number, options: ScheduleOptions): readonly UserEvent[] {
  const { partialLagMs, finalLagMs, turnEndLagMs } = recogniser;
  const settled: string[] = [];
  const events = toSpurts(turn.words).flatMap(([first, ...rest]): readonly UserEvent[] => {
    const words = [first, ...rest];
    const partials = words.map((word) => {
      const text = [...settled, word.text].join(" ");
      settled.push(word.revised);
      return { type: "partial" as const, atMs: word.endMs + partialLagMs, turn: index, text };
    });
    const endMs = Math.max(...words.map((word) => word.endMs));
    return [
      { type: "started-speaking", atMs: first.startMs, turn: index },
      { type: "stopped-speaking", atMs: endMs, turn: index },
      ...partials,
      { type: "final", atMs: endMs + finalLagMs, turn: index, text: settled.join(" ") },
    ];
  });
  if (!options.turnEnds) return events;
  return [...events, { type: "turn-end", atMs: endOfTurn(turn) + turnEndLagMs, turn: index }];
}

type Spurt = readonly [SpokenWord, ...SpokenWord[]];

/** The words between two pauses. */
function toSpurts([first, ...rest]: Spurt): readonly Spurt[] {
  const spurts: [SpokenWord, ...SpokenWord[]][] = [[first]];
  let endMs = first.endMs;
  for (const word of rest) {
    if (word.startMs - endMs >= recogniser.pauseMs) spurts.push([word]);
    else spurts.at(-1)?.push(word);
    endMs = Math.max(endMs, word.endMs);
  }
  return spurts;
}
