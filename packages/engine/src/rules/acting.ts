import type { AgentEvent, SessionEvent } from "../event.ts";
import { isRunning, stepDraft } from "../drafts/draft.ts";
import { change, clearTimer, emit, moveTurn, takeId, type Move } from "../move.ts";
import { longestEcho, mostEchoes, type Echo } from "../session/session.ts";
import { moveCalls } from "../tools/tools.ts";
import { hear } from "../transcript/user-words.ts";
import type { Reply } from "../turn/reply.ts";
import { replyOf } from "../turn/turn.ts";
import { completeReply } from "./completing.ts";
import { endDrafts, newDraft } from "./drafting.ts";
import { releaseResponse, releaseSpoken, releaseTurn } from "./releasing.ts";
import { awaitProgress, finishWaiting, onReplyNews } from "./speaking.ts";

type Respond = Extract<AgentEvent, { type: "user-respond" }>;
type EchoPiece = Extract<AgentEvent, { type: "agent-echo" }>;
type End = Extract<SessionEvent, { type: "end" }>;

/** T70 `respond` is finished user speech: it stops what is being said, and is answered at once. */
export function onRespond(move: Move, event: Respond): void {
  if (event.text.trim() === "") return;
  if (replyOf(move.state.turn) !== undefined) completeReply(move, "interrupted");
  const { turn } = move.state;
  if (turn.phase !== "open" || turn.reopened === undefined) return releaseResponse(move, event.text);
  // A turn that was announced has to be answered first: it takes the words with it.
  const transcript = { text: event.text, scope: "turn", final: true, utteranceId: takeId(move) } as const;
  moveTurn(move, { type: "hear", user: hear(turn.user, transcript, { at: move.at, endedBy: turn.user.endedBy }) });
  releaseTurn(move, "turn_end");
}

/** T71 An echo is spoken word for word; pieces with one id are one utterance. It waits while the agent speaks. */
export function onEcho(move: Move, event: EchoPiece): void {
  const reply = replyOf(move.state.turn);
  const { echoes } = move.state.session;
  const waiting = echoes.find((echo) => echo.echoId === event.echoId && !echo.done);
  const spoken = reply?.echoId === event.echoId && isRunning(reply.draft) ? reply : undefined;
  const before = spoken?.draft.text ?? waiting?.text ?? "";
  if (before.length + event.text.length > longestEcho)
    return refuseEcho(move, `it is longer than ${longestEcho} characters`);
  if (spoken !== undefined) return continueEcho(move, spoken, event);
  if (waiting !== undefined) {
    const joined: Echo = { ...waiting, text: waiting.text + event.text, done: event.done };
    return setEchoes(
      move,
      echoes.map((echo) => (echo === waiting ? joined : echo)),
    );
  }
  if (event.text === "" && event.done) return;
  if (echoes.length >= mostEchoes) return refuseEcho(move, `${mostEchoes} others wait to be spoken already`);
  setEchoes(move, [...echoes, { echoId: event.echoId, draftId: event.id, text: event.text, done: event.done }]);
}

/** T92 Echoes have bounds, in number and length: what goes beyond is refused and not spoken. */
function refuseEcho(move: Move, why: string): void {
  emit(move, { type: "refusal", code: "queue_full", message: `this echo was not taken: ${why}` });
}

function setEchoes(move: Move, echoes: readonly Echo[]): void {
  change(move, { session: { ...move.state.session, echoes } });
}

function continueEcho(move: Move, reply: Reply, event: EchoPiece): void {
  const news = { at: move.at, draftId: reply.draft.id };
  if (event.text !== "") onReplyNews(move, reply, { ...news, type: "model-text", text: event.text });
  const after = replyOf(move.state.turn);
  if (after === undefined) return;
  if (event.done) onReplyNews(move, after, { ...news, type: "model-finish", reason: "stop" });
  else awaitProgress(move);
}

/** T72, K12 After every event: where the agent is free to speak, or waits for tools, the next echo is spoken. */
export function speakNextEcho(move: Move): void {
  for (;;) {
    const [echo, ...echoes] = move.state.session.echoes;
    if (echo === undefined) return;
    finishWaiting(move);
    const { turn } = move.state;
    const free = turn.phase === "idle" || (turn.phase === "open" && turn.reopened === undefined);
    if (!free) return;
    setEchoes(move, echoes);
    speakScript(move, { ...echo, purpose: "echo" });
  }
}

/** T73 The greeting is the agent's first line: it is spoken once, and not where there has been a turn before. */
export function onJoin(move: Move): void {
  const { session } = move.state;
  const { greeting } = session.settings;
  const busy = replyOf(move.state.turn) !== undefined;
  const late = session.greeted || session.turnIdx > 0;
  change(move, { session: { ...session, greeted: true, playback: busy && session.playback } });
  if (late || greeting === undefined || greeting.trim() === "") return;
  speakScript(move, { draftId: takeId(move), purpose: "greeting", text: greeting, done: true });
}

interface Script {
  readonly draftId: string;
  readonly purpose: "echo" | "greeting";
  readonly text: string;
  readonly done: boolean;
  readonly echoId?: string;
}

function speakScript(move: Move, script: Script): void {
  const { draftId, purpose, text, done, echoId } = script;
  const news = { at: move.at, draftId };
  const empty = newDraft(move, { id: draftId, purpose, words: [], transcript: text });
  const begun = stepDraft(empty, { ...news, type: "model-text", text });
  const draft = done ? stepDraft(begun, { ...news, type: "model-finish", reason: "stop" }) : begun;
  releaseSpoken(move, { reason: purpose, transcript: "", draft, ...(echoId === undefined ? {} : { echoId }) });
  if (!done) awaitProgress(move);
}

/** T74 The end: what was said is kept, every turn that was announced is completed, everything that runs is stopped. */
export function onEnd(move: Move, event: End): void {
  setEchoes(move, []);
  if (replyOf(move.state.turn) !== undefined) completeReply(move, "interrupted");
  releaseTurn(move, "conversation_end");
  endDrafts(move, "conversation_ended");
  for (const timer of ["end-of-turn", "trigger", "grace", "playback", "tool"] as const) clearTimer(move, timer);
  moveTurn(move, { type: "close" });
  change(move, {
    tools: moveCalls(move.state.tools, "abandon", () => true),
    session: { ...move.state.session, phase: "ended" },
  });
  emit(move, { type: "record", entry: { type: "ended", reason: event.reason } });
}
