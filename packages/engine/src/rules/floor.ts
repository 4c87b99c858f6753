import { isReplicaSpeaking, isUserSpeaking, moveFloor, type FloorInput } from "../floor/floor.ts";
import { change, clearTimer, emit, setTimer, type Move } from "../move.ts";
import type { UserWords } from "../transcript/user-words.ts";
import { unansweredOf } from "../turn/turn.ts";
import { nextTurnIdx } from "./counting.ts";
import { turnViewOf } from "./views.ts";

/** Moves the user's side of the floor and tells where it changed. */
export function takeUserFloor(move: Move, input: Extract<FloorInput, `user-${string}`>): void {
  const before = move.state.floor;
  const floor = moveFloor(before, input, move.at);
  if (floor === before) return;
  change(move, { floor });
  emit(move, { type: isUserSpeaking(floor) ? "user-start" : "user-stop", turnIdx: nextTurnIdx(move) });
}

/** T18 Silence ends a turn only where the server ends turns, and never while a voice is heard. */
export function scheduleEndOfTurn(move: Move): void {
  const { turn, floor } = move.state;
  const user = unansweredOf(turn);
  const waits = user !== undefined && user.words.length > 0 && user.endedBy === "server" && !floor.voice;
  if (!waits || isOverheard(move, user)) return clearTimer(move, "end-of-turn");
  setTimer(move, "end-of-turn", Math.max(move.at, move.policies.endOfTurn(turnViewOf(move, user))));
}

/** T52 Words that do not stop the agent wait until it has finished. */
function isOverheard(move: Move, user: UserWords): boolean {
  const { turn, floor, session } = move.state;
  if (turn.phase === "open" || !session.playback || !isReplicaSpeaking(floor)) return false;
  const { interruptibility } = session.settings;
  return !move.policies.interrupts({ interruptibility, words: user.words });
}
