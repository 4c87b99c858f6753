import type { InboundMessage, OutboundFrame, OutboundProperties, OutboundType } from "@repartee/protocol";
import type { Clock } from "../../ports/clock.ts";
import type { ReplayChannel } from "../play.ts";

/** What was told to a scripted channel, and when. */
export interface Told {
  readonly at: number;
  readonly type: string;
  readonly text?: string | undefined;
  readonly utteranceId?: string | undefined;
}

export interface ScriptedChannel extends ReplayChannel {
  readonly told: readonly Told[];
  readonly closed: boolean;
  /** A frame comes. */
  say(frame: OutboundFrame): void;
  /** The server ends the conversation, or the connection fails. */
  hangUp(failure?: Error): void;
}

/** A live conversation whose other side is the test: it says hello, and then what `react` makes of what it was told. */
export function createScriptedChannel(
  clock: Clock,
  react: (told: Told, channel: ScriptedChannel) => void = () => {},
): ScriptedChannel {
  const told: Told[] = [];
  const frames: OutboundFrame[] = [hello];
  let changed = Promise.withResolvers<void>();
  let closed = false;
  let failure: Error | undefined;

  const change = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  const tell = (one: Told): void => {
    told.push(one);
    react(one, channel);
  };
  const channel: ScriptedChannel = {
    told,
    get closed() {
      return closed;
    },
    conversationId: "c1",
    send: (message) => tell(toTold(message, clock.now())),
    say(frame) {
      frames.push(frame);
      change();
    },
    hangUp(cause) {
      failure = cause;
      closed = true;
      change();
    },
    close() {
      closed = true;
      change();
    },
    async *[Symbol.asyncIterator]() {
      while (!closed) {
        const frame = frames.shift();
        if (frame !== undefined) yield frame;
        else await changed.promise;
      }
      if (failure !== undefined) throw failure;
    },
  };
  return channel;
}

/** `conversation.user.started_speaking` is `started-speaking`; a transcript is `partial` or `final`. */
function toTold(message: InboundMessage, at: number): Told {
  if (message.event_type === "conversation.user.transcript") {
    const { text, final, utterance_id } = message.properties;
    return { at, type: final === true ? "final" : "partial", text, utteranceId: utterance_id };
  }
  const type = message.event_type.replace(/^.*\./, "").replaceAll("_", "-");
  return { at, type, text: undefined, utteranceId: undefined };
}

/** A frame of turn `turn_idx` about the draft `inference_id`. */
export function frameOf<Type extends OutboundType>(
  event_type: Type,
  properties: OutboundProperties<Type>,
  [turn_idx, inference_id]: readonly [number, string],
): OutboundFrame {
  const frame = { message_type: "conversation", seq: 1, timestamp: 0, turn_idx, inference_id, event_type, properties };
  return frame as unknown as OutboundFrame;
}

const hello = {
  message_type: "system",
  event_type: "system.hello",
  seq: 0,
  timestamp: 0,
  properties: { protocol: 1, seq: 0, turn_idx: 0, turns: "client", features: [], resumed: false },
} as const satisfies Omit<OutboundFrame, "properties"> & { readonly properties: unknown } as unknown as OutboundFrame;

/** The numbers of a turn in which nothing much happened. */
export function numbersOf(given: Partial<OutboundProperties<"conversation.turn.completed">>) {
  return {
    turn_idx: 1,
    outcome: "completed" as const,
    end_of_turn_reason: "turn_end",
    last_word_at: 0,
    ended_at: 0,
    released_at: 0,
    first_words_at: 0,
    gap_ms: 0,
    head_start_ms: 0,
    drafts: { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 },
    rung: null,
    tokens: { in: 0, cached: 0, out: 0, wasted: 0 },
    calls: 1,
    tools: 0,
    ...given,
  };
}
