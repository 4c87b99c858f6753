import { isSameWords, toWords } from "../../packages/engine/src/transcript/words.ts";
import { toCommit } from "./peer.ts";
import type { TurnScript } from "./script.ts";
import type { TurnTrace } from "./trace.ts";
import { abortCall, type Upstream } from "./upstream.ts";

/**
 * The floor without anticipation: knows which word is the last, drafts at its partial, and releases what is ready. Where
 * the final says other words, the draft is thrown away and the final is answered.
 */
export function simulateOracle(turn: TurnScript, upstream: Upstream): TurnTrace {
  const partial = turn.events.findLast((event) => event.type === "partial");
  const final = turn.events.findLast((event) => event.type === "final");
  if (partial?.type !== "partial" || final?.type !== "final") throw new Error("a turn without a word");
  const first = upstream.call(turn, { number: 0, at: partial.at, transcript: partial.words.join(" ") });
  const told = turn.words.length;
  const holds = isSameWords(toWords(partial.words.join(" ")), toWords(final.words.join(" ")));
  if (holds) {
    const drafts = { adopted: 1, salvaged: 0, discarded: 0 };
    return {
      turn,
      calls: [first],
      warmCalls: 0,
      commits: [toCommit({ at: partial.at, told, exact: true, call: first })],
      drafts,
    };
  }
  abortCall(first, final.at);
  const second = upstream.call(turn, { number: 1, at: final.at, transcript: final.words.join(" ") });
  return {
    turn,
    calls: [first, second],
    warmCalls: 0,
    commits: [toCommit({ at: final.at, told, exact: true, call: second })],
    drafts: { adopted: 0, salvaged: 0, discarded: 1 },
  };
}
