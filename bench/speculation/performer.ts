import type { Effect, Event, TimerName } from "@repartee/engine";
import type { Agenda } from "./agenda.ts";
import { createMouth, type Mouth } from "./mouth.ts";
import type { Params } from "./params.ts";
import type { HeardEvent, TurnScript } from "./script.ts";
import type { TurnRecord } from "./turn-record.ts";
import { tokenAt, type ModelCall, type Upstream } from "./upstream.ts";

/** What is due at a moment. */
export type Due =
  | { readonly type: "heard"; readonly event: HeardEvent }
  | TokenDue
  | { readonly type: "played"; readonly draftId: string; readonly spokenChars: number; readonly done: boolean }
  | { readonly type: "timer"; readonly timer: TimerName };

/** The token of this index; behind the last one, the end. */
interface TokenDue {
  readonly type: "token";
  readonly draftId: string;
  readonly call: ModelCall;
  readonly index: number;
}

/** What happens in the same millisecond: what is heard comes first, timers last. */
export const ranks: { readonly [T in Due["type"]]: number } = { heard: 0, token: 1, played: 2, timer: 3 };

/** An event without its time and id. */
export type Cue = Event extends infer E ? (E extends Event ? Omit<E, "at" | "id"> : never) : never;

/** The world around the engine in one turn: generations, timers, the mouth. */
export interface Performer {
  /** What the engine is told of it; undefined where it is of no interest any more. */
  cueFor(due: Due, at: number): Cue | undefined;
  perform(effect: Effect, at: number): void;
}

export interface PerformerOptions {
  readonly turn: TurnScript;
  readonly utteranceId: string;
  /** From the recording's clock to the conversation's. */
  readonly shift: number;
  readonly agenda: Agenda<Due>;
  readonly record: TurnRecord;
  readonly params: Params;
  readonly upstream: Upstream;
}

export function createPerformer(options: PerformerOptions): Performer {
  const { agenda, record, params, utteranceId } = options;
  const put = (at: number, due: Due): void => agenda.put(at, ranks[due.type], due);
  const timers = createTimers(put);
  const generations = createGenerations(options, put);
  let speaking: { readonly draftId: string; readonly mouth: Mouth } | undefined;

  const speak = (effect: Effect, at: number): void => {
    if (effect.type === "speech-start") speaking = { draftId: effect.draftId, mouth: createMouth(params.wordMs) };
    if (effect.type === "speech-stop" || effect.type === "turn-reopen") speaking = undefined;
    if (speaking === undefined) return;
    const { draftId, mouth } = speaking;
    const final = effect.type === "speech-clause" && effect.final;
    const reports = effect.type === "speech-delta" ? mouth.say(effect.text, at) : final ? mouth.finish(at) : [];
    for (const { at: due, ...report } of reports) put(due, { type: "played", draftId, ...report });
  };

  return {
    cueFor(due, at) {
      switch (due.type) {
        case "heard":
          record.hear(due.event);
          return cueOfHeard(due.event, utteranceId);
        case "timer":
          return timers.isDue(due.timer, at) ? due : undefined;
        case "token":
          return generations.cueFor(due);
        case "played":
          return speaking?.draftId === due.draftId ? { ...due, type: "playback" } : undefined;
      }
    },
    perform(effect, at) {
      timers.perform(effect, at);
      generations.perform(effect, at);
      speak(effect, at);
      record.note(effect, at);
    },
  };
}

type Put = (at: number, due: Due) => void;

interface Timers {
  perform(effect: Effect, at: number): void;
  /** Whether the timer still runs, and is due now; then it is over. */
  isDue(timer: TimerName, at: number): boolean;
}

function createTimers(put: Put): Timers {
  const due = new Map<TimerName, number>();
  return {
    perform(effect, at) {
      if (effect.type === "timer-clear") due.delete(effect.timer);
      if (effect.type !== "timer-set") return;
      // One that is late is due at once, as an event of its own.
      const time = Math.max(at, effect.at);
      due.set(effect.timer, time);
      put(time, { type: "timer", timer: effect.timer });
    },
    isDue(timer, at) {
      if (due.get(timer) !== at) return false;
      due.delete(timer);
      return true;
    },
  };
}

interface Generations {
  perform(effect: Effect, at: number): void;
  cueFor(due: TokenDue): Cue | undefined;
}

function createGenerations({ turn, shift, record, upstream }: PerformerOptions, put: Put): Generations {
  const running = new Map<string, ModelCall>();
  return {
    perform(effect, at) {
      if (effect.type === "model-start") {
        const { draftId, messages, continueFrom } = effect;
        const transcript = askedIn(messages);
        const call = upstream.call(turn, { number: record.calls, at: at - shift, transcript, continueFrom });
        record.call(call);
        running.set(draftId, call);
        put(tokenAt(call, 0) + shift, { type: "token", draftId, call, index: 0 });
      }
      if (effect.type === "model-cancel") {
        const call = running.get(effect.draftId);
        if (call !== undefined) record.abort(call, at);
        running.delete(effect.draftId);
      }
    },
    cueFor(due) {
      const { draftId, call, index } = due;
      if (running.get(draftId) !== call) return undefined;
      const text = call.tokens[index];
      if (text === undefined) {
        running.delete(draftId);
        return { type: "model-finish", draftId, reason: "stop" };
      }
      const next = Math.min(index + 1, call.tokens.length - 1);
      put(tokenAt(call, next) + shift, { ...due, index: index + 1 });
      return { type: "model-text", draftId, text };
    },
  };
}

function cueOfHeard(event: HeardEvent, utteranceId: string): Cue {
  switch (event.type) {
    case "voice-start":
      return { type: "user-speech-start", endedBy: "server" };
    case "voice-stop":
      return { type: "user-speech-stop" };
    case "partial":
    case "final": {
      const final = event.type === "final";
      const transcript = { text: event.words.join(" "), scope: "turn", final, utteranceId } as const;
      return { type: "user-transcript", endedBy: "server", transcript };
    }
  }
}

type Messages = Extract<Effect, { type: "model-start" }>["messages"];

/** What the model is asked: the newest words of the user. */
function askedIn(messages: Messages): string {
  const asked = messages.findLast((message) => message.role === "user");
  return typeof asked?.content === "string" ? asked.content : "";
}
