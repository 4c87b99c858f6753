import { SAME_MOMENT_MS } from "./lane-drafts.ts";
import { waitedTools } from "./turn-record.ts";
import type { ReleaseRecord, TurnRecord } from "./turn-record.ts";

/** What the wait for the first words was made of, and what each part means. */
export const segmentMeanings = {
  decide: "from the last word until the turn was taken to be over",
  release: "from the end of the turn until words were allowed to leave",
  model: "words were allowed, and the model had none yet",
  tool: "the reply waited for the answer of a tool",
  voice: "the first words had left, and were not heard yet",
  unexplained: "no stamp says what this time was spent on",
} as const;

export type SegmentKind = keyof typeof segmentMeanings;

/** A part of the wait; each begins where the one before it ended. */
export interface Segment {
  readonly kind: SegmentKind;
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the user's last word to the first words of the reply. */
export interface Wait {
  readonly fromMs: number;
  readonly toMs: number;
  /** LN7 Whether the first words are the first that were heard, or the first that were sent. */
  readonly basis: "heard" | "sent";
  /** LN4 They touch, and their lengths add up to the wait. Empty where the first words came before the last. */
  readonly segments: readonly Segment[];
}

/** An estimate; `at most` where only a bound of it is known. */
export interface Estimate {
  readonly ms: number;
  readonly certainty: "about" | "at most";
}

interface Stamps {
  readonly lastWordMs: number;
  readonly endedMs: number | undefined;
  readonly releasedMs: number | undefined;
  readonly sentMs: number;
  readonly firstMs: number;
  readonly release: ReleaseRecord;
}

/** LN4 What the user waited for, in parts; undefined where nobody waited or no words came yet. */
export function toWait(turn: TurnRecord, lastWordMs: number | undefined): Wait | undefined {
  const stamps = lastWordMs === undefined ? undefined : toStamps(turn, lastWordMs);
  if (stamps === undefined) return undefined;
  const { firstMs, release } = stamps;
  return {
    fromMs: stamps.lastWordMs,
    toMs: firstMs,
    basis: release.firstHeardAtMs === undefined ? "sent" : "heard",
    segments: firstMs > stamps.lastWordMs ? toSegments(turn, stamps) : [],
  };
}

function toStamps(turn: TurnRecord, lastWordMs: number): Stamps | undefined {
  const release = turn.releases.at(-1);
  if (release === undefined || release.reopened !== undefined || release.firstSentAtMs === undefined) return undefined;
  const { numbers } = turn;
  const seen = release.transcript === "" && release.reason === "" ? undefined : release.atMs;
  const sentMs = numbers?.first_words_at ?? release.firstSentAtMs;
  return {
    lastWordMs,
    endedMs: numbers?.ended_at ?? seen,
    releasedMs: numbers?.released_at ?? seen,
    sentMs,
    firstMs: Math.max(sentMs, release.firstHeardAtMs ?? sentMs),
    release,
  };
}

function toSegments(turn: TurnRecord, stamps: Stamps): readonly Segment[] {
  const { endedMs, releasedMs, sentMs, firstMs, release } = stamps;
  const segments: Segment[] = [];
  let atMs = stamps.lastWordMs;
  const until = (kind: SegmentKind, ms: number): void => {
    const toMs = Math.min(firstMs, Math.max(atMs, ms));
    if (toMs > atMs) segments.push({ kind, fromMs: atMs, toMs });
    atMs = toMs;
  };
  if (endedMs !== undefined) until("decide", endedMs);
  if (releasedMs !== undefined) until("release", releasedMs);
  const known = releasedMs !== undefined;
  for (const { atMs: calledMs, end } of waitedTools(turn)) {
    const answeredMs = end?.atMs ?? sentMs;
    if (!known || answeredMs <= atMs || calledMs >= sentMs) continue;
    until("model", calledMs);
    until("tool", Math.min(sentMs, answeredMs));
  }
  until(known && !wasReady(turn, release) ? "model" : "unexplained", sentMs);
  if (release.firstHeardAtMs !== undefined) until("voice", release.firstHeardAtMs);
  until("unexplained", firstMs);
  return segments;
}

/** Whether the words are known to have been there when they were allowed to leave. */
function wasReady(turn: TurnRecord, release: ReleaseRecord): boolean {
  const draft = turn.drafts.find((one) => one.inferenceId === release.inferenceId);
  return draft?.firstTokenAtMs !== undefined && draft.firstTokenAtMs <= release.atMs;
}

/**
 * LN8 What the wait would have been had the adopted draft been asked for when the turn was over: from the turn's own
 * stamps. The model took as long as it took; where the words were there before the end, at most as long as they had.
 */
export function estimateWithoutDrafts(turn: TurnRecord, wait: Wait | undefined): Estimate | undefined {
  const release = turn.releases.at(-1);
  const draft = turn.drafts.find((one) => one.inferenceId === release?.inferenceId);
  if (wait === undefined || release?.firstSentAtMs === undefined || draft === undefined) return undefined;
  const releasedMs = turn.numbers?.released_at ?? release.atMs;
  const sentMs = turn.numbers?.first_words_at ?? release.firstSentAtMs;
  // With a tool between, the stamps do not say what the model took.
  if (waitedTools(turn).length > 0) return undefined;
  const cameLater = sentMs - releasedMs > SAME_MOMENT_MS;
  const tokenMs = draft.firstTokenAtMs ?? sentMs;
  const modelMs = Math.max(0, tokenMs - draft.startedAtMs);
  const ms = Math.max(0, releasedMs - wait.fromMs) + modelMs + Math.max(0, wait.toMs - sentMs);
  // A prepared clause is more than a first token.
  return { ms, certainty: cameLater && draft.firstTokenAtMs === undefined ? "about" : "at most" };
}
