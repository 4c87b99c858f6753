import type { Conversation } from "./conversation.ts";
import type { Effect } from "./effect.ts";
import type { Event, EventType, ModelEvent, TimerEvent, TimerName } from "./event.ts";
import { change, type Move } from "./move.ts";
import type { Policies } from "./policy/policies.ts";
import { onEcho, onEnd, onJoin, onRespond, speakNextEcho } from "./rules/acting.ts";
import { onToolResult, onToolTimeout } from "./rules/answering.ts";
import { goOnWithTools, scheduleToolTimeout } from "./rules/calling.ts";
import { learnFirstToken, learnScale } from "./rules/counting.ts";
import { considerDraft, onDraftNews } from "./rules/drafting.ts";
import { endTurn, onTranscript, onTurnEnd, onVoiceStart, onVoiceStop } from "./rules/hearing.ts";
import { onInterrupt } from "./rules/interrupting.ts";
import { onAppend, onOverwrite, onPerception } from "./rules/knowing.ts";
import { prepareReads } from "./rules/preparing.ts";
import { onTurnResume } from "./rules/revising.ts";
import { onGraceOver, onPlayback, onPlaybackTimeout, onReplyNews, sayOpener } from "./rules/speaking.ts";
import { onSummaryDue, onSummaryNews, tendSummary } from "./rules/summarizing.ts";
import { onWarmDue, onWarmNews, tendWarming } from "./rules/warming.ts";
import { replyOf } from "./turn/turn.ts";

export interface Step {
  readonly state: Conversation;
  readonly effects: readonly Effect[];
}

type Route<T extends EventType> = (move: Move, event: Extract<Event, { type: T }>) => void;

// Every event has its rule: leaving one out does not compile.
const routes: { readonly [T in EventType]: Route<T> } = {
  "user-transcript": onTranscript,
  "user-speech-start": onVoiceStart,
  "user-speech-stop": onVoiceStop,
  "user-turn-end": onTurnEnd,
  "user-turn-resume": onTurnResume,
  "user-respond": onRespond,
  "agent-echo": onEcho,
  interrupt: onInterrupt,
  playback: onPlayback,
  "context-overwrite": onOverwrite,
  "context-append": onAppend,
  "perception-update": onPerception,
  "tool-result": onToolResult,
  timer: onTimer,
  "model-served": onModelNews,
  "model-text": onModelNews,
  "model-tool-call": onModelNews,
  "model-usage": onModelNews,
  "model-finish": onModelNews,
  "model-failure": onModelNews,
  "participant-join": onJoin,
  "participant-leave": onLeave,
  "read-tools": onReadTools,
  end: onEnd,
};

/**
 * What an event makes of a conversation: the next value, and orders to the shell in the order in which they take
 * effect. Pure: the same events give the same states and effects. An ended conversation answers nothing.
 */
export function step(policies: Policies, state: Conversation, event: Event): Step {
  if (state.session.phase === "ended") return { state, effects: [] };
  const id = "id" in event ? event.id : undefined;
  const move: Move = { policies, at: event.at, id, state, effects: [] };
  // TypeScript cannot see that the route found under `event.type` takes that very event.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const route = routes[event.type] as (move: Move, event: Event) => void;
  route(move, event);
  goOnWithTools(move);
  prepareReads(move);
  speakNextEcho(move);
  scheduleToolTimeout(move);
  tendSummary(move);
  tendWarming(move);
  return { state: move.state, effects: move.effects };
}

/** News of a generation goes to the reply or to the draft that it belongs to; of one that is gone, nowhere. */
function onModelNews(move: Move, event: ModelEvent): void {
  if (onSummaryNews(move, event) || onWarmNews(move, event)) return;
  if (event.type === "model-usage") learnScale(move, event);
  learnFirstToken(move, event);
  const reply = replyOf(move.state.turn);
  if (reply?.draft.id !== event.draftId) return onDraftNews(move, event);
  onReplyNews(move, reply, event);
}

const onTime: { readonly [T in TimerName]: (move: Move) => void } = {
  "end-of-turn": (move) => endTurn(move, "silence"),
  trigger: considerDraft,
  grace: onGraceOver,
  playback: onPlaybackTimeout,
  opener: sayOpener,
  tool: onToolTimeout,
  summary: onSummaryDue,
  warm: onWarmDue,
};

/** A timer that was cleared or set anew does nothing when it comes after all. */
function onTimer(move: Move, event: TimerEvent): void {
  const due = move.state.timers[event.timer];
  if (due === undefined || event.at < due) return;
  const { [event.timer]: _due, ...timers } = move.state.timers;
  change(move, { timers });
  onTime[event.timer](move);
}

/** K7 Calls before the commit are for those who asked for them. */
function onReadTools(move: Move, { wanted }: Extract<Event, { type: "read-tools" }>): void {
  change(move, { session: { ...move.state.session, readTools: wanted } });
}

/** T75 Nobody can tell any more that the user speaks: only silence is left to judge by. */
function onLeave(move: Move): void {
  if (move.state.floor.voice) onVoiceStop(move);
}
