import { SpokenFileError, type RecordedCall, type SpokenSegment, type SpokenWord } from "./spoken-file.ts";

/** What a user says until someone else speaks: at least one word. */
export interface SpokenTurn {
  readonly words: readonly [SpokenWord, ...SpokenWord[]];
}

/** One side of a recorded call, to be played as the user. */
export interface SpokenCall {
  readonly id: string;
  /** The speaker who is the user. */
  readonly user: string;
  readonly turns: readonly SpokenTurn[];
}

const agent = "agent";

/**
 * The sides to play: everyone but `agent`, or each speaker in turn in a file without one, or only `user`. A side without a
 * word is left out; nothing left is an error that says whom the file has.
 */
export function selectCalls(calls: readonly RecordedCall[], user?: string): readonly SpokenCall[] {
  const speakers = speakersOf(calls);
  if (user !== undefined && !speakers.includes(user)) {
    throw new SpokenFileError(`no one in the file is named ${JSON.stringify(user)}; it has ${list(speakers)}`);
  }
  const users = user === undefined ? speakers.filter((speaker) => speaker !== agent) : [user];
  const sides = calls.flatMap((call) => users.map((one) => ({ id: call.id, user: one, turns: turnsOf(call, one) })));
  const spoken = sides.filter((side) => side.turns.length > 0);
  if (spoken.length > 0) return spoken;
  const whom = user === undefined ? "a user (anyone but the agent)" : JSON.stringify(user);
  throw new SpokenFileError(`the file has no timed word of ${whom}; its speakers are ${list(speakers)}`);
}

/** As it was spoken, with every correction made. */
export function textOfTurn(turn: SpokenTurn): string {
  return turn.words.map((word) => word.revised).join(" ");
}

export function startOfTurn(turn: SpokenTurn): number {
  return turn.words[0].startMs;
}

export function endOfTurn(turn: SpokenTurn): number {
  return Math.max(...turn.words.map((word) => word.endMs));
}

function speakersOf(calls: readonly RecordedCall[]): readonly string[] {
  return [...new Set(calls.flatMap((call) => call.segments.map((segment) => segment.speaker)))];
}

function list(speakers: readonly string[]): string {
  return speakers.length === 0 ? "no speakers" : speakers.map((speaker) => JSON.stringify(speaker)).join(", ");
}

/** Any segment of someone else ends a turn, noise included; noise of the user's own neither makes nor ends one. */
function turnsOf(call: RecordedCall, user: string): readonly SpokenTurn[] {
  const runs: SpokenSegment[][] = [];
  let speaker: string | undefined;
  for (const segment of call.segments) {
    if (segment.speaker === user && speaker !== user) runs.push([]);
    if (segment.speaker === user) runs.at(-1)?.push(segment);
    speaker = segment.speaker;
  }
  return runs.flatMap((run) => {
    const [first, ...rest] = run.flatMap((segment) => segment.words);
    return first === undefined ? [] : [{ words: [first, ...rest] }];
  });
}
