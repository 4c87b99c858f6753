import type { ErrorCode, Feature, Outcome, TurnNumbers, TurnsBy, WarningCode } from "@repartee/protocol";

/**
 * A conversation as a page or a terminal shows it: a fold over the server's frames.
 *
 * Whatever a frame does not change keeps its identity, so that a turn that did not change need not be drawn again. Times
 * (`…AtMs`) are milliseconds since the conversation's start, undefined where the server did not say.
 */
export interface ConversationView {
  /** In the order of `turnIdx`; the newest 500. */
  readonly turns: readonly TurnView[];
  /** Turns that are no longer held. */
  readonly turnsDropped: number;
  readonly userSpeaking: boolean;
  readonly replicaSpeaking: boolean;
  /** What this connection was granted. */
  readonly channel: { readonly turns: TurnsBy; readonly features: readonly (Feature | (string & {}))[] } | undefined;
  /** What answers, by the persona's name for it, where the server says so. */
  readonly model: { readonly name: string; readonly standIn: boolean } | undefined;
  /** Set while a local model is being loaded: until its first words, or the turn that waited for it is over. */
  readonly loading: { readonly message: string; readonly atMs: number | undefined } | undefined;
  /** The context that was sent last, what the model holds and from where on it is warned of, in tokens. */
  readonly context: ContextView | undefined;
  /** The sum over all turns that are over. */
  readonly usage: UsageView;
  /** The newest 100 of each. */
  readonly warnings: readonly NoticeView<WarningCode>[];
  readonly errors: readonly NoticeView<ErrorCode>[];
  /** Set when the conversation is over: why, or "". */
  readonly ended: string | undefined;
}

export interface TurnView {
  readonly turnIdx: number;
  /** `open`: the user's; `released`: words may be spoken; `completed`: over and stored. */
  readonly phase: "open" | "released" | "completed";
  /** The user's words: the latest known, and from the release on the committed ones. */
  readonly userText: string;
  /** When those words last changed, where the connection has `streaming`. */
  readonly lastWordAtMs: number | undefined;
  readonly reply: ReplyView;
  readonly commit: CommitView | undefined;
  /** How often a release was taken back. */
  readonly reopened: number;
  /** In the order of their start. */
  readonly drafts: readonly DraftView[];
  readonly clauses: readonly ClauseView[];
  readonly tools: readonly ToolCallView[];
  /** What is worth knowing about its answer, such as that another model gave it. */
  readonly warnings: readonly NoticeView<WarningCode>[];
  readonly errors: readonly NoticeView<ErrorCode>[];
  readonly outcome: Outcome | undefined;
  readonly numbers: TurnNumbers | undefined;
}

/** What the agent says. */
export interface ReplyView {
  readonly inferenceId: string | undefined;
  /** The committed words so far. */
  readonly text: string;
  /** How far they were heard, where that is known and less than all. */
  readonly heard: string | undefined;
  readonly interrupted: boolean;
  readonly firstWordsAtMs: number | undefined;
  /** The `index` of the last delta in `text`; -1 before the first. */
  readonly deltaIndex: number;
}

export interface CommitView {
  readonly inferenceId: string;
  readonly reason: string;
  readonly rung: string | undefined;
  readonly graceMs: number;
  readonly atMs: number | undefined;
}

export interface DraftView {
  readonly inferenceId: string;
  /** Why it was started. */
  readonly reason: string;
  /** What it answers. */
  readonly transcript: string;
  readonly startedAtMs: number;
  readonly fate: "running" | "adopted" | "revoked" | "discarded";
  readonly endedAtMs: number | undefined;
  /** Why it came to nothing. */
  readonly endReason: string | undefined;
  /** What it cost for nothing. */
  readonly tokensWasted: number;
  readonly rung: string | undefined;
  readonly headStartMs: number | undefined;
}

export interface ClauseView {
  readonly inferenceId: string | undefined;
  readonly index: number;
  readonly text: string;
  /** To be synthesised and not played. */
  readonly prepared: boolean;
  readonly withdrawn: boolean;
  readonly final: boolean;
}

export interface ContextView {
  readonly tokens: number;
  readonly limit: number;
  readonly soft: number;
}

/** Tokens are as the turns' numbers tell them: `cached` is a part of `in`, what was wasted is in neither. */
export interface UsageView {
  readonly turns: number;
  readonly calls: number;
  readonly tools: number;
  readonly tokens: {
    readonly in: number;
    readonly cached: number;
    readonly out: number;
    readonly wasted: number;
    readonly wastedIn: number;
    /** Read to warm the upstream's cache, beside the turns. */
    readonly warmIn: number;
  };
  /** Of the context, beside the turns. */
  readonly summaries: { readonly count: number; readonly in: number; readonly cached: number; readonly out: number };
  /** In the operator's currency; undefined where none is known, or that of something that took tokens is not. */
  readonly cost: number | undefined;
}

export interface ToolCallView {
  readonly callId: string | undefined;
  /** The generation that called it. */
  readonly inferenceId: string | undefined;
  readonly name: string;
  /** JSON as the model wrote it. */
  readonly arguments: string;
  readonly atMs: number | undefined;
  /** Called by a draft: it may still be withdrawn. Only where `read_tools` was asked for. */
  readonly prepared: boolean;
  /** Its draft died: nobody needs the result any more. */
  readonly withdrawn: boolean;
  /** What it was answered with, where that was seen (`foldToolResult`). */
  readonly result: ToolResultView | undefined;
  /** Why it came to nothing. */
  readonly problem: string | undefined;
}

export interface ToolResultView {
  readonly status: "success" | "error";
  readonly output: string;
}

export interface NoticeView<Code> {
  readonly code: Code;
  readonly message: string;
  readonly turnIdx: number | undefined;
  readonly atMs: number | undefined;
  /** The model's server, where it was at fault. */
  readonly upstream: string | undefined;
  readonly status: number | undefined;
}

/** A view of nothing yet. */
export function createConversationView(): ConversationView {
  return {
    turns: [],
    turnsDropped: 0,
    userSpeaking: false,
    replicaSpeaking: false,
    channel: undefined,
    model: undefined,
    loading: undefined,
    context: undefined,
    usage: emptyUsage,
    warnings: [],
    errors: [],
    ended: undefined,
  };
}

export function createTurnView(turnIdx: number): TurnView {
  return {
    turnIdx,
    phase: "open",
    userText: "",
    lastWordAtMs: undefined,
    reply: emptyReply,
    commit: undefined,
    reopened: 0,
    drafts: [],
    clauses: [],
    tools: [],
    warnings: [],
    errors: [],
    outcome: undefined,
    numbers: undefined,
  };
}

export const emptyReply: ReplyView = {
  inferenceId: undefined,
  text: "",
  heard: undefined,
  interrupted: false,
  firstWordsAtMs: undefined,
  deltaIndex: -1,
};

const emptyUsage: UsageView = {
  turns: 0,
  calls: 0,
  tools: 0,
  tokens: { in: 0, cached: 0, out: 0, wasted: 0, wastedIn: 0, warmIn: 0 },
  summaries: { count: 0, in: 0, cached: 0, out: 0 },
  cost: undefined,
};
