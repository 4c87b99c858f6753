import type { OutboundFrame, TurnNumbers } from "@repartee/protocol";

import { frameOf } from "./frames.ts";

/** The end of a turn, with numbers of which a test names those that it is about. */
export function complete(turnIdx: number, told: Partial<TurnNumbers> = {}): OutboundFrame {
  const numbers: TurnNumbers = {
    turn_idx: turnIdx,
    outcome: "completed",
    end_of_turn_reason: "turn_end",
    last_word_at: null,
    ended_at: null,
    released_at: null,
    first_words_at: null,
    gap_ms: null,
    head_start_ms: null,
    drafts: { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 },
    rung: null,
    tokens: { in: 0, cached: 0, out: 0, wasted: 0 },
    calls: 0,
    tools: 0,
    ...told,
  };
  return frameOf("conversation.turn.completed", numbers, { turn_idx: turnIdx });
}
