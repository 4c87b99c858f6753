import type { Draft } from "../drafts/draft.ts";
import type { Move } from "../move.ts";
import type { CoveringDraft, TurnView } from "../policy/policies.ts";
import { rhythmOf } from "../session/rhythm.ts";
import { verdictDueMs } from "../session/verdict.ts";
import type { UserWords } from "../transcript/user-words.ts";
import { spentOn } from "./counting.ts";
import { openerHoldUntil } from "./salvaging.ts";

/** What the policies are shown of the turn that the user is saying. */
export function turnViewOf(move: Move, user: UserWords): TurnView {
  const { turn, session, floor, drafts } = move.state;
  const open = turn.phase === "open" ? turn : undefined;
  const running = open === undefined ? [] : drafts;
  const put = running.reduce((sum, draft) => sum + spentOn(move, draft).out, 0);
  return {
    at: move.at,
    user,
    voice: floor.voice,
    quietSince: floor.quietSince,
    covering: running.filter((draft) => isCovering(move, draft, user)).map((draft) => coveringDraft(move, draft)),
    started: open?.tally.drafts.started ?? 0,
    tokens: (open?.tally.wasted.out ?? 0) + put,
    pace: session.pace,
    rhythm: rhythmOf(session.rhythm),
    habit: session.habit.shift,
    spare: session.spare,
    verdictMs:
      user.endedBy === "server" || session.verdictLag === undefined ? undefined : verdictDueMs(session.verdictLag),
    patience: session.settings.patience,
    asked: lastWords(move),
    language: session.settings.language,
  };
}

function coveringDraft(move: Move, draft: Draft): CoveringDraft {
  const { startedAt, readyAt, rounds } = draft;
  // Whoever has called tools has spoken: that the next round is on its way makes it no late one.
  const phase = rounds.length > 0 && draft.phase === "waiting" ? "streaming" : draft.phase;
  return { startedAt, readyAt, phase, openerFrom: openerHoldUntil(move, draft) };
}

/** Whether a draft answers these words, and knows all that it has to. */
export function isCovering(move: Move, draft: Draft, user: UserWords): boolean {
  return (
    draft.contextVersion === move.state.context.version && move.policies.match(draft.words, user.words) !== undefined
  );
}

/** What the agent said last. */
function lastWords(move: Move): string | undefined {
  const last = move.state.context.history.findLast((item) => item.type === "turn" && item.heard !== "");
  return last?.type === "turn" ? last.heard : undefined;
}
