import type { InboundMessage, TurnsBy } from "@repartee/protocol";
import { recogniser, scheduleCall, type UserEvent } from "./schedule.ts";
import { endOfTurn, startOfTurn, textOfTurn, type SpokenCall } from "./spoken-turns.ts";

/** One side of a conversation, ready to be played: what is sent and when, and the turns that it is judged by. */
export interface CallScript {
  readonly id: string;
  /** Who is played. */
  readonly user: string;
  readonly turns: readonly ScriptTurn[];
  /** In the order of time. */
  readonly cues: readonly Cue[];
  /** Who ends a turn. */
  readonly turnsBy: TurnsBy;
}

export interface ScriptTurn {
  readonly startMs: number;
  readonly endMs: number;
  /** As it was said, with every correction made. */
  readonly said: string;
  readonly words: readonly ScriptWord[];
}

/** When a word was over, and when the server was told of it; all times of a script are on one clock. */
export interface ScriptWord {
  readonly endMs: number;
  readonly toldMs: number;
}

/** One message to the server. */
export interface Cue {
  readonly atMs: number;
  /** The turn whose words it tells; undefined where it tells none. */
  readonly turn: number | undefined;
  readonly message: InboundMessage;
  /** What it answers is another one in every play: the reply, or the call of a tool by its place among all of them. */
  readonly about?: { readonly type: "reply" } | { readonly type: "tool-call"; readonly place: number };
}

/** A recorded caller as a recogniser would tell what they said. */
export function scriptSpokenCall(call: SpokenCall, turnsBy: TurnsBy): CallScript {
  const turns = call.turns.map((turn) => ({
    startMs: startOfTurn(turn),
    endMs: endOfTurn(turn),
    said: textOfTurn(turn),
    words: turn.words.map(({ endMs }) => ({ endMs, toldMs: endMs + recogniser.partialLagMs })),
  }));
  const cues = scheduleCall(call, { turnEnds: turnsBy === "client" }).map(toCue);
  return { id: call.id, user: call.user, turns, cues, turnsBy };
}

/** What the ears tell, as it is sent. */
export function toCue(event: UserEvent): Cue {
  const tells = event.type === "partial" || event.type === "final";
  return { atMs: event.atMs, turn: tells ? event.turn : undefined, message: toMessage(event) };
}

function toMessage(event: UserEvent): InboundMessage {
  // One utterance per turn of the recording: where the server cut it, the rest is known as the rest.
  const utterance_id = `turn-${event.turn + 1}`;
  switch (event.type) {
    case "partial":
      return { ...head, event_type: "conversation.user.transcript", properties: { text: event.text, utterance_id } };
    case "final": {
      const properties = { text: event.text, utterance_id, final: true };
      return { ...head, event_type: "conversation.user.transcript", properties };
    }
    case "started-speaking":
      return { ...head, event_type: "conversation.user.started_speaking", properties: {} };
    case "stopped-speaking":
      return { ...head, event_type: "conversation.user.stopped_speaking", properties: {} };
    case "turn-end":
      return turnEndMessage;
  }
}

const head = { message_type: "conversation" } as const;

export const turnEndMessage: InboundMessage = { ...head, event_type: "conversation.user.turn_end", properties: {} };
