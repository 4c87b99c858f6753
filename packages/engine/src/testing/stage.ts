import { createConversation, type Conversation } from "../conversation.ts";
import type { HistoryItem } from "../context/context.ts";
import type { ChatMessage, ToolDefinition } from "../context/messages.ts";
import type { Effect, EffectType, Entry, EntryType } from "../effect.ts";
import type { Event, TimerName } from "../event.ts";
import { plainPolicies } from "../policy/plain.ts";
import type { Policies } from "../policy/policies.ts";
import type { Settings } from "../session/session.ts";
import { step } from "../step.ts";
import type { EndedBy, Transcript } from "../transcript/user-words.ts";
import { createWatch } from "./invariants.ts";

/** One of every kind; `tell` gives no result. */
const tools: readonly ToolDefinition[] = [
  { name: "look" },
  { name: "read", effect: "read", timeoutMs: 5000 },
  { name: "tell", effect: "idempotent", timeoutMs: 0 },
];

/** Settings of a persona that answers, without a greeting. */
export const plainSettings: Settings = {
  systemPrompt: "You are Mara.",
  personaContext: "",
  conversationalContext: "",
  tools,
  greeting: undefined,
  pipeline: "full",
  speculation: "balanced",
  patience: "medium",
  interruptibility: "medium",
  contextLimit: { hard: 32_000, soft: 25_000, reserve: 1_000, policy: "trim" },
};

/** An event without its time and id: the stage gives both. */
export type Cue = Event extends infer E ? (E extends Event ? Omit<E, "at" | "id"> : never) : never;

/**
 * A conversation under a virtual clock, with its timers kept and everything that it did written down. The rules that
 * hold for every order of events are watched at every step.
 */
export interface Stage {
  readonly state: Conversation;
  readonly now: number;
  readonly events: readonly Event[];
  readonly effects: readonly Effect[];
  send(cue: Cue): readonly Effect[];
  /** Lets time pass; timers that come due are sent in order. */
  wait(ms: number): void;
  /** The user says this (the whole turn so far, unless the options say otherwise). */
  hear(text: string, options?: Partial<Transcript> & { endedBy?: EndedBy }): void;
  endTurn(text?: string): void;
  voice(on: boolean): void;
  respond(text: string): void;
  echo(text: string, options?: { id?: string; done?: boolean }): void;
  interrupt(): void;
  /** The mouth has got so far with a draft. */
  play(spokenChars: number | undefined, options?: { draftId?: string; done?: boolean }): void;
  text(text: string, draftId?: string): void;
  callTool(callId: string, options?: { draftId?: string | undefined; name?: string; given?: string }): void;
  /** The client answers a call; the id of the newest one where none is given. */
  answer(output: string, options?: { callId?: string | undefined; status?: "success" | "error" }): void;
  /** Somebody takes calls of `read` tools before their turn is committed, or nobody does any more. */
  takeReads(wanted: boolean): void;
  /** What the newest generation was asked, one line for each message. */
  readonly asked: readonly string[];
  finish(draftId?: string): void;
  fail(draftId?: string): void;
  end(): void;
  /** The draft that was started last. */
  readonly draft: string;
  of<T extends EffectType>(type: T): readonly Extract<Effect, { type: T }>[];
  entries<T extends EntryType>(type: T): readonly Extract<Entry, { type: T }>[];
  /** The history, one line for each message. */
  readonly lines: readonly string[];
  /** What was told since the last look, as types of effects; timers left out. */
  look(): readonly EffectType[];
}

export function openStage(settings: Partial<Settings> = {}, policies: Policies = plainPolicies): Stage {
  const whole = { ...plainSettings, ...settings };
  let state = createConversation(whole);
  const watch = createWatch(whole);
  let now = 0;
  let ids = 0;
  let seen = 0;
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
    watch(event, next.effects, state);
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
    endTurn: (text) => void send({ type: "user-turn-end", endedBy, text }),
    voice: (on) => void send(on ? { type: "user-speech-start", endedBy } : { type: "user-speech-stop" }),
    respond: (text) => void send({ type: "user-respond", text }),
    echo: (text, { id: echoId = "e1", done = true } = {}) => void send({ type: "agent-echo", echoId, text, done }),
    interrupt: () => void send({ type: "interrupt" }),
    play(spokenChars, { draftId = stage.draft, done = false } = {}) {
      send({ type: "playback", draftId, spokenChars, done });
    },
    text: (text, draftId = stage.draft) => void send({ type: "model-text", draftId, text }),
    callTool(callId, { draftId = stage.draft, name = "look", given = "{}" } = {}) {
      send({ type: "model-tool-call", draftId, call: { id: callId, name, arguments: given } });
    },
    answer(output, { callId = stage.entries("tool-call").at(-1)?.callId ?? "none", status = "success" } = {}) {
      send({ type: "tool-result", callId, output, status });
    },
    takeReads: (wanted) => void send({ type: "read-tools", wanted }),
    get asked() {
      return (stage.of("model-start").at(-1)?.messages ?? []).map(toLine);
    },
    finish: (draftId = stage.draft) => void send({ type: "model-finish", draftId, reason: "stop" }),
    fail(draftId = stage.draft) {
      const problem = { code: "model_failed", message: "it broke", upstream: "test" };
      send({ type: "model-failure", draftId, problem });
    },
    end: () => void send({ type: "end", reason: "over" }),
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
    get lines() {
      return state.context.history.flatMap(toLines);
    },
    look() {
      const types = effects.slice(seen).map((effect) => effect.type);
      seen = effects.length;
      return types.filter((type) => type !== "timer-set" && type !== "timer-clear");
    },
  };
  return stage;
}

/** A message as a script has it: calls by name and id. */
function toLine(message: ChatMessage): string {
  if (message.role === "tool") return `tool ${message.toolCallId}: ${message.content}`;
  const calls = message.role === "assistant" ? (message.toolCalls ?? []) : [];
  return [`${message.role}: ${message.content}`, ...calls.map((call) => `${call.name}(${call.id})`)].join(" ");
}

/** A history item as a script has it. */
function toLines(item: HistoryItem): string[] {
  switch (item.type) {
    case "turn":
      return [
        ...(item.user === undefined ? [] : [`user: ${item.user}`]),
        ...(item.rounds ?? []).flatMap(({ calls }) => calls.map((call) => `tool: ${call.name} ${call.output}`)),
        ...(item.heard === "" ? [] : [`mara: ${item.heard}`]),
      ];
    case "note":
      return [`note: ${item.text}`];
    case "tool":
      return [`tool: ${item.name} ${item.output}`];
  }
}
