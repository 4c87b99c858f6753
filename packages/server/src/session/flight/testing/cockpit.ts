import type { ChatMessage, Effect, ModelEvent, Outcome, TurnNumbers } from "@repartee/engine";
import type { ModelPart } from "../../../ports/model-client.ts";
import { FlightRecorder } from "../flight-recorder.ts";

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Start = Extract<Effect, { type: "model-start" }>;

/** A recorder, and a clock that a test sets. */
export interface Cockpit {
  readonly recorder: FlightRecorder;
  /** From now on it is so late, in milliseconds. */
  at(ms: number): Cockpit;
  did(...effects: readonly Effect[]): Cockpit;
  news(event: DistributiveOmit<ModelEvent, "at">): Cockpit;
  part(draftId: string, part: ModelPart): Cockpit;
}

export function openCockpit(): Cockpit {
  const recorder = new FlightRecorder(0);
  let now = 0;
  const cockpit: Cockpit = {
    recorder,
    at(ms) {
      now = ms;
      recorder.happened({ type: "user-speech-stop", at: ms, id: "i0" });
      return cockpit;
    },
    did(...effects) {
      for (const effect of effects) recorder.performed(effect);
      return cockpit;
    },
    news(event) {
      recorder.happened({ ...event, at: now });
      return cockpit;
    },
    part(draftId, part) {
      recorder.answered(draftId, part, now);
      return cockpit;
    },
  };
  return cockpit;
}

export function draftStart(draftId: string, transcript: string, turnIdx = 1): Effect {
  const evidence = { completeness: 0.8, posterior: 0.6, quietMs: 120, expectedMs: 90 };
  return { type: "draft-start", draftId, turnIdx, reason: "pause", transcript, evidence };
}

export function modelStart(draftId: string, more: Partial<Start> = {}): Effect {
  const messages: ChatMessage[] = [
    { role: "system", content: "You are Mara." },
    { role: "user", content: "hello" },
  ];
  return { type: "model-start", purpose: "reply", draftId, round: 0, messages, tools: [], ...more };
}

type Commit = Extract<Effect, { type: "turn-commit" }>;

export function turnCommit(draftId: string, more: Partial<Commit> = {}): Effect {
  const turnIdx = 1;
  return {
    type: "turn-commit",
    turnIdx,
    draftId,
    reason: "silence",
    transcript: "hello",
    rung: undefined,
    graceMs: 0,
    ...more,
  };
}

export function turnNumbers(more: Partial<TurnNumbers> = {}): TurnNumbers {
  return {
    turnIdx: 1,
    outcome: "completed",
    endOfTurnReason: "silence",
    lastWordAt: 0,
    endedAt: 0,
    releasedAt: 0,
    firstWordsAt: undefined,
    gapMs: undefined,
    headStartMs: 0,
    drafts: { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 },
    rung: undefined,
    tokens: { in: 0, cached: 0, out: 0, wasted: 0, wastedIn: 0 },
    cost: undefined,
    context: undefined,
    calls: 0,
    tools: 0,
    ...more,
  };
}

/** The end of a turn. */
export function reply(draftId: string, numbers: Partial<TurnNumbers> = {}): Effect {
  const outcome: Outcome = numbers.outcome ?? "completed";
  const { turnIdx = 1 } = numbers;
  const entry = { type: "reply", turnIdx, draftId, purpose: "reply", text: "Yes.", heard: "Yes.", outcome } as const;
  return { type: "record", entry: { ...entry, numbers: turnNumbers(numbers) } };
}
