import type { AgentEvent, SessionEvent } from "../event.ts";
import { stepDraft } from "../drafts/draft.ts";
import { change, clearTimer, emit, moveTurn, takeId, type Move } from "../move.ts";
import { mostEchoes, type Echo } from "../session/session.ts";
import { moveCalls } from "../tools/tools.ts";
import { hear } from "../transcript/user-words.ts";
import { replyOf, unansweredOf } from "../turn/turn.ts";
import { completeReply } from "./completing.ts";
import { endDrafts, newDraft } from "./drafting.ts";
import { releaseResponse, releaseSpoken, releaseTurn } from "./releasing.ts";
import { onReplyNews } from "./speaking.ts";

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
  if (reply !== undefined && reply.echoId === event.echoId) {
    return continueEcho(move, event);
  }
  const { session } = move.state;
  const waiting = session.echoes.find((echo) => echo.echoId === event.echoId && !echo.done);
  if (waiting !== undefined) {
    const joined: Echo = { ...waiting, text: waiting.text + event.text, done: event.done };
    change(move, { session: { ...session, echoes: session.echoes.map((echo) => (echo === waiting ? joined : echo)) } });
    return;
  }
  if (session.echoes.length >= mostEchoes) {
    const message = `${mostEchoes} echoes wait to be spoken already: this one was not taken`;
    return emit(move, { type: "refusal", code: "queue_full", message });
  }
  if (event.text === "" && event.done) return;
  const echo: Echo = { echoId: event.echoId, draftId: event.id, text: event.text, done: event.done };
  change(move, { session: { ...session, echoes: [...session.echoes, echo] } });
}

function continueEcho(move: Move, event: EchoPiece): void {
  const reply = replyOf(move.state.turn);
  const news = { at: move.at, draftId: reply?.draft.id ?? "" };
  if (reply !== undefined && event.text !== "")
    onReplyNews(move, reply, { ...news, type: "model-text", text: event.text });
  const after = replyOf(move.state.turn);
  if (after !== undefined && event.done) onReplyNews(move, after, { ...news, type: "model-finish", reason: "stop" });
}

/** T72 After every event: where the agent is free to speak, the next echo is spoken. */
export function speakNextEcho(move: Move): void {
  for (;;) {
    const { session, turn } = move.state;
    const [echo, ...echoes] = session.echoes;
    const free = turn.phase === "idle" || (turn.phase === "open" && turn.reopened === undefined);
    if (echo === undefined || !free) return;
    change(move, { session: { ...session, echoes } });
    speakScript(move, { ...echo, purpose: "echo" });
  }
}

/** T73 The greeting is the agent's first line, once in a conversation. */
export function onJoin(move: Move): void {
  const { session } = move.state;
  const { greeting } = session.settings;
  const busy = replyOf(move.state.turn) !== undefined;
  change(move, { session: { ...session, greeted: true, playback: busy && session.playback } });
  if (session.greeted || busy || greeting === undefined || greeting.trim() === "") return;
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
  const empty = newDraft(move, { id: draftId, purpose, words: [] });
  const begun = stepDraft(empty, { ...news, type: "model-text", text });
  const draft = done ? stepDraft(begun, { ...news, type: "model-finish", reason: "stop" }) : begun;
  releaseSpoken(move, { reason: purpose, transcript: "", draft, ...(echoId === undefined ? {} : { echoId }) });
}

/** T74 The end: what was said is kept, every turn that was announced is completed, everything that runs is stopped. */
export function onEnd(move: Move, event: End): void {
  change(move, { session: { ...move.state.session, echoes: [] } });
  if (replyOf(move.state.turn) !== undefined) completeReply(move, "interrupted");
  if ((unansweredOf(move.state.turn)?.words.length ?? 0) > 0) {
    releaseTurn(move, "conversation_end");
    if (replyOf(move.state.turn) !== undefined) completeReply(move, "interrupted");
  }
  endDrafts(move, "conversation_ended");
  for (const timer of ["end-of-turn", "trigger", "grace", "playback"] as const) clearTimer(move, timer);
  moveTurn(move, { type: "close" });
  change(move, {
    tools: moveCalls(move.state.tools, "abandon", () => true),
    session: { ...move.state.session, phase: "ended" },
  });
  emit(move, { type: "record", entry: { type: "ended", reason: event.reason } });
}
