import type { ChatMessage, ToolDefinition } from "./context/messages.ts";
import type { Problem, TimerName, Usage } from "./event.ts";
import type { ContextSize, TurnNumbers } from "./turn/numbers.ts";

/** Orders to the shell, in the order in which they take effect. */
export type Effect = ModelEffect | TimerEffect | SpeechEffect | DraftEffect | CallEffect | RecordEffect | ReportEffect;
export type EffectType = Effect["type"];

export type Purpose = "reply" | "greeting" | "echo";

export type ModelEffect =
  | {
      readonly type: "model-start";
      /** `summary`: of the oldest turns; nothing of it is spoken. `warm`: sent to be read, not to be answered. */
      readonly purpose: "reply" | "summary" | "warm";
      /** SV4 What was said already: the answer goes on behind it and does not repeat it. */
      readonly continueFrom?: string;
      /** The model to ask, where it is not the one that answers. */
      readonly model?: string;
      readonly draftId: string;
      /** 0, and one more each time that it goes on with the results of its tools. */
      readonly round: number;
      readonly messages: readonly ChatMessage[];
      readonly tools: readonly ToolDefinition[];
    }
  | { readonly type: "model-cancel"; readonly draftId: string };

export type TimerEffect =
  /** Replaces a timer of the same name. `at` may have passed: then it is due at once, as an event of its own. */
  | { readonly type: "timer-set"; readonly timer: TimerName; readonly at: number }
  | { readonly type: "timer-clear"; readonly timer: TimerName };

/** What leaves as words. Everything here was released. */
export type SpeechEffect =
  | {
      readonly type: "turn-commit";
      readonly turnIdx: number;
      readonly draftId: string;
      readonly reason: EndOfTurnReason;
      readonly transcript: string;
      readonly rung: Rung | undefined;
      readonly graceMs: number;
      readonly evidence?: Evidence;
    }
  /** Whatever was sent of this draft is to be dropped: the user went on. */
  | { readonly type: "turn-reopen"; readonly turnIdx: number; readonly draftId: string; readonly reason: ReopenReason }
  | { readonly type: "speech-start"; readonly turnIdx: number; readonly draftId: string }
  /** `whole` is all that was released of the utterance so far, this delta included. */
  | {
      readonly type: "speech-delta";
      readonly turnIdx: number;
      readonly draftId: string;
      readonly index: number;
      readonly text: string;
      readonly whole: string;
    }
  | {
      readonly type: "speech-clause";
      readonly turnIdx: number;
      readonly draftId: string;
      readonly index: number;
      readonly text: string;
      readonly final: boolean;
    }
  | {
      readonly type: "speech-stop";
      readonly turnIdx: number;
      readonly draftId: string;
      readonly interrupted: boolean;
      readonly durationMs: number;
    };

export type EndOfTurnReason = "turn_end" | "silence" | "respond" | "greeting" | "echo" | "conversation_end";
export type ReopenReason = "user_went_on" | "late_revision" | "turn_resumed";
/** How a draft still answers what was said, the strictest first; see `policy/ladder`. */
export type Rung = "equal" | "formats" | "tail";

/** What a decision about the end of a turn, or about a draft, rested on. Probabilities from 0 to 1. */
export interface Evidence {
  /** Of the words alone. */
  readonly completeness: number;
  /** With the silence and everything else that is known. */
  readonly posterior: number;
  /** How long it had been silent. */
  readonly quietMs: number;
  /** Of a draft: what it is expected to save the user, in milliseconds of waiting. */
  readonly expectedMs?: number;
}

export type DraftEnd =
  | "contradicted"
  | "context_changed"
  | "turn_ended"
  | "turn_reopened"
  | "failed"
  | "outrun"
  | "words_gone"
  | "conversation_ended";

/** Diagnostics of speculation. */
export type DraftEffect =
  | {
      readonly type: "draft-start";
      readonly draftId: string;
      readonly turnIdx: number;
      readonly reason: string;
      readonly transcript: string;
      readonly evidence?: Evidence;
    }
  | (DraftEnding & { readonly type: "draft-revoke" })
  | (DraftEnding & { readonly type: "draft-discard" })
  /** A clause of a draft, to be made ready and not played: it may be withdrawn until its turn commits. */
  | {
      readonly type: "draft-clause";
      readonly draftId: string;
      readonly turnIdx: number;
      readonly index: number;
      readonly text: string;
    }
  /** Every clause of this draft is withdrawn. */
  | { readonly type: "draft-withdraw"; readonly draftId: string; readonly turnIdx: number }
  | {
      readonly type: "draft-adopt";
      readonly draftId: string;
      readonly turnIdx: number;
      readonly rung: Rung;
      readonly headStartMs: number;
    };

interface DraftEnding {
  readonly draftId: string;
  readonly turnIdx: number;
  readonly reason: DraftEnd;
  readonly tokens: number;
}

/** Calls of `read` tools before their turn is committed, for whoever asked for them. */
export type CallEffect =
  | {
      readonly type: "tool-prepare";
      readonly draftId: string;
      readonly turnIdx: number;
      readonly callId: string;
      readonly name: string;
      readonly arguments: string;
    }
  /** Nobody waits for its result any more: the draft that made it is gone. */
  | { readonly type: "tool-withdraw"; readonly draftId: string; readonly turnIdx: number; readonly callId: string }
  /** A call came to nothing; the turn goes on. */
  | {
      readonly type: "tool-problem";
      readonly draftId: string;
      readonly turnIdx: number;
      readonly callId: string;
      readonly code: "tool_timeout" | "tool_arguments_invalid";
      readonly message: string;
    };

/** Stores an entry first; what it announces may be told only when the store has it. */
export interface RecordEffect {
  readonly type: "record";
  readonly entry: Entry;
}

/** One row of the append-only truth. Folding all of them gives the conversation back; see `restore`. */
export type Entry =
  /**
   * A turn was released: the user's words, or none where the agent speaks of itself. A later one with the same
   * `turnIdx` (after a reopening) stands in its place.
   */
  | {
      readonly type: "release";
      readonly turnIdx: number;
      readonly draftId: string;
      readonly text: string;
      readonly reason: EndOfTurnReason;
    }
  /** The end of a turn: what was generated, what of it was heard, and its numbers. Exactly one per turn. */
  | {
      readonly type: "reply";
      readonly turnIdx: number;
      readonly draftId: string;
      readonly purpose: Purpose;
      readonly text: string;
      readonly heard: string;
      readonly outcome: Outcome;
      readonly numbers: TurnNumbers;
      readonly problem?: Problem | undefined;
    }
  | { readonly type: "context"; readonly change: "overwrite" | "append"; readonly text: string }
  | {
      readonly type: "tool-call";
      readonly turnIdx: number;
      readonly draftId: string;
      readonly callId: string;
      readonly name: string;
      readonly arguments: string;
      /** In which round of its answer it was made, and behind how many UTF-16 units of its text. */
      readonly round: number;
      readonly upTo: number;
      /** Until when a result is waited for; without it nobody was called: it was refused, or answered before. */
      readonly dueAt?: number;
      /** It was told before the commit already. */
      readonly prepared?: true;
    }
  | {
      readonly type: "tool-result";
      readonly callId: string;
      readonly output: string;
      readonly status: "success" | "error";
      /** Nobody answered in time. */
      readonly expired?: true;
    }
  /** The oldest `items` of the history left it, and `text` tells of their turns, up to the one with this number. */
  | {
      readonly type: "summary";
      readonly turnIdx: number;
      readonly text: string;
      readonly items: number;
      readonly turns: number;
      readonly tokens: Usage;
      readonly cost?: number;
    }
  | { readonly type: "ended"; readonly reason: string };
export type EntryType = Entry["type"];

export type Outcome = "completed" | "silent" | "interrupted" | "failed";

export type ReportEffect =
  | { readonly type: "user-start"; readonly turnIdx: number }
  | { readonly type: "user-stop"; readonly turnIdx: number }
  /** The user's words so far; nothing of them is committed. */
  | { readonly type: "user-words"; readonly turnIdx: number; readonly text: string }
  | {
      readonly type: "warning";
      readonly code: WarningCode;
      readonly message: string;
      readonly turnIdx: number;
      /** The context that was sent, where the warning is about it. */
      readonly context?: ContextSize;
    }
  /** An event that could not be followed; the conversation goes on. */
  | { readonly type: "refusal"; readonly code: RefusalCode; readonly message: string };

export type WarningCode =
  | "silent_reply"
  | "tool_rounds"
  | "tool_result_cut"
  | "context_near_limit"
  | "context_trimmed"
  | "context_summary_failed";
export type RefusalCode = "unknown_tool_call" | "queue_full" | "conversation_ended";
