import type { Draft } from "../drafts/draft.ts";
import type { Outcome } from "../effect.ts";
import type { Move } from "../move.ts";
import type { TurnNumbers } from "../turn/numbers.ts";
import type { Reply } from "../turn/reply.ts";

/** The number that the open turn will have, if nobody else speaks before. */
export function nextTurnIdx(move: Move): number {
  const { turn, session } = move.state;
  const reopened = turn.phase === "open" ? turn.reopened?.turnIdx : undefined;
  return reopened ?? session.turnIdx + 1;
}

/** Tokens that a draft put out: as the upstream counted them, else as its text is counted. */
export function tokensOut(move: Move, draft: Draft): number {
  return draft.usage?.out ?? (draft.text === "" ? 0 : move.policies.countTokens(draft.text));
}

/** T45 Every turn has its numbers. */
export function numbersOf(move: Move, reply: Reply, outcome: Outcome): TurnNumbers {
  const { draft, tally, firstWordsAt, lastWordAt } = reply;
  return {
    turnIdx: reply.turnIdx,
    outcome,
    endOfTurnReason: reply.reason,
    lastWordAt,
    endedAt: reply.endedAt,
    releasedAt: reply.releasedAt,
    firstWordsAt,
    gapMs: firstWordsAt === undefined ? undefined : firstWordsAt - lastWordAt,
    headStartMs: reply.headStartMs,
    drafts: tally.drafts,
    rung: reply.rung,
    tokens: {
      in: draft.usage?.in ?? 0,
      cached: draft.usage?.cached ?? 0,
      out: draft.purpose === "reply" ? tokensOut(move, draft) : 0,
      wasted: tally.wasted,
    },
    calls: tally.calls,
    tools: reply.toolsCalled,
  };
}
