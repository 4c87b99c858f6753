import { waitedTools } from "./turn-record.ts";
import type { DraftRecord, ReleaseRecord, TurnRecord } from "./turn-record.ts";

/**
 * What became of a generation. `waiting`: nothing of it was told yet; `flowing`: its words come; `answered`: it was
 * begun when the turn was over, and is the reply.
 */
export type DraftFate = "waiting" | "flowing" | "revoked" | "adopted" | "discarded" | "failed" | "answered";

/** One generation of a turn. */
export interface LaneDraft {
  readonly id: string;
  /** From 1, in the order of their start; undefined for the one that was begun at the end of the turn. */
  readonly number: number | undefined;
  readonly fate: DraftFate;
  readonly startMs: number;
  readonly endMs: number;
  /** LN5 Stretches that touch, from the start to the end. */
  readonly parts: readonly DraftPart[];
  readonly startReason: string;
  /** Why it came to its end; undefined while it runs. */
  readonly endReason: string | undefined;
  readonly transcript: string;
  /** What it put out, where that is known. */
  readonly tokens: number | undefined;
}

/**
 * `waiting`: no token is there; `drafting`: it is unheard, and whether it had words was not told; `held`: its words are
 * there, and unheard; `flowing`: its words leave; `dead`: it came to nothing; `failed`: it broke.
 */
export type DraftPartKind = "waiting" | "drafting" | "held" | "flowing" | "dead" | "failed";

export interface DraftPart {
  readonly kind: DraftPartKind;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The generations of a turn, in the order of their start. */
export function toLaneDrafts(turn: TurnRecord, nowMs: number): readonly LaneDraft[] {
  const drafts = turn.drafts.map((draft, index) => toDraft(turn, draft, { number: index + 1, nowMs }));
  const asked = turn.releases
    .filter((release) => isAsked(turn, release))
    .map((release) => toAsked(turn, release, nowMs));
  return [...drafts, ...asked].toSorted((one, other) => one.startMs - other.startMs);
}

interface Place {
  readonly number: number;
  readonly nowMs: number;
}

function toDraft(turn: TurnRecord, draft: DraftRecord, { number, nowMs }: Place): LaneDraft {
  const { inferenceId: id, startedAtMs: startMs, end } = draft;
  const release = turn.releases.findLast((one) => one.inferenceId === id && one.reopened === undefined);
  const fate = toFate(turn, draft, release);
  const calls = waitedTools(turn).length > 0;
  const dead = fate === "revoked" || fate === "discarded" || end?.fate === "revoked" || end?.fate === "discarded";
  const endMs = Math.max(startMs, dead ? (end?.atMs ?? nowMs) : toReplyEnd(turn, release, nowMs));
  return {
    id,
    number,
    fate,
    startMs,
    endMs,
    parts: dead
      ? [toDead(fate, startMs, endMs)]
      : toParts({ startMs, endMs, fate, release, firstTokenMs: draft.firstTokenAtMs, calls }),
    startReason: draft.reason,
    endReason: end?.reason,
    transcript: draft.transcript,
    tokens: fate === "adopted" ? turn.numbers?.tokens.out : end === undefined ? undefined : end.tokens,
  };
}

function toFate(turn: TurnRecord, { end, firstTokenAtMs }: DraftRecord, release: ReleaseRecord | undefined): DraftFate {
  if (end?.reason === "failed") return "failed";
  if (end?.fate === "revoked" || end?.fate === "discarded") return end.fate;
  if (end?.fate === "adopted" || release !== undefined) return failed(turn, release) ? "failed" : "adopted";
  return firstTokenAtMs === undefined ? "waiting" : "flowing";
}

/** A reply without a word in a turn that failed is what failed; one that broke off later is told beside it. */
function failed(turn: TurnRecord, release: ReleaseRecord | undefined): boolean {
  return turn.numbers?.outcome === "failed" && release === turn.releases.at(-1);
}

/** LN6 What answers without having been a draft was asked for when the turn was over. */
function isAsked(turn: TurnRecord, release: ReleaseRecord): boolean {
  if (turn.drafts.some((draft) => draft.inferenceId === release.inferenceId)) return false;
  return asking.has(release.reason) && release.rung === undefined && turn.numbers?.calls !== 0;
}

const asking: ReadonlySet<string> = new Set(["turn_end", "silence", "respond", "greeting", ""]);

function toAsked(turn: TurnRecord, release: ReleaseRecord, nowMs: number): LaneDraft {
  const { inferenceId: id, atMs: startMs, firstSentAtMs, reopened } = release;
  const endMs = Math.max(startMs, reopened?.atMs ?? toReplyEnd(turn, release, nowMs));
  const fate = toAskedFate(turn, release);
  const calls = waitedTools(turn).length > 0;
  const dead = fate === "revoked";
  const firstTokenMs = calls ? undefined : firstSentAtMs;
  return {
    id,
    number: undefined,
    fate,
    startMs,
    endMs,
    parts: dead ? [toDead(fate, startMs, endMs)] : toParts({ startMs, endMs, fate, release, firstTokenMs, calls }),
    startReason: release.reason,
    endReason: reopened?.reason,
    transcript: release.transcript,
    tokens: fate === "answered" ? turn.numbers?.tokens.out : undefined,
  };
}

function toAskedFate(turn: TurnRecord, release: ReleaseRecord): DraftFate {
  if (release.reopened !== undefined) return "revoked";
  if (failed(turn, release)) return "failed";
  if (turn.numbers !== undefined) return "answered";
  return release.firstSentAtMs === undefined ? "waiting" : "flowing";
}

/** The last of its words; of a reply that has none yet the present. */
function toReplyEnd(turn: TurnRecord, release: ReleaseRecord | undefined, nowMs: number): number {
  const over = turn.failure?.atMs ?? turn.completedAtMs;
  const runs = turn.numbers === undefined && release?.stopped === undefined && release?.finishedAtMs === undefined;
  return runs ? nowMs : (release?.lastSentAtMs ?? over ?? nowMs);
}

function toDead(fate: DraftFate, fromMs: number, toMs: number): DraftPart {
  return { kind: fate === "failed" ? "failed" : "dead", fromMs, toMs };
}

interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly fate: DraftFate;
  readonly release: ReleaseRecord | undefined;
  readonly firstTokenMs: number | undefined;
  /** Whether a tool was called: then its first token was no word. */
  readonly calls: boolean;
}

function toParts({ startMs, endMs, fate, release, firstTokenMs, calls }: Stretch): readonly DraftPart[] {
  if (fate === "failed" && release?.firstSentAtMs === undefined)
    return [{ kind: "failed", fromMs: startMs, toMs: endMs }];
  const clamp = (ms: number) => Math.min(endMs, Math.max(startMs, ms));
  const commitMs = release === undefined ? endMs : clamp(release.atMs);
  const sentMs = clamp(release?.firstSentAtMs ?? endMs);
  // A first word that came after the commit tells when the first token came; one that came with it only hides it.
  const late = !calls && sentMs - commitMs > SAME_MOMENT_MS;
  const tokenMs = firstTokenMs ?? (late ? sentMs : undefined);
  const waitedMs = tokenMs === undefined ? startMs : clamp(tokenMs);
  const unheard = tokenMs === undefined ? "drafting" : "held";
  const parts: readonly DraftPart[] = [
    { kind: "waiting", fromMs: startMs, toMs: waitedMs },
    { kind: unheard, fromMs: waitedMs, toMs: Math.max(waitedMs, sentMs) },
    { kind: fate === "failed" ? "failed" : "flowing", fromMs: Math.max(waitedMs, sentMs), toMs: endMs },
  ];
  const real = parts.filter((part) => part.toMs > part.fromMs);
  return real.length > 0 ? real : [{ kind: unheard, fromMs: startMs, toMs: endMs }];
}

/** Two stamps of one step of the server. */
export const SAME_MOMENT_MS = 15;
