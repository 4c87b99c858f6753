import { createPieceCutter, wordsIn, type Piece } from "./clauses.ts";

/** What the mouth tells of its progress: in UTF-16 units of what it was given. */
export interface Progress {
  readonly at: number;
  readonly spokenChars: number;
  readonly done: boolean;
}

/** An emulated voice: plays a piece (opener or clause) when it is whole and the ones before it have been played. */
export interface Mouth {
  /** More of the reply; answers what will be told of playing it. */
  say(text: string, at: number): readonly Progress[];
  finish(at: number): readonly Progress[];
}

/** The first report comes when the first piece begins: from then on the user hears the agent. */
export function createMouth(wordMs: number): Mouth {
  const cutter = createPieceCutter();
  let given = "";
  let played = 0;
  let freeAt = 0;
  const play = (pieces: readonly Piece[], at: number): readonly Progress[] =>
    pieces.flatMap(({ text }) => {
      const first = played === 0 ? [{ at, spokenChars: 1, done: false }] : [];
      freeAt = Math.max(freeAt, at) + wordsIn(text) * wordMs;
      played = Math.max(played, given.indexOf(text, played)) + text.length;
      return [...first, { at: freeAt, spokenChars: played, done: false }];
    });
  return {
    say(text, at) {
      given += text;
      return play(cutter.push(text), at);
    },
    finish(at) {
      const rest = play(cutter.finish(), at);
      return [...rest, { at: Math.max(freeAt, at), spokenChars: given.length, done: true }];
    },
  };
}
