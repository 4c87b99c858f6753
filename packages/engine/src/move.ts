import type { Conversation } from "./conversation.ts";
import type { Effect } from "./effect.ts";
import type { TimerName } from "./event.ts";
import type { Policies } from "./policy/policies.ts";
import { stepTurn, type TurnInput } from "./turn/turn.ts";

/** One step in the making: rules read and replace its parts, `step` hands out the result. It never outlives the step. */
export interface Move {
  readonly policies: Policies;
  readonly at: number;
  /** The id that came with the event; news of a generation brings none, and starts nothing. */
  readonly id: string | undefined;
  state: Conversation;
  readonly effects: Effect[];
}

export function emit(move: Move, effect: Effect): void {
  move.effects.push(effect);
}

/** Replaces parts of the conversation. */
export function change(move: Move, parts: Partial<Conversation>): void {
  move.state = { ...move.state, ...parts };
}

/** Moves the turn by its table. */
export function moveTurn(move: Move, input: TurnInput): void {
  change(move, { turn: stepTurn(move.state.turn, input) });
}

export function setTimer(move: Move, timer: TimerName, at: number): void {
  if (move.state.timers[timer] === at) return;
  change(move, { timers: { ...move.state.timers, [timer]: at } });
  emit(move, { type: "timer-set", timer, at });
}

export function clearTimer(move: Move, timer: TimerName): void {
  if (move.state.timers[timer] === undefined) return;
  const { [timer]: _gone, ...timers } = move.state.timers;
  change(move, { timers });
  emit(move, { type: "timer-clear", timer });
}

/** The id of the draft that this step starts. */
export function takeId(move: Move): string {
  if (move.id === undefined) throw new Error("an event without an id cannot start a draft");
  return move.id;
}
