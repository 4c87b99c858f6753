import type { OutboundFrame, OutboundFrameOf, WarningCode } from "@repartee/protocol";

import { appendBounded } from "./bounded-list.ts";
import type { ConversationView, NoticeView } from "./conversation-view.ts";
import { addSummary } from "./fold-usage.ts";

export const MAX_NOTICES = 100;

/** What is worth knowing about one answer: where the server does not say which, that of the turn which is not over. */
const ofAnswers: ReadonlySet<WarningCode> = new Set(["fallback", "tool_unsupported", "tool_rounds", "tool_result_cut"]);

export function foldWarning(view: ConversationView, frame: OutboundFrameOf<"conversation.warning">): ConversationView {
  const { code, message, context, at_ms: atMs } = frame.properties;
  const notice = { ...placeOf(frame), code, message };
  return {
    ...view,
    warnings: appendBounded(view.warnings, notice, MAX_NOTICES),
    turns: ofAnswers.has(code) ? noteInTurn(view.turns, notice) : view.turns,
    loading: code === "model_loading" ? (view.loading ?? { message, atMs }) : view.loading,
    context: context ?? view.context,
    usage: code === "context_summarized" ? addSummary(view.usage, frame.properties) : view.usage,
  };
}

function noteInTurn(turns: ConversationView["turns"], notice: NoticeView<WarningCode>): ConversationView["turns"] {
  const named = notice.turnIdx;
  const index = turns.findLastIndex((turn) =>
    named === undefined ? turn.phase !== "completed" : turn.turnIdx === named,
  );
  const turn = turns[index];
  if (turn === undefined) return turns;
  return turns.with(index, { ...turn, warnings: appendBounded(turn.warnings, notice, MAX_NOTICES) });
}

export function placeOf(frame: OutboundFrame): Omit<NoticeView<never>, "code" | "message"> {
  return { turnIdx: frame.turn_idx, atMs: frame.properties.at_ms, upstream: undefined, status: undefined };
}
