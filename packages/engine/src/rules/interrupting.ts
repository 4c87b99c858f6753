import { change, type Move } from "../move.ts";
import { replyOf } from "../turn/turn.ts";
import { completeReply } from "./completing.ts";

/**
 * T50 Barge-in: the user's voice or words stop an agent that is being heard, by the persona's interruptibility.
 * Where nobody reports playback everything sent counts as heard, and the user's words are simply the next turn.
 */
export function interruptIfMeant(move: Move, words: readonly string[]): void {
  const { session } = move.state;
  const reply = replyOf(move.state.turn);
  if (reply === undefined || !session.playback || reply.said === "") return;
  const { interruptibility } = session.settings;
  // Who goes on with the very words that are answered has not listened: none of it is a backchannel.
  const goesOn = interruptibility === "medium" && words.length > 0 && reply.committed?.text === "goes-on";
  if (goesOn || move.policies.interrupts({ interruptibility, words })) completeReply(move, "interrupted");
}

/** T51 `interrupt` always stops the agent, and takes back what it was still going to say. */
export function onInterrupt(move: Move): void {
  change(move, { session: { ...move.state.session, echoes: [] } });
  if (replyOf(move.state.turn) !== undefined) completeReply(move, "interrupted");
}
