import { createConversation, type Conversation } from "../conversation.ts";
import type { Effect, EffectType, Entry, EntryType } from "../effect.ts";
import type { Event, TimerName } from "../event.ts";
import { plainPolicies } from "../policy/plain.ts";
import type { Policies } from "../policy/policies.ts";
import type { Settings } from "../session/session.ts";
import { step } from "../step.ts";
import type { EndedBy, Transcript } from "../transcript/user-words.ts";

/** Settings of a persona that answers, without a greeting. */
export const plainSettings: Settings = {
  systemPrompt: "You are Mara.",
  personaContext: "",
  conversationalContext: "",
  tools: [],
  greeting: undefined,
  pipeline: "full",
  speculative: true,
  patience: "medium",
  interruptibility: "medium",
  contextLimit: { hard: 32_000, soft: 25_000, reserve: 1_000 },
};

/** An event without its time and id: the stage gives both. */
export type Cue = Event extends infer E ? (E extends Event ? Omit<E, "at" | "id"> : never) : never;

/** A conversation under a virtual clock, with its timers kept and everything that it did written down. */
export interface Stage {
  readonly state: Conversation;
  readonly now: number;
  readonly events: readonly Event[];
  readonly effects: readonly Effect[];
  send(cue: Cue): readonly Effect[];
  /** Lets time pass; timers that come due are sent in order. */
  wait(ms: number): void;
  /** The user says this (the whole turn so far). */
  hear(text: string, options?: Partial<Transcript> & { endedBy?: EndedBy }): void;
  endTurn(text?: string): void;
  text(text: string, draftId?: string): void;
  finish(draftId?: string): void;
  fail(draftId?: string): void;
  /** The draft that was started last. */
  readonly draft: string;
  of<T extends EffectType>(type: T): readonly Extract<Effect, { type: T }>[];
  entries<T extends EntryType>(type: T): readonly Extract<Entry, { type: T }>[];
}

export function openStage(settings: Partial<Settings> = {}, policies: Policies = plainPolicies): Stage {
  let state = createConversation({ ...plainSettings, ...settings });
  let now = 0;
  let ids = 0;
  let endedBy: EndedBy = "server";
  const events: Event[] = [];
  const effects: Effect[] = [];
  const timers = new Map<TimerName, number>();

  function perform(effect: Effect): void {
    effects.push(effect);
    if (effect.type === "timer-set") timers.set(effect.timer, effect.at);
    if (effect.type === "timer-clear") timers.delete(effect.timer);
  }

  function send(cue: Cue): readonly Effect[] {
    ids += 1;
    // The stamp completes whatever kind of event the cue is.
    const event = (cue.type.startsWith("model-") ? { ...cue, at: now } : { ...cue, at: now, id: `d${ids}` }) as Event;
    events.push(event);
    const next = step(policies, state, event);
    state = next.state;
    for (const effect of next.effects) perform(effect);
    return next.effects;
  }

  function nextTimer(until: number): [TimerName, number] | undefined {
    const due = [...timers].filter(([, at]) => at <= until).toSorted((one, other) => one[1] - other[1]);
    return due[0];
  }

  const stage: Stage = {
    get state() {
      return state;
    },
    get now() {
      return now;
    },
    events,
    effects,
    send,
    wait(ms) {
      const until = now + ms;
      for (let due = nextTimer(until); due !== undefined; due = nextTimer(until)) {
        timers.delete(due[0]);
        now = Math.max(now, due[1]);
        send({ type: "timer", timer: due[0] });
      }
      now = until;
    },
    hear(text, options = {}) {
      const { endedBy: by = endedBy, ...rest } = options;
      endedBy = by;
      send({ type: "user-transcript", endedBy: by, transcript: { text, scope: "turn", final: false, ...rest } });
    },
    endTurn(text) {
      send({ type: "user-turn-end", endedBy, text });
    },
    text(text, draftId = stage.draft) {
      send({ type: "model-text", draftId, text });
    },
    finish(draftId = stage.draft) {
      send({ type: "model-finish", draftId, reason: "stop" });
    },
    fail(draftId = stage.draft) {
      send({
        type: "model-failure",
        draftId,
        problem: { code: "upstream-error", message: "it broke", upstream: "test" },
      });
    },
    get draft() {
      return stage.of("model-start").at(-1)?.draftId ?? "none";
    },
    of<T extends EffectType>(type: T) {
      return effects.filter((effect): effect is Extract<Effect, { type: T }> => effect.type === type);
    },
    entries<T extends EntryType>(type: T) {
      return stage
        .of("record")
        .map((record) => record.entry)
        .filter((entry): entry is Extract<Entry, { type: T }> => entry.type === type);
    },
  };
  return stage;
}
