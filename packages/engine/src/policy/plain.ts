import type { ToolDefinition } from "../context/messages.ts";
import { endsSentence, isSameWords, startsWithWords } from "../transcript/words.ts";
import type { EndOfTurnView, InterruptionView, Policies, TriggerDecision, TriggerView } from "./policies.ts";

/** Every threshold of the plain policies, in milliseconds unless it says otherwise. */
export const plainThresholds = {
  /** A draft starts when no new word came for so long. */
  quietMs: 200,
  /** At this stability (0 to 1) it starts at once. */
  stability: 0.9,
  /** Drafts a turn, of which one is kept for its end. */
  draftsPerTurn: 3,
  /** Without a new word, silence ends a turn after so long. */
  patienceMs: { low: 400, medium: 700, high: 1200 },
  /** Words that are no backchannel, before the agent stops. */
  wordsToInterrupt: { low: 3, medium: 1 },
  /** How long a turn that silence ended may be reopened. */
  serverGraceMs: 300,
  /** How long a late revision may still change a turn that its caller ended, while no word of the reply has left. */
  clientGraceMs: 2000,
} as const;

/** The plain form of every policy: pauses, equality, fixed patience. */
export const plainPolicies: Policies = {
  trigger,
  contradicts: (grounded, heard) => !startsWithWords(grounded, heard),
  match: (grounded, said) => (isSameWords(grounded, said) ? "equal" : undefined),
  endOfTurn,
  interrupts,
  isBackchannel: (words) => words.every((word) => backchannels.has(word)),
  checkArguments,
  graceMs: { client: plainThresholds.clientGraceMs, server: plainThresholds.serverGraceMs },
  // As the hosted models document it: one token is about four characters.
  countTokens: (text) => Math.ceil(text.length / 4),
};

/** The plain policies without speculation. */
export const waitingPolicies: Policies = {
  ...plainPolicies,
  trigger: () => ({ start: false, lookAgainAt: undefined }),
};

/** P1, P2 */
function trigger(view: TriggerView): TriggerDecision {
  const idle: TriggerDecision = { start: false, lookAgainAt: undefined };
  if (view.covering.length > 0 || view.user.words.length === 0) return idle;
  if (view.started >= plainThresholds.draftsPerTurn - 1) return idle;
  if (view.user.stability >= plainThresholds.stability) return { start: true, reason: "stable" };
  if (endsSentence(view.user.text)) return { start: true, reason: "punctuation" };
  // Behind a long word no other comes for a while either: as long as a voice is heard, that is no pause.
  if (view.voice) return idle;
  // The recogniser tells the last word some time after the voice has stopped.
  const due = Math.max(view.user.lastWordAt, view.quietSince) + plainThresholds.quietMs;
  return view.at >= due ? { start: true, reason: "pause" } : { start: false, lookAgainAt: due };
}

/** P9 An object, whatever is in it: who knows the schema of a tool checks it against that. */
function checkArguments(_tool: ToolDefinition, given: string): string | undefined {
  try {
    const value: unknown = JSON.parse(given);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? undefined
      : "its arguments are not a JSON object";
  } catch {
    return "its arguments are not valid JSON";
  }
}

/** P5 */
function endOfTurn(view: EndOfTurnView): number {
  return Math.max(view.user.lastWordAt, view.quietSince) + plainThresholds.patienceMs[view.patience];
}

/** P6 */
function interrupts(view: InterruptionView): boolean {
  // A word is a voice, too, where nobody reports voices.
  if (view.interruptibility === "high") return true;
  const words = view.words.filter((word) => !backchannels.has(word));
  return words.length >= plainThresholds.wordsToInterrupt[view.interruptibility];
}

/** What a listener says without wanting the floor (English; other languages interrupt with any word). */
const backchannels: ReadonlySet<string> = new Set(
  "uh huh uhhuh mhm mm mmm hmm hm mmhmm yeah yep yup yes ok okay right sure aha ah oh i see got it alright cool um er erm".split(
    " ",
  ),
);
