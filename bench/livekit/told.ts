import { isDeepStrictEqual } from "node:util";
import type { TurnScript } from "../speculation/script.ts";

/** What a recogniser that stands in tells of a turn: which of its events reach the agent. */
export type Ears = "interims" | "finals-and-voice" | "eager";

/** One event, in milliseconds from the beginning of the turn. `words` are all of the turn so far. */
export type Told =
  | { readonly type: "voice-start" | "voice-stop"; readonly atMs: number }
  /** `eager`: these are probably all; `end`: the turn is over. */
  | {
      readonly type: "interim" | "eager" | "final" | "end";
      readonly atMs: number;
      readonly words: readonly string[];
    };

export interface ToldTurn {
  /** Its place among the user's turns of the call, from 0. */
  readonly index: number;
  readonly wordCount: number;
  /** The end of its last word. */
  readonly endMs: number;
  /** In the order of time. */
  readonly told: readonly Told[];
}

export interface ToldCall {
  readonly id: string;
  readonly turns: readonly ToldTurn[];
}

/** LK1 to LK3 A turn of a recording as these ears tell it. */
export function tellTurn(turn: TurnScript, ears: Ears): ToldTurn {
  const startMs = turn.words[0]?.startMs ?? 0;
  const endMs = turn.endMs - startMs;
  const told = eventsOf(turn, ears).map((event) => ({ ...event, atMs: event.atMs - startMs }));
  return { index: turn.index, wordCount: turn.words.length, endMs, told };
}

function eventsOf(turn: TurnScript, ears: Ears): readonly Told[] {
  switch (ears) {
    case "finals-and-voice":
      return turn.events.flatMap((event): readonly Told[] => {
        if (event.type === "partial") return [];
        if (event.type === "final") return [{ type: "final", atMs: event.at, words: event.words }];
        return [{ type: event.type, atMs: event.at }];
      });
    case "interims": {
      const interims = turn.events.flatMap((event): readonly Told[] =>
        event.type === "partial" ? [{ type: "interim", atMs: event.at, words: event.words }] : [],
      );
      return [...interims, ...ending(turn)];
    }
    case "eager":
      return [{ type: "eager", atMs: turn.endMs, words: wholeOf(turn) }, ...ending(turn)];
  }
}

/** The recogniser knows the end: the last final, and with it the end of the turn. */
function ending(turn: TurnScript): readonly Told[] {
  const words = wholeOf(turn);
  const last = turn.events.findLast((event) => event.type === "final" && isDeepStrictEqual(event.words, words));
  const atMs = last?.at ?? turn.endMs;
  return [
    { type: "final", atMs, words },
    { type: "end", atMs, words },
  ];
}

function wholeOf(turn: TurnScript): readonly string[] {
  return turn.words.map((word) => word.revised);
}
