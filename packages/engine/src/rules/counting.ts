import type { Draft } from "../drafts/draft.ts";
import type { Outcome } from "../effect.ts";
import type { ModelEvent, Usage } from "../event.ts";
import { change, type Move } from "../move.ts";
import { learnPace } from "../session/pace.ts";
import type { Session } from "../session/session.ts";
import type { DraftCounts, TurnNumbers } from "../turn/numbers.ts";
import type { Reply } from "../turn/reply.ts";
import { addCost, addUsage, costOf, nothingSpent, subtractUsage, type Cost, type Spent } from "../turn/spent.ts";
import { replyOf } from "../turn/turn.ts";

/** The number that the open turn will have, if nobody else speaks before. */
export function nextTurnIdx(move: Move): number {
  const { turn, session } = move.state;
  const reopened = turn.phase === "open" ? turn.reopened?.turnIdx : undefined;
  return reopened ?? session.turnIdx + 1;
}

/** C14, C15 What went into a draft over all of its requests; each costs what it does where it was answered. */
export function spentOn(move: Move, draft: Draft): Spent {
  const tokens = tokensOf(move, draft);
  const { asked, price } = draft;
  const before = asked === undefined ? nothingSpent : addUsage(asked.reported ?? nothingSpent, asked.unreported);
  return { ...tokens, cost: addCost(asked?.paid ?? 0, costOf(subtractUsage(tokens, before), price)) };
}

/** C14 The tokens of a draft over all of its requests: as the upstream counted, else as it is counted here. */
function tokensOf(move: Move, draft: Draft): Usage {
  const { asked } = draft;
  const reported = draft.usage ?? nothingSpent;
  if (asked === undefined) return reported;
  const whole = addUsage(reported, asked.unreported);
  return isUnreported(draft) ? addUsage(whole, estimateOf(move, draft)) : whole;
}

/** Whether nobody has told yet what the newest request of a draft cost. */
export function isUnreported({ usage, asked }: Draft): boolean {
  return usage?.in === asked?.reported?.in && usage?.out === asked?.reported?.out;
}

/** What the newest request of a draft cost, where nobody reported it. */
function estimateOf(move: Move, { text, asked }: Draft): Usage {
  const said = text.slice(asked?.chars ?? 0);
  const out = said === "" ? 0 : Math.ceil(move.policies.countTokens(said) * move.state.session.tokenScale);
  return { in: asked?.tokens ?? 0, cached: 0, out };
}

/** C11 Within which bounds the correction stays: beyond them a server counts something else than its request. */
const leastScale = 0.5;
const mostScale = 3;
/** A request of so many tokens moves the correction by half of what it tells; longer ones by more. */
const halfWeight = 2000;

/** C11 The upstream's own count corrects how its requests are counted from now on. */
export function learnScale(move: Move, event: Extract<ModelEvent, { type: "model-usage" }>): void {
  const draft = draftOf(move, event.draftId);
  const { session } = move.state;
  if (draft?.asked === undefined || event.usage.in <= 0) return;
  change(move, {
    session: { ...session, tokenScale: correctScale(session.tokenScale, draft.asked.counted, event.usage.in) },
  });
}

/** P15 The first part of an answer tells how long its model takes. */
export function learnFirstToken(move: Move, event: ModelEvent): void {
  if (event.type !== "model-text" && event.type !== "model-tool-call") return;
  const draft = draftOf(move, event.draftId);
  if (draft?.phase !== "waiting" || draft.purpose !== "reply" || draft.rounds.length > 0) return;
  const { session } = move.state;
  change(move, { session: { ...session, pace: learnPace(session.pace, move.at - draft.startedAt) } });
}

/** C11 The correction after a request that was counted as `counted` tokens and reported as `reported`. */
export function correctScale(scale: number, counted: number, reported: number): number {
  if (counted <= 0) return scale;
  const told = Math.min(mostScale, Math.max(leastScale, reported / counted));
  return scale + (told - scale) * (counted / (counted + halfWeight));
}

function draftOf(move: Move, draftId: string): Draft | undefined {
  const reply = replyOf(move.state.turn);
  return reply?.draft.id === draftId ? reply.draft : move.state.drafts.find((draft) => draft.id === draftId);
}

/** T45 Every turn has its numbers. */
export function numbersOf(move: Move, reply: Reply, outcome: Outcome): TurnNumbers {
  const { tally, firstWordsAt, lastWordAt } = reply;
  const { cost, ...spent } = spentOn(move, reply.draft);
  const { calls: warmCalls, spent: warm } = move.state.warming;
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
    drafts: fatesOf(reply),
    rung: reply.rung,
    tokens: {
      ...spent,
      wasted: tally.wasted.out,
      wastedIn: tally.wasted.in,
      ...(warm.in > 0 ? { warmIn: warm.in } : {}),
    },
    cost: costOfTurn(move, reply, cost),
    context: contextOf(move.state.session, reply.draft),
    calls: tally.calls,
    ...(warmCalls > 0 ? { warmCalls } : {}),
    tools: reply.toolsCalled,
  };
}

/** C15 What came to nothing is paid for too. Where no model was asked, only a known price tells that it cost nothing. */
function costOfTurn(move: Move, { tally }: Reply, reply: Cost): Cost {
  const { price } = move.state.session.settings;
  const { calls: warmCalls, spent: warm } = move.state.warming;
  if (price === undefined && tally.calls === 0 && warmCalls === 0) return undefined;
  return addCost(addCost(reply, tally.wasted.cost), costOf(warm, price));
}

/** SV8 A draft whose opener was said came to something. */
function fatesOf({ draft, said, tally: { drafts } }: Reply): DraftCounts {
  if (draft.opener === undefined || said === "") return drafts;
  const { fate } = draft.opener;
  return { ...drafts, [fate]: drafts[fate] - 1, salvaged: drafts.salvaged + 1 };
}

/** How full the context was that this reply was asked with; undefined where no model was asked. */
function contextOf({ settings }: Session, { asked }: Draft): TurnNumbers["context"] {
  if (asked === undefined) return undefined;
  const { hard, soft } = settings.contextLimit;
  return { tokens: asked.tokens, limit: hard, soft };
}
