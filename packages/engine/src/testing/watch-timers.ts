import type { TimerName } from "../event.ts";
import type { TurnPhase } from "../turn/turn.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

/** Which timers have something to wait for. */
const legitimate: { readonly [P in TurnPhase]: readonly TimerName[] } = {
  idle: ["tool", "summary", "warm"],
  open: ["end-of-turn", "trigger", "tool", "warm"],
  released: ["grace", "end-of-turn", "opener", "tool"],
  settled: ["playback", "end-of-turn", "opener", "tool"],
  closed: [],
};

/** E15: a timer lives no longer than what it waits for; a conversation at rest has none. */
export function createTimerWatch(): Watch {
  const timers = new Map<TimerName, number>();
  return ({ event, effects, state }: Seen) => {
    if (event.type === "timer" && event.at >= (timers.get(event.timer) ?? Number.POSITIVE_INFINITY)) {
      timers.delete(event.timer);
    }
    for (const effect of effects) {
      if (effect.type === "timer-set") timers.set(effect.timer, effect.at);
      if (effect.type === "timer-clear") timers.delete(effect.timer);
    }
    for (const [timer, at] of timers) {
      rule(
        "E15 no timer outlives its turn",
        legitimate[state.turn.phase].includes(timer),
        `${timer} while ${state.turn.phase}`,
      );
      rule("E15 the engine knows its timers", state.timers[timer] === at, timer);
    }
    rule("E15 the engine knows its timers", Object.keys(state.timers).length === timers.size, timers.size);
  };
}
