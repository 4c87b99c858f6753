import { assembleMessages, type Excess, type Fitting } from "../context/assemble.ts";
import { withThousands } from "../context/shorten.ts";
import type { Asked } from "../context/spell.ts";
import type { Draft } from "../drafts/draft.ts";
import type { Problem, Usage } from "../event.ts";
import { change, emit, type Move } from "../move.ts";
import type { Session } from "../session/session.ts";
import { answeredRounds } from "../tools/call.ts";
import { openCalls } from "../tools/tools.ts";
import { nothingSpent, subtractUsage } from "../turn/spent.ts";
import { countCall } from "../turn/tally.ts";
import { replyOf } from "../turn/turn.ts";
import { isUnreported, nextTurnIdx, spentOn } from "./counting.ts";
import { learnCall } from "./learning.ts";

/** Below so much of the soft limit a context is ample again, and may be warned of anew. */
const ampleShare = 0.95;

/** A request that can be sent, or why it cannot. */
export type Request = { readonly ok: true; readonly sent: Fitting } | { readonly ok: false; readonly problem: Problem };

/** C10 What a draft is to be asked with, as far as the model can hold it. Nothing has happened yet. */
export function prepareRequest(move: Move, draft: Draft, transcript: string | undefined): Request {
  const asked = askedOf(move, draft, transcript);
  const { context, session } = move.state;
  const { countTokens } = move.policies;
  const mayTrim = session.settings.contextLimit.policy !== "error";
  const sent = assembleMessages(context, asked, { countTokens, room: roomOf(session), mayTrim });
  return sent.ok ? { ok: true, sent } : { ok: false, problem: tooMuch(session, sent.excess) };
}

/** What the draft answers, as far as it has come. */
function askedOf(move: Move, draft: Draft, transcript: string | undefined): Asked {
  const reply = replyOf(move.state.turn);
  const historyAt = reply?.draft.id === draft.id ? reply.historyAt : move.state.context.history.length;
  const answer = { text: draft.text, rounds: answeredRounds(draft.rounds), historyAt };
  return {
    transcript,
    openCalls: openCalls(move.state.tools).filter((call) => call.draftId !== draft.id),
    answer: draft.rounds.length === 0 ? undefined : answer,
  };
}

/** What a request may have, in tokens as they are counted here. */
export function roomOf({ settings, tokenScale }: Session): number {
  return Math.floor((settings.contextLimit.hard - settings.contextLimit.reserve) / tokenScale);
}

/**
 * Asks the model for a reply with everything that it may know now, and warns where the context runs out. C10 Where that
 * is more than it holds it is not asked, and the answer is why.
 */
export function startModel(move: Move, draft: Draft, transcript: string | undefined): Problem | undefined {
  const request = prepareRequest(move, draft, transcript);
  if (!request.ok) return request.problem;
  sendRequest(move, draft, request.sent);
  return undefined;
}

/** Sends what was prepared. The draft belongs to the open turn or to the reply, and remembers what it was asked with. */
export function sendRequest(move: Move, draft: Draft, sent: Fitting): void {
  const before = move.state.context;
  change(move, { context: sent.context });
  const tokens = Math.ceil(sent.tokens * move.state.session.tokenScale);
  keepAsked(move, draft, { counted: sent.tokens, tokens });
  if (draft.rounds.length === 0) learnCall(move);
  const { messages } = sent;
  emit(move, {
    type: "model-start",
    purpose: "reply",
    draftId: draft.id,
    round: draft.rounds.length,
    // A later round has it among its messages.
    ...(draft.opener === undefined || draft.rounds.length > 0 ? {} : { continueFrom: draft.opener.text }),
    messages,
    tools: before.tools,
  });
  warnOfLimit(move, { ...sent, tokens });
}

function keepAsked(move: Move, draft: Draft, sent: { counted: number; tokens: number }): void {
  const { asked: last } = draft;
  const unreported: Usage =
    last === undefined ? nothingSpent : isUnreported(draft) ? notReported(move, draft) : last.unreported;
  const paid = last === undefined ? 0 : spentOn(move, draft).cost;
  const asked = { ...sent, unreported, reported: draft.usage, paid, chars: draft.text.length };
  const { turn, drafts } = move.state;
  const reply = replyOf(turn);
  if (turn.phase === "open") change(move, { turn: { ...turn, tally: countCall(turn.tally) } });
  if (reply?.draft.id !== draft.id) {
    return change(move, { drafts: drafts.map((one) => (one.id === draft.id ? { ...one, asked } : one)) });
  }
  if (turn.phase !== "released" && turn.phase !== "settled") return;
  const next = { ...reply, draft: { ...reply.draft, asked }, tally: countCall(reply.tally) };
  change(move, { turn: { ...turn, reply: next } });
}

/** Estimates of all requests of a draft that nobody reported. */
function notReported(move: Move, draft: Draft): Usage {
  return subtractUsage(spentOn(move, draft), draft.usage ?? nothingSpent);
}

/** C9 A context that is nearly full is told once each time that it comes so far, and whenever something is left out. */
function warnOfLimit(move: Move, sent: { tokens: number; turns: number; cut: boolean }): void {
  const { session } = move.state;
  const { hard, soft } = session.settings.contextLimit;
  const { tokens } = sent;
  const size = `the context holds about ${withThousands(tokens)} of ${withThousands(hard)} tokens`;
  const near = tokens > soft || (session.fill === "near" && tokens > soft * ampleShare);
  const about = {
    turnIdx: replyOf(move.state.turn)?.turnIdx ?? nextTurnIdx(move),
    context: { tokens, limit: hard, soft },
  };
  if (sent.turns > 0 || sent.cut) {
    const parts = [
      ...(sent.turns > 0 ? [`the ${sent.turns} oldest turns are no longer sent`] : []),
      ...(sent.cut ? ["texts that are too long for it were cut"] : []),
    ];
    emit(move, { type: "warning", code: "context_trimmed", message: `${size}: ${parts.join(", and ")}`, ...about });
  } else if (near && session.fill === "ample") {
    const message = `${size}: above ${withThousands(soft)} models answer more slowly`;
    emit(move, { type: "warning", code: "context_near_limit", message, ...about });
  }
  const fill = near ? "near" : "ample";
  if (fill !== session.fill) change(move, { session: { ...session, fill } });
}

/** What each part is called, and what can be done about it. */
const parts: { readonly [P in Excess["part"]]: readonly [what: string, remedy: string] } = {
  prompt: ["the prompt with context and tools has", "shorten system_prompt, context or tools"],
  words: ["prompt and words of the user have", "say less in one turn, or shorten the prompt"],
  turn: ["this turn with its tool calls has", "let tools answer with less"],
  history: ["the conversation has", "begin another one, or set layers.llm.context.policy to trim or summarize"],
};

function tooMuch(session: Session, excess: Excess): Problem {
  const { hard, reserve } = session.settings.contextLimit;
  const tokens = Math.ceil(excess.tokens * session.tokenScale);
  const [what, remedy] = parts[excess.part];
  const over = withThousands(Math.max(1, tokens - (hard - reserve)));
  const holds = `${withThousands(hard - reserve)} (${withThousands(hard)}, less ${withThousands(reserve)} for the answer)`;
  const message = `${what} about ${withThousands(tokens)} tokens, ${over} more than the model's ${holds}: ${remedy}`;
  return { code: "context_full", message };
}
