import type { FlightRecord } from "@repartee/protocol";
import { toEndReason, toRungReason, toStartReason } from "../turn/draft-row.ts";
import { capital, formatCount, formatMs } from "../turn/format.ts";

type FlightDraft = FlightRecord["drafts"][number];
type Evidence = FlightDraft["evidence"];
type Messages = FlightDraft["messages"];

/** One answer of the model in words: why it was asked for, what came of it, and what it was asked with. */
export interface FlightRow {
  readonly id: string;
  readonly title: string;
  readonly groundedIn: string;
  /** In the order in which one would ask: why it began, with which times, who answered, what became of it. */
  readonly lines: readonly string[];
  readonly requests: readonly FlightRequest[];
}

export interface FlightRequest {
  readonly title: string;
  readonly messages: NonNullable<Messages>;
}

/** What the user waited for, in order. */
export function toSegments({ segments }: FlightRecord): readonly { readonly name: string; readonly value: string }[] {
  return segments.map(({ name, from_ms: fromMs, to_ms: toMs }) => ({
    name: segmentNames[name] ?? name,
    value: formatMs(toMs - fromMs),
  }));
}

/** Every time that the turn was taken to be over, and why. */
export function toCommits({ commits }: FlightRecord): readonly string[] {
  return commits.map(({ at, reason, evidence, reopened_at: reopenedAt, reopen_reason: why }) => {
    const taken = `At ${formatMs(at)}: ${commitReasons[reason] ?? reason}${told(evidence)}`;
    return reopenedAt === null ? `${taken}.` : `${taken}; taken back at ${formatMs(reopenedAt)} (${why ?? "unknown"}).`;
  });
}

export function toFlightRows({ drafts }: FlightRecord): readonly FlightRow[] {
  return drafts.map((draft) => ({
    id: draft.inference_id,
    title: `${purposes[draft.purpose] ?? draft.purpose}, ${draft.fate.replaceAll("_", " ")}`,
    groundedIn: draft.grounded_in,
    lines: [toBeginning(draft), toTimes(draft), toAnswerer(draft), toEnd(draft), ...toTroubles(draft)].filter(
      (line) => line !== undefined,
    ),
    requests: toRequests(draft),
  }));
}

function toBeginning({ reason, evidence, continue_from: opener, started_at: at }: FlightDraft): string {
  const why = reason === null ? "asked for when the turn was over" : toStartReason(reason);
  const from = opener === null ? "" : `; goes on from “${opener}”`;
  return `Began at ${formatMs(at)}: ${why}${told(evidence)}${from}.`;
}

/** What the decision was made on. */
function told(evidence: Evidence): string {
  if (evidence === null) return "";
  const { completeness, posterior, quiet_ms: quietMs, expected_ms: expectedMs } = evidence;
  const expected = expectedMs === null ? "" : `, expected to save ${formatMs(expectedMs)}`;
  return ` (${share(posterior)} over: ${share(completeness)} by the words, with ${formatMs(quietMs)} of silence${expected})`;
}

function toTimes({
  asked_at: askedAt,
  thinking_at: thinkingAt,
  first_token_at: firstAt,
  ended_at: endedAt,
}: FlightDraft) {
  if (askedAt === null) return undefined;
  const parts = [
    thinkingAt === null ? undefined : `thinking after ${formatMs(thinkingAt - askedAt)}`,
    firstAt === null ? "no words" : `first words after ${formatMs(firstAt - askedAt)}`,
    endedAt === null ? undefined : `over after ${formatMs(endedAt - askedAt)}`,
  ];
  return `${capital(parts.filter((part) => part !== undefined).join(", "))}.`;
}

function toAnswerer({ upstream, usage }: FlightDraft): string | undefined {
  const from = upstream === null ? undefined : `${upstream.model} via ${upstream.via}`;
  const tokens =
    usage === null ? undefined : `${formatCount(usage.in, "token")} in (${usage.cached} cached), ${usage.out} out`;
  const known = [from, tokens].filter((part) => part !== undefined);
  return known.length === 0 ? undefined : `${known.join("; ")}.`;
}

function toEnd({ fate, fate_reason: reason, rung, head_start_ms: headStartMs }: FlightDraft): string | undefined {
  if (fate === "adopted") {
    const ahead = headStartMs === null ? "" : `, ${formatMs(headStartMs)} ahead of the end of the turn`;
    return `${capital(fate)}: ${toRungReason(rung ?? undefined)}${ahead}.`;
  }
  return reason === null ? undefined : `${capital(fate.replaceAll("_", " "))}: ${toEndReason(reason)}.`;
}

function toTroubles({ problem, notices }: FlightDraft): readonly string[] {
  return [
    ...notices.map(({ message }) => `${message}.`),
    ...(problem === null ? [] : [`! ${problem.message} (${problem.code})`]),
  ];
}

/** What was sent, as far as it is held. */
function toRequests({ messages, rounds, tools }: FlightDraft): readonly FlightRequest[] {
  const offered = tools === null || tools.length === 0 ? "" : `, ${formatCount(tools.length, "tool")}`;
  return [{ messages }, ...rounds].flatMap(({ messages: sent }, index) => {
    if (sent === null) return [];
    const which = index === 0 ? "Sent" : `Sent in round ${index + 1}`;
    return [{ title: `${which}: ${formatCount(sent.length, "message")}${offered}`, messages: sent }];
  });
}

function share(probability: number): string {
  return `${Math.round(probability * 100)} %`;
}

const purposes: Readonly<Record<string, string>> = {
  reply: "Reply",
  greeting: "Greeting",
  echo: "Given words",
  warm: "Warming the cache",
  summary: "Summary",
};

const commitReasons: Readonly<Record<string, string>> = {
  turn_end: "the caller ended the turn",
  silence: "silence ended the turn",
  respond: "the caller gave the whole turn",
};

const segmentNames: Readonly<Record<string, string>> = {
  end_of_turn: "whether you would go on",
  model: "the first part of the answer",
  thinking: "a model that thinks first",
  writing: "a round that said nothing",
  tools: "the results of tools",
  opener: "an opener that was held",
  other: "nothing that is known",
  ahead: "nothing: it was ready before your last word",
};
