import { selectCalls } from "../../packages/server/src/replay/spoken-turns.ts";
import { agentTexts, createReplies, type Replies } from "../../packages/server/src/replay/replies.ts";
import { parseSpokenFile, type SpokenWord } from "../../packages/server/src/replay/spoken-file.ts";
import { finalDelayMs, type Params } from "./params.ts";

/** One user turn of a recording, on the recording's clock, and what a recogniser would have told of it. */
export interface TurnScript {
  readonly callId: string;
  /** Who is played. */
  readonly user: string;
  /** Its place among the user's turns of the call, from 0. */
  readonly index: number;
  readonly words: readonly SpokenWord[];
  /** The end of its last word: gaps are measured from here. */
  readonly endMs: number;
  /** In the order of time. */
  readonly events: readonly HeardEvent[];
}

/** One side of a recorded call. */
export interface CallScript {
  readonly id: string;
  readonly user: string;
  readonly turns: readonly TurnScript[];
}

/** What the ears tell. `words` are all of the turn so far, as the recogniser has them now. */
export type HeardEvent =
  | { readonly type: "voice-start" | "voice-stop"; readonly at: number }
  | { readonly type: "partial" | "final"; readonly at: number; readonly words: readonly string[] };

export interface Script {
  readonly calls: readonly CallScript[];
  /** What the file's agents said, chosen by what they answer. */
  readonly replies: Replies;
}

export interface ScriptOptions {
  readonly params: Params;
  /** Plays this speaker; otherwise everyone but `agent`, or each speaker in turn in a file without one. */
  readonly user?: string | undefined;
  /** The first so many sides of calls. */
  readonly limit?: number | undefined;
}

/** Reads a file of recorded calls (see ../data/README.md). Throws a `SpokenFileError` where it has no user turn. */
export function readScript(text: string, { params, user, limit }: ScriptOptions): Script {
  const recorded = parseSpokenFile(text);
  const calls = selectCalls(recorded, user)
    .slice(0, limit)
    .map((call) => ({
      id: call.id,
      user: call.user,
      turns: call.turns.map((turn, index) =>
        scriptTurn({ callId: call.id, user: call.user, index }, turn.words, params),
      ),
    }));
  return { calls, replies: createReplies({ texts: agentTexts(recorded, user), answers: new Map() }) };
}

type Place = Pick<TurnScript, "callId" | "user" | "index">;

/** A turn with all that is heard of it. */
export function scriptTurn(place: Place, spoken: readonly SpokenWord[], params: Params): TurnScript {
  const words = spoken.map((word) => ({ ...word, startMs: Math.round(word.startMs), endMs: Math.round(word.endMs) }));
  const events = [...voiceEvents(words), ...partials(words, params), ...finals(words, params)];
  return {
    ...place,
    words,
    endMs: Math.max(...words.map((word) => word.endMs)),
    events: events.toSorted((one, other) => one.at - other.at),
  };
}

/** Whether the recogniser will not correct any of these first words of the turn. */
export function isExact(turn: TurnScript, heard: readonly string[]): boolean {
  return heard.every((word, index) => word === turn.words[index]?.revised);
}

/**
 * Exact voice activity: on exactly as long as a word is spoken. A stop is told at every break, however short: whoever
 * hears it cannot know yet whether it will be a pause.
 */
function voiceEvents(words: readonly SpokenWord[]): readonly HeardEvent[] {
  return runsOf(words, 1).flatMap(({ startMs, endMs }) => [
    { type: "voice-start", at: startMs },
    { type: "voice-stop", at: endMs },
  ]);
}

/** The newest word stands there as it was first heard; those before it are corrected. */
function partials(words: readonly SpokenWord[], params: Params): readonly HeardEvent[] {
  let at = 0;
  return words.map((word, index) => {
    at = Math.max(at, word.endMs + params.lagMs);
    const settled = words.slice(0, index).map((one) => one.revised);
    return { type: "partial", at, words: [...settled, word.text] };
  });
}

function finals(words: readonly SpokenWord[], params: Params): readonly HeardEvent[] {
  return runsOf(words, params.pauseMs).map(({ endMs, count }) => ({
    type: "final",
    at: endMs + finalDelayMs(params),
    words: words.slice(0, count).map((one) => one.revised),
  }));
}

interface Run {
  readonly startMs: number;
  endMs: number;
  /** How many words of the turn had been said at its end. */
  count: number;
}

/** The words between silences of at least `silenceMs`. */
function runsOf(words: readonly SpokenWord[], silenceMs: number): readonly Run[] {
  const runs: Run[] = [];
  for (const [index, { startMs, endMs }] of words.entries()) {
    const last = runs.at(-1);
    if (last === undefined || startMs - last.endMs >= silenceMs) runs.push({ startMs, endMs, count: index + 1 });
    else {
      last.endMs = Math.max(last.endMs, endMs);
      last.count = index + 1;
    }
  }
  return runs;
}
