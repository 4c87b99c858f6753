import type { LaneLine } from "@repartee/client/lane";
import type { InboundFrame, InboundFrameOf, TurnsBy } from "@repartee/protocol";
import { turnEndMessage, type CallScript, type Cue, type ScriptTurn, type ScriptWord } from "./call-script.ts";
import { recogniser } from "./schedule.ts";

/** Someone who typed or spoke into a recorded conversation. */
const user = "user";

/**
 * The client's side of a recorded trace, to be played again. Words have the times at which they were told; a word that was
 * told after the voice had stopped was over when it stopped. `turnsBy` left out: as it was recorded.
 */
export function scriptTrace(id: string, lines: readonly LaneLine[], turnsBy?: TurnsBy): CallScript {
  const ears = createEars();
  const recorded: Cue[] = [];
  const toolCalls: string[] = [];
  let recordedBy: TurnsBy = "server";
  for (const line of lines) {
    if (line.direction === "in") recorded.push(toCue(line.frame, line.atMs, { ears, toolCalls }));
    else if (line.frame.event_type === "system.hello") recordedBy = line.frame.properties.turns;
    else if (line.frame.event_type === "conversation.turn.committed") ears.close();
    else if (line.frame.event_type === "conversation.tool_call") {
      toolCalls.push(line.frame.properties.tool_call_id ?? "");
    }
  }
  const turns = ears.turns();
  const by = turnsBy ?? recordedBy;
  return { id, user, turns, turnsBy: by, cues: by === recordedBy ? recorded : endTurns(recorded, turns, by) };
}

interface Surroundings {
  readonly ears: Ears;
  /** Their ids, in the order in which they were called. */
  readonly toolCalls: readonly string[];
}

function toCue(message: InboundFrame, atMs: number, { ears, toolCalls }: Surroundings): Cue {
  switch (message.event_type) {
    case "conversation.user.transcript":
      return { atMs, message, turn: ears.transcript(message.properties, atMs) };
    case "conversation.respond":
      return { atMs, message, turn: ears.whole(message.properties.text, atMs) };
    case "conversation.user.started_speaking":
      ears.voice(true, atMs);
      break;
    case "conversation.user.stopped_speaking":
      ears.voice(false, atMs);
      break;
    case "conversation.user.turn_end": {
      const { text } = message.properties;
      const turn = text === undefined ? undefined : ears.transcript({ text }, atMs);
      ears.close();
      return { atMs, message, turn };
    }
    case "conversation.replica.playback":
      return { atMs, message, turn: undefined, about: { type: "reply" } };
    case "conversation.tool_result": {
      const place = toolCalls.lastIndexOf(message.properties.tool_call_id);
      return { atMs, message, turn: undefined, about: { type: "tool-call", place } };
    }
    default:
  }
  return { atMs, message, turn: undefined };
}

/** Has the turns ended by the one who is asked to: told where the recording told nothing, or left out of it. */
function endTurns(cues: readonly Cue[], turns: readonly ScriptTurn[], by: TurnsBy): readonly Cue[] {
  if (by === "server") return cues.filter((cue) => cue.message.event_type !== "conversation.user.turn_end");
  const typed = new Set(cues.filter((cue) => cue.message.event_type === "conversation.respond").map((cue) => cue.turn));
  const ends = turns.flatMap((turn, index): readonly Cue[] => {
    if (typed.has(index)) return [];
    const lastCueMs = cues.findLast((cue) => cue.turn === index)?.atMs ?? 0;
    const atMs = Math.max(turn.endMs + recogniser.turnEndLagMs, lastCueMs);
    return [{ atMs, turn: undefined, message: turnEndMessage }];
  });
  return [...cues, ...ends].toSorted((one, other) => one.atMs - other.atMs);
}

type Transcript = Pick<InboundFrameOf<"conversation.user.transcript">["properties"], "text"> &
  Partial<InboundFrameOf<"conversation.user.transcript">["properties"]>;

/** Hears what a client told, and knows the turns of it. */
interface Ears {
  /** Which turn it belongs to; undefined for no words. */
  transcript(said: Transcript, atMs: number): number | undefined;
  /** A turn that is said at once. */
  whole(text: string, atMs: number): number;
  voice(speaking: boolean, atMs: number): void;
  /** The turn is over: other words are the next one's. */
  close(): void;
  turns(): readonly ScriptTurn[];
}

interface HeardTurn {
  readonly utteranceId: string | undefined;
  readonly startMs: number;
  readonly words: ScriptWord[];
  said: string;
  /** What is final of segments. */
  finals: string;
  closed: boolean;
}

function createEars(): Ears {
  // As many as the trace has turns: the bound of the file bounds them.
  const heard: HeardTurn[] = [];
  let startedAt: number | undefined;
  let stoppedAt: number | undefined;

  function open(utteranceId: string | undefined, atMs: number): HeardTurn {
    const turn = { utteranceId, startMs: startedAt ?? atMs, words: [], said: "", finals: "", closed: false };
    heard.push(turn);
    startedAt = undefined;
    return turn;
  }

  function hear(turn: HeardTurn, text: string, atMs: number): number {
    const count = wordsOf(text).length;
    turn.words.length = Math.min(turn.words.length, count);
    while (turn.words.length < count) turn.words.push({ toldMs: atMs, endMs: stoppedAt ?? atMs });
    turn.said = text;
    return heard.indexOf(turn);
  }

  return {
    transcript(said, atMs) {
      if (said.text.trim() === "") return undefined;
      const last = heard.at(-1);
      const turn = last !== undefined && goesOn(last, said) ? last : open(said.utterance_id, atMs);
      const segment = said.scope === "segment";
      const text = segment ? `${turn.finals} ${said.text}`.trim() : said.text.trim();
      if (segment && said.final === true) turn.finals = text;
      return hear(turn, text, atMs);
    },
    whole(text, atMs) {
      const turn = open(undefined, atMs);
      turn.closed = true;
      return hear(turn, text.trim(), atMs);
    },
    voice(speaking, atMs) {
      if (speaking) startedAt = atMs;
      stoppedAt = speaking ? undefined : atMs;
    },
    close() {
      const last = heard.at(-1);
      if (last !== undefined) last.closed = true;
    },
    turns: () => heard.map(toScriptTurn),
  };
}

/** An utterance that is named is one turn; else words belong to the turn that is open, or that they begin with. */
function goesOn(turn: HeardTurn, said: Transcript): boolean {
  if (said.utterance_id !== undefined) return said.utterance_id === turn.utteranceId;
  return !turn.closed || wordsOf(said.text).join(" ").startsWith(wordsOf(turn.said).join(" "));
}

function toScriptTurn({ startMs, said, words }: HeardTurn): ScriptTurn {
  return { startMs, said, words: [...words], endMs: Math.max(startMs, ...words.map((word) => word.endMs)) };
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
