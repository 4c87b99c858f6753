import fc from "fast-check";
import type { HistoryItem } from "../context/context.ts";

/** A letter is a token: easy to count by hand. */
export const countLetters = (text: string): number => text.length;

export const talked = (turnIdx: number, user: string | undefined, heard: string): HistoryItem => ({
  type: "turn",
  turnIdx,
  user,
  heard,
});
export const note = (text: string): HistoryItem => ({ type: "note", text });
export const looked = (callId: string, output: string): HistoryItem => ({
  type: "tool",
  callId,
  name: "look",
  arguments: "{}",
  output,
});

const words = fc.string({ maxLength: 300, size: "max" });
const rounds = fc.array(
  words.map((output) => ({ upTo: 0, calls: [{ id: "r1", name: "look", arguments: "{}", output }] })),
  { maxLength: 2 },
);

/** A history of turns with and without tools, notes and late results, in any order. */
export const anyHistory: fc.Arbitrary<readonly HistoryItem[]> = fc
  .array(
    fc.oneof(
      fc.tuple(fc.option(words, { nil: undefined }), words, rounds).map(([user, heard, made]) => ({
        ...talked(0, user, heard),
        ...(made.length === 0 ? {} : { rounds: made }),
      })),
      words.map(note),
      words.map((output) => looked("late", output)),
    ),
    { maxLength: 12 },
  )
  .map((items) => items.map((item, index): HistoryItem => (item.type === "turn" ? { ...item, turnIdx: index } : item)));
