import type { ChatMessage, Evidence, Problem, ToolDefinition, Usage } from "@repartee/engine";
import type { JsonObject } from "../../ports/store.ts";
import { toWireNumbers } from "../turn-numbers.ts";
import {
  replyDraftOf,
  type Flight,
  type FlightCall,
  type FlightCommit,
  type FlightDraft,
  type FlightRound,
} from "./flight.ts";
import { explainGap } from "./gap-segments.ts";

/** FR4, FR5 A turn that is held, as the API shows it: with the messages, as far as they are held too. */
export function toFlightView(flight: Flight): JsonObject {
  const { turnIdx, transcript, numbers } = flight;
  return toJson({
    turn_idx: turnIdx,
    outcome: numbers?.outcome ?? null,
    transcript,
    ...story(flight),
    drafts: flight.drafts.map((draft) => ({ ...draftView(draft), ...contentView(draft) })),
    numbers: numbers === undefined ? null : toWireNumbers(numbers),
    missing: missingOf(flight),
  });
}

/** The same without what was sent and written, and without what the store has of the turn already. */
export function toCompactView(flight: Flight): JsonObject {
  return toJson({ ...story(flight), drafts: flight.drafts.map(draftView), missing: missingOf(flight) });
}

/** Plain data; a round trip through JSON copies it and drops what is undefined. */
export function toJson(view: object): JsonObject {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(JSON.stringify(view)) as JsonObject;
}

function story(flight: Flight): object {
  const segments = explainGap(flight).map(({ name, fromMs, toMs }) => ({ name, from_ms: fromMs, to_ms: toMs }));
  return { clock: clockView(flight), segments, commits: flight.commits.map(commitView) };
}

function clockView(flight: Flight): Readonly<Record<string, number | null>> {
  const { numbers, commits } = flight;
  const draft = replyDraftOf(flight);
  const [first] = draft?.rounds ?? [];
  return {
    first_word_at: flight.firstWordAt ?? null,
    last_word_at: numbers?.lastWordAt ?? flight.lastWordAt ?? null,
    user_stopped_at: flight.userStoppedAt ?? null,
    committed_at: commits[0]?.at ?? null,
    released_at: numbers?.releasedAt ?? commits.at(-1)?.at ?? null,
    asked_at: first?.askedAt ?? null,
    first_token_at: first?.firstTokenAt ?? null,
    first_clause_at: draft?.firstClauseAt ?? null,
    first_words_at: (numbers === undefined ? flight.firstWordsAt : numbers.firstWordsAt) ?? null,
    generated_at: draft?.endedAt ?? null,
    speech_stopped_at: flight.speechStoppedAt ?? null,
    completed_at: flight.completedAt ?? null,
  };
}

function commitView(commit: FlightCommit): object {
  const { at, draftId, reason, rung = null, graceMs, evidence, reopened } = commit;
  return {
    at,
    inference_id: draftId,
    reason,
    rung,
    grace_ms: graceMs,
    evidence: evidenceView(evidence),
    reopened_at: reopened?.at ?? null,
    reopen_reason: reopened?.reason ?? null,
  };
}

function draftView(draft: FlightDraft): object {
  const { rounds } = draft;
  return {
    inference_id: draft.id,
    purpose: draft.purpose,
    started_at: draft.startedAt,
    reason: draft.reason ?? null,
    evidence: evidenceView(draft.evidence),
    grounded_in: draft.groundedIn,
    continue_from: draft.continueFrom ?? null,
    asked_at: rounds[0]?.askedAt ?? null,
    thinking_at: rounds[0]?.thinkingAt ?? null,
    first_token_at: rounds[0]?.firstTokenAt ?? null,
    first_clause_at: draft.firstClauseAt ?? null,
    ended_at: draft.endedAt ?? null,
    finish_reason: rounds.at(-1)?.finishReason ?? null,
    fate: draft.fate,
    fate_reason: draft.fateReason ?? null,
    rung: draft.rung ?? null,
    head_start_ms: draft.headStartMs ?? null,
    upstream: rounds.at(-1)?.upstream ?? null,
    usage: usageOf(draft),
    problem: problemView(draft.problem),
    notices: draft.notices,
    text: null,
    tool_calls: draft.calls.map((call) => callView(call)),
    rounds: rounds.slice(1).map((round) => roundView(round)),
    tools: null,
    messages: null,
  };
}

/** What only memory has. The messages of a draft are those of its first round; `rounds` are those behind it. */
function contentView(draft: FlightDraft): object {
  const [first, ...behind] = draft.rounds;
  return {
    text: draft.text,
    tool_calls: draft.calls.map((call) => callView(call, call.arguments)),
    rounds: behind.map((round) => roundView(round, round.messages)),
    tools: first?.tools?.map(toolView) ?? null,
    messages: first?.messages?.map(messageView) ?? null,
  };
}

function roundView(round: FlightRound, messages?: readonly ChatMessage[]): object {
  return {
    asked_at: round.askedAt,
    thinking_at: round.thinkingAt ?? null,
    first_token_at: round.firstTokenAt ?? null,
    ended_at: round.endedAt ?? null,
    finish_reason: round.finishReason ?? null,
    messages: messages?.map(messageView) ?? null,
  };
}

function evidenceView(evidence: Evidence | undefined): object | null {
  if (evidence === undefined) return null;
  const { completeness, posterior, quietMs, expectedMs = null } = evidence;
  return { completeness, posterior, quiet_ms: quietMs, expected_ms: expectedMs };
}

function problemView(problem: Problem | undefined): object | null {
  if (problem === undefined) return null;
  const { code, message, upstream = null, status = null } = problem;
  return { code, message, upstream, status };
}

function callView(call: FlightCall, given: string | null = null): object {
  const { callId, name, calledAt, prepared, answeredAt = null, status = null } = call;
  return {
    tool_call_id: callId,
    name,
    arguments: given,
    called_at: calledAt,
    prepared,
    answered_at: answeredAt,
    status,
  };
}

/** As the upstream told; null where it did not for any of the rounds. */
function usageOf({ rounds }: FlightDraft): Usage | null {
  const told = rounds.flatMap(({ usage }) => usage ?? []);
  if (told.length === 0) return null;
  const sum = (part: keyof Usage): number => told.reduce((whole, usage) => whole + usage[part], 0);
  return { in: sum("in"), cached: sum("cached"), out: sum("out") };
}

/** As an OpenAI chat completion spells it. */
function messageView(message: ChatMessage): object {
  const { role, content } = message;
  if (message.role === "tool") return { role, content, tool_call_id: message.toolCallId };
  if (message.role !== "assistant" || message.toolCalls === undefined) return { role, content };
  const calls = message.toolCalls.map(({ id, name, arguments: given }) => ({
    id,
    type: "function",
    function: { name, arguments: given },
  }));
  return { role, content, tool_calls: calls };
}

function toolView({ name, description, parameters }: ToolDefinition): object {
  return { type: "function", function: { name, description, parameters } };
}

/** In words for people: what this record has not, and why. */
function missingOf({ stripped, draftsLeftOut, commits, numbers }: Flight): readonly string[] {
  return [
    ...(stripped ? ["messages: more was sent in this conversation than is held in memory"] : []),
    ...(draftsLeftOut > 0 ? [`drafts: ${draftsLeftOut} of them are left out`] : []),
    ...(commits.length === 0 && numbers !== undefined
      ? ["drafts: the server stopped during this turn, and nobody saw them since"]
      : []),
  ];
}
