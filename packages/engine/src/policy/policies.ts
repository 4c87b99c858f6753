import type { ToolDefinition } from "../context/messages.ts";
import type { DraftPhase } from "../drafts/draft.ts";
import type { Evidence, Rung } from "../effect.ts";
import type { Pace } from "../session/pace.ts";
import type { Level } from "../session/session.ts";
import type { UserWords } from "../transcript/user-words.ts";

/** What the engine does not decide itself: pure functions of a view of the conversation, given to `step`. */
export interface Policies {
  /** Whether a draft is worth its cost now. Asked at every transcript and stop of the voice, and again when it asked to be. */
  readonly trigger: (view: TriggerView) => TriggerDecision;
  /** Whether what is heard now rules out a draft that was grounded in `grounded`. */
  readonly contradicts: (grounded: readonly string[], heard: readonly string[]) => boolean;
  /** How a draft grounded in `grounded` still answers `said`; undefined where it does not. */
  readonly match: (grounded: readonly string[], said: readonly string[]) => Rung | undefined;
  /** When silence ends the user's turn, if nothing more is said. */
  readonly endOfTurn: (view: EndOfTurnView) => number;
  /** What there is to say for the end of the turn, for the record; left out where nothing is weighed. */
  readonly weigh?: (view: TurnView) => Evidence;
  /** P29 How likely the end was held to be when it had been silent for 200 ms; left out where nothing is weighed. */
  readonly foresee?: (view: TurnView) => number;
  /** P30 Calls that a turn may cost beyond those that a fixed wait would make. */
  readonly allowance?: number;
  /** What of a draft that came to nothing may open the turn's next answer; left out where nothing is salvaged. */
  readonly salvage?: SalvagePolicy;
  /** Whether the user's words, or their voice alone, stop the agent that is speaking. */
  readonly interrupts: (view: InterruptionView) => boolean;
  /** Whether all of it may be said while somebody else goes on talking, without wanting the floor. */
  readonly isBackchannel: (words: readonly string[]) => boolean;
  /** What is wrong with the arguments of a call, in words for the model that wrote them; undefined where nothing is. */
  readonly checkArguments: (tool: ToolDefinition, given: string) => string | undefined;
  /** How long a turn that was released may still be reopened, by whoever ended it. */
  readonly graceMs: { readonly client: number; readonly server: number };
  /** How many tokens a text has; an estimate is enough. */
  readonly countTokens: (text: string) => number;
}

export interface SalvagePolicy {
  /** The beginning of an answer that commits to nothing; undefined where it has none. */
  readonly opener: (text: string) => string | undefined;
  /** Whether an opener fits in front of whatever answers these normalised words. */
  readonly fits: (opener: string, heard: readonly string[]) => boolean;
  /** How long a word of it is spoken, in milliseconds. */
  readonly wordMs: number;
  /** Within how long what goes on behind it is expected: this share of first tokens, and so long for a clause. */
  readonly share: number;
  readonly clauseMs: number;
}

/** What is known of the turn that the user is saying, for whoever decides about drafts and its end. */
export interface TurnView {
  readonly at: number;
  /** Always the whole turn so far. */
  readonly user: UserWords;
  /** Whether the user's voice is heard now, where somebody reports it. */
  readonly voice: boolean;
  /** When voice activity last stopped; 0 where nobody reports it. */
  readonly quietSince: number;
  /** The drafts that are alive and answer these words, oldest first. */
  readonly covering: readonly CoveringDraft[];
  /** Drafts that were started for this turn, whatever became of them, and what they put out, in tokens. */
  readonly started: number;
  readonly tokens: number;
  /** How long the model takes, as this conversation has seen it. */
  readonly pace: Pace;
  /** How long this speaker's pauses inside turns are, compared with everybody's; 1 where nothing is known. */
  readonly rhythm: number;
  /** What this speaker's habit of going on shifts the log-odds of an end by; 0 where nothing is known. */
  readonly habit: number;
  /** P30 How many more calls the conversation may make within its allowance; negative where it has made too many. */
  readonly spare: number;
  /** By when its caller says that a turn is over, after its newest word; undefined where that was not seen, or silence ends it. */
  readonly verdictMs: number | undefined;
  readonly patience: Level;
  /** What the agent said before. */
  readonly asked: string | undefined;
  /** The persona's, where it is known. */
  readonly language: string | undefined;
}

export interface CoveringDraft {
  readonly startedAt: number;
  /** When its first clause was complete; undefined: not yet. */
  readonly readyAt: number | undefined;
  /** When the opener that it begins with may be spoken, so that what follows comes in time; undefined: it has none. */
  readonly openerFrom?: number | undefined;
  readonly phase: DraftPhase;
}

export type TriggerView = TurnView;
export type EndOfTurnView = TurnView;

export type TriggerDecision =
  | { readonly start: true; readonly reason: string; readonly evidence?: Evidence }
  /** `lookAgainAt`: when to ask again if nothing happens before. */
  | { readonly start: false; readonly lookAgainAt: number | undefined };

export interface InterruptionView {
  readonly interruptibility: Level;
  /** What was said since the agent began; empty where there is only a voice. */
  readonly words: readonly string[];
}
