import type { Effect } from "@repartee/engine";
import { isExact, type HeardEvent, type TurnScript } from "./script.ts";
import type { Delta, TurnTrace } from "./trace.ts";
import { abortCall, type ModelCall } from "./upstream.ts";

/** Writes down what the engine does in one turn, on the recording's clock. */
export interface TurnRecord {
  /** How many calls were made. */
  readonly calls: number;
  hear(event: HeardEvent): void;
  call(call: ModelCall): void;
  /** Times of effects are the conversation's: `shift` later than the recording's. */
  abort(call: ModelCall, at: number): void;
  note(effect: Effect, at: number): void;
  trace(): TurnTrace;
}

interface OpenCommit {
  readonly at: number;
  readonly told: number;
  readonly exact: boolean;
  reopened: boolean;
  readonly deltas: Delta[];
  finishedAt: number | undefined;
}

export function createTurnRecord(turn: TurnScript, shift: number): TurnRecord {
  const calls: ModelCall[] = [];
  const commits: OpenCommit[] = [];
  const drafts = { adopted: 0, salvaged: 0, discarded: 0 };
  let heard: readonly string[] = [];
  return {
    get calls() {
      return calls.length;
    },
    hear(event) {
      if (event.type === "partial" || event.type === "final") heard = event.words;
    },
    call: (call) => void calls.push(call),
    abort: (call, at) => abortCall(call, at - shift),
    note(effect, at) {
      const commit = commits.at(-1);
      if (effect.type === "turn-commit") {
        const exact = isExact(turn, heard);
        commits.push({ at: at - shift, told: heard.length, exact, reopened: false, deltas: [], finishedAt: undefined });
      }
      if (effect.type === "turn-reopen" && commit !== undefined) commit.reopened = true;
      if (effect.type === "speech-delta") commit?.deltas.push({ at: at - shift, text: effect.text });
      if (effect.type === "speech-clause" && effect.final && commit !== undefined) commit.finishedAt = at - shift;
      if (effect.type !== "record" || effect.entry.type !== "reply") return;
      const counts = effect.entry.numbers.drafts;
      drafts.adopted += counts.adopted;
      drafts.salvaged += counts.salvaged;
      drafts.discarded += counts.revoked + counts.discarded;
    },
    // The model that stands in has no prefix cache, and says so: nothing warms it.
    trace: () => ({ turn, calls, warmCalls: 0, commits, drafts }),
  };
}
