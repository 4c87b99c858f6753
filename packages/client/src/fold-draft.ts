import type { OutboundFrameOf, OutboundProperties } from "@repartee/protocol";

import { appendBounded, changeLast } from "./bounded-list.ts";
import type { DraftView, TurnView } from "./conversation-view.ts";

const MAX_DRAFTS = 200;
const MAX_CLAUSES = 500;

export function foldDraftStart(turn: TurnView, started: OutboundProperties<"conversation.draft.started">): TurnView {
  const draft: DraftView = {
    inferenceId: started.inference_id,
    reason: started.reason,
    transcript: started.transcript,
    startedAtMs: started.at_ms,
    fate: "running",
    endedAtMs: undefined,
    endReason: undefined,
    tokensWasted: 0,
    rung: undefined,
    headStartMs: undefined,
  };
  // Drafts are how a client that sees nothing else learns of the words.
  const userText = turn.phase === "open" ? started.transcript : turn.userText;
  return { ...turn, userText, drafts: appendBounded(turn.drafts, draft, MAX_DRAFTS) };
}

export function foldDraftEnd(
  turn: TurnView,
  ended: OutboundProperties<"conversation.draft.revoked">,
  fate: "revoked" | "discarded",
): TurnView {
  return changeDraft(turn, ended.inference_id, (draft) => ({
    ...draft,
    fate,
    endReason: ended.reason,
    tokensWasted: ended.tokens,
    endedAtMs: ended.at_ms,
  }));
}

export function foldDraftAdopt(turn: TurnView, adopted: OutboundProperties<"conversation.draft.adopted">): TurnView {
  return changeDraft(turn, adopted.inference_id, (draft) => ({
    ...draft,
    fate: "adopted",
    rung: adopted.rung,
    headStartMs: adopted.head_start_ms,
    endedAtMs: adopted.at_ms,
  }));
}

export function foldClause(turn: TurnView, frame: OutboundFrameOf<"conversation.replica.clause">): TurnView {
  const { text, index, prepared = false, final = false } = frame.properties;
  const clause = { inferenceId: frame.inference_id, index, text, prepared, withdrawn: false, final };
  const known = turn.clauses.some((other) => isSameClause(other, clause));
  // A prepared clause that is released comes again, and takes its own place.
  const clauses = known
    ? turn.clauses.map((other) => (isSameClause(other, clause) ? clause : other))
    : appendBounded(turn.clauses, clause, MAX_CLAUSES);
  return { ...turn, clauses };
}

export function foldClauseWithdrawal(
  turn: TurnView,
  withdrawn: OutboundProperties<"conversation.replica.clause_withdrawn">,
): TurnView {
  const clauses = turn.clauses.map((clause) => {
    const meant = withdrawn.index === undefined || clause.index === withdrawn.index;
    return meant && clause.inferenceId === withdrawn.inference_id ? { ...clause, withdrawn: true } : clause;
  });
  return { ...turn, clauses };
}

type ClauseName = Pick<TurnView["clauses"][number], "inferenceId" | "index">;

function isSameClause(one: ClauseName, other: ClauseName): boolean {
  return one.inferenceId === other.inferenceId && one.index === other.index;
}

function changeDraft(turn: TurnView, inferenceId: string, change: (draft: DraftView) => DraftView): TurnView {
  return { ...turn, drafts: changeLast(turn.drafts, (draft) => draft.inferenceId === inferenceId, change) };
}
