import type { OutboundFrameOf, OutboundType, ReceivedFrame } from "@repartee/protocol";

import { appendBounded } from "./bounded-list.ts";
import { createTurnView } from "./conversation-view.ts";
import type { ConversationView, TurnView } from "./conversation-view.ts";
import { foldClause, foldClauseWithdrawal, foldDraftAdopt, foldDraftEnd, foldDraftStart } from "./fold-draft.ts";
import { MAX_NOTICES, foldWarning, placeOf } from "./fold-notice.ts";
import { foldToolCall, foldToolProblem, foldToolWithdrawal } from "./fold-tool.ts";
import { foldCommit, foldCompletion, foldDelta, foldReopen, foldStreaming, foldUtterance } from "./fold-turn.ts";
import { addTurn } from "./fold-usage.ts";

const MAX_TURNS = 500;

type Fold<Type extends OutboundType> = (view: ConversationView, frame: OutboundFrameOf<Type>) => ConversationView;

const foldDeltaIn = inTurn(foldDelta);
const foldCompletionIn = inTurn<"conversation.turn.completed">((turn, { properties }) =>
  foldCompletion(turn, properties),
);

// Every event is answered: leaving one out does not compile.
const folds: { readonly [Type in OutboundType]: Fold<Type> } = {
  "conversation.utterance": inTurn(foldUtterance),
  "conversation.utterance.streaming": inTurn(foldStreaming),
  "conversation.tool_call": inTurn(foldToolCall),
  "conversation.tool_call_withdrawn": inTurn((turn, { properties }) => foldToolWithdrawal(turn, properties)),
  "conversation.user.started_speaking": (view) => ({ ...view, userSpeaking: true }),
  "conversation.user.stopped_speaking": (view) => ({ ...view, userSpeaking: false }),
  "conversation.replica.started_speaking": (view) => ({ ...view, replicaSpeaking: true }),
  "conversation.replica.stopped_speaking": (view) => ({ ...view, replicaSpeaking: false }),
  "conversation.replica.delta": (view, frame) => withoutLoading(foldDeltaIn(view, frame), frame),
  "conversation.replica.clause": inTurn(foldClause),
  "conversation.replica.clause_withdrawn": inTurn((turn, { properties }) => foldClauseWithdrawal(turn, properties)),
  "conversation.turn.committed": inTurn((turn, { properties }) => foldCommit(turn, properties)),
  "conversation.turn.reopened": inTurn((turn, { properties }) => foldReopen(turn, properties)),
  "conversation.turn.completed": foldCompleted,
  "conversation.draft.started": inTurn((turn, { properties }) => foldDraftStart(turn, properties)),
  "conversation.draft.revoked": inTurn((turn, { properties }) => foldDraftEnd(turn, properties, "revoked")),
  "conversation.draft.adopted": inTurn((turn, { properties }) => foldDraftAdopt(turn, properties)),
  "conversation.draft.discarded": inTurn((turn, { properties }) => foldDraftEnd(turn, properties, "discarded")),
  "conversation.warning": foldWarning,
  "conversation.error": foldError,
  "system.hello": (view, { properties: { turns, features, model } }) => ({
    ...view,
    channel: { turns, features },
    model: model === undefined ? view.model : { name: model.name, standIn: model.stand_in },
  }),
  "system.shutdown": (view, { properties }) => ({
    ...view,
    ended: properties.reason ?? "",
    userSpeaking: false,
    replicaSpeaking: false,
  }),
};

/** The view after one more frame. Pure; the same view where the frame changes nothing. */
export function foldConversation(view: ConversationView, frame: ReceivedFrame): ConversationView {
  if (frame.event_type === "unknown") return view;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript cannot correlate the key with the frame
  return (folds[frame.event_type] as Fold<OutboundType>)(view, frame);
}

function foldError(view: ConversationView, frame: OutboundFrameOf<"conversation.error">): ConversationView {
  const { code, message, upstream, status, tool_call_id: callId } = frame.properties;
  const notice = { ...placeOf(frame), code, message, upstream, status };
  const errors = appendBounded(view.errors, notice, MAX_NOTICES);
  // A refused frame belongs to no turn.
  if (frame.turn_idx === undefined) return { ...view, errors };
  const noted = changeTurn(view, frame.turn_idx, (turn) =>
    // A call that came to nothing does not end its turn.
    callId !== undefined && turn.tools.some((call) => call.callId === callId)
      ? foldToolProblem(turn, callId, message)
      : { ...turn, errors: appendBounded(turn.errors, notice, MAX_NOTICES) },
  );
  return { ...noted, errors };
}

/** A turn that is told to be over a second time, as after a resume, is counted once. */
function foldCompleted(
  view: ConversationView,
  frame: OutboundFrameOf<"conversation.turn.completed">,
): ConversationView {
  const { turn_idx: turnIdx, outcome, context } = frame.properties;
  const counted = view.turns.some((turn) => turn.turnIdx === turnIdx && turn.phase === "completed");
  const after = foldCompletionIn(view, frame);
  if (counted || after === view) return after;
  const usage = addTurn(view.usage, frame.properties);
  const known = { ...after, usage, context: context ?? view.context };
  return outcome === "interrupted" ? known : withoutLoading(known, frame);
}

/** The model has answered, or failed to; words that answer nobody, such as a greeting, are not the model's. */
function withoutLoading(view: ConversationView, { turn_idx: turnIdx }: { readonly turn_idx?: number | undefined }) {
  if (view.loading === undefined) return view;
  const turn = view.turns.findLast((one) => turnIdx === undefined || one.turnIdx === turnIdx);
  return turn === undefined || turn.userText === "" ? view : { ...view, loading: undefined };
}

/** A fold of the turn that the frame belongs to: the one that it names, or the newest. */
function inTurn<Type extends OutboundType>(
  fold: (turn: TurnView, frame: OutboundFrameOf<Type>) => TurnView,
): Fold<Type> {
  return (view, frame) => {
    const named = frame.turn_idx ?? ("turn_idx" in frame.properties ? frame.properties.turn_idx : undefined);
    return changeTurn(view, named ?? view.turns.at(-1)?.turnIdx ?? 0, (turn) => fold(turn, frame));
  };
}

function changeTurn(view: ConversationView, turnIdx: number, change: (turn: TurnView) => TurnView): ConversationView {
  const index = view.turns.findLastIndex((turn) => turn.turnIdx <= turnIdx);
  const before = view.turns[index];
  if (before?.turnIdx === turnIdx) {
    const after = change(before);
    return after === before ? view : { ...view, turns: view.turns.with(index, after) };
  }
  // Older than all that is held: it was dropped, and is not taken up again.
  if (index < 0 && view.turnsDropped > 0) return view;
  const turns = view.turns.toSpliced(index + 1, 0, change(createTurnView(turnIdx)));
  if (turns.length <= MAX_TURNS) return { ...view, turns };
  return {
    ...view,
    turns: turns.slice(turns.length - MAX_TURNS),
    turnsDropped: view.turnsDropped + turns.length - MAX_TURNS,
  };
}
