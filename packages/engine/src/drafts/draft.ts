import type { Purpose } from "../effect.ts";
import type { ModelEvent, Price, Problem, Usage } from "../event.ts";
import { noClauses, type ClauseCut } from "../speech/clauses.ts";
import type { DraftRound } from "../tools/call.ts";
import type { Opener } from "../turn/opener.ts";
import { addUsage, nothingSpent, type AskedRequest } from "../turn/spent.ts";

/**
 * One answer of the model, grounded in what was heard and known when it started. Nothing of it is heard before the commit.
 * It may take several generations: where one ends with tool calls, the next goes on with their results.
 */
export interface Draft {
  readonly id: string;
  readonly purpose: Purpose;
  readonly phase: DraftPhase;
  /** The normalised words and the context that it answers. */
  readonly words: readonly string[];
  readonly transcript: string;
  readonly contextVersion: number;
  readonly startedAt: number;
  /** What its text begins with: said by a draft before it, and gone on with by this one; undefined: it began by itself. */
  readonly opener: Opener | undefined;
  /** Over all of its generations, and its opener. */
  readonly text: string;
  /** What the generation that runs has called so far. */
  readonly calls: readonly DraftToolCall[];
  /** The generations before it, each with its calls. */
  readonly rounds: readonly DraftRound[];
  /** Over all generations, as far as it was reported; `usageBefore` is without the one that runs. */
  readonly usage: Usage | undefined;
  readonly usageBefore: Usage | undefined;
  /** Of who answers; until that is known, of who was asked. */
  readonly price: Price | undefined;
  /** What it was asked with last; undefined before. */
  readonly asked: AskedRequest | undefined;
  readonly problem: Problem | undefined;
  readonly prepared: Prepared;
  /** When its first clause was complete, or all of it; undefined: not yet. */
  readonly readyAt: number | undefined;
}

/** What of a draft's text has become clauses before the commit. */
export interface Prepared {
  readonly cut: ClauseCut;
  readonly clauses: readonly string[];
}

export const nothingPrepared: Prepared = { cut: noClauses, clauses: [] };

export interface DraftToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** `waiting` for its first part, `streaming`, `calling` tools and waiting for them, `finished` properly, or `failed`. */
export type DraftPhase = "waiting" | "streaming" | "calling" | "finished" | "failed";

type On<T extends ModelEvent["type"]> = Extract<ModelEvent, { type: T }>;
type Cell<T extends ModelEvent["type"]> = (draft: Draft, event: On<T>) => Draft;
type Row = { readonly [T in ModelEvent["type"]]: Cell<T> };

const same = (draft: Draft): Draft => draft;

const running: Row = {
  "model-served": (draft, event) => ({ ...draft, price: event.price }),
  "model-text": (draft, event) => ({ ...draft, phase: "streaming", text: joinText(draft, event.text) }),
  "model-tool-call": (draft, event) => ({ ...draft, phase: "streaming", calls: [...draft.calls, event.call] }),
  "model-usage": (draft, event) => ({ ...draft, usage: addUsage(draft.usageBefore ?? nothingSpent, event.usage) }),
  "model-finish": (draft) => (draft.calls.length === 0 ? { ...draft, phase: "finished" } : endRound(draft)),
  "model-failure": (draft, event) => ({ ...draft, phase: "failed", problem: event.problem }),
};

const over: Row = {
  "model-served": same,
  "model-text": same,
  "model-tool-call": same,
  "model-usage": running["model-usage"],
  "model-finish": same,
  "model-failure": same,
};

// D2 A generation has exactly one end: what comes behind it is noise, but for a late count of tokens.
const table: { readonly [P in DraftPhase]: Row } = {
  waiting: running,
  streaming: running,
  calling: over,
  finished: over,
  failed: over,
};

/** The draft after news of its generation. */
export function stepDraft(draft: Draft, event: ModelEvent): Draft {
  // TypeScript cannot see that the cell found under `event.type` takes that very event.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const cell = table[draft.phase][event.type] as (draft: Draft, event: ModelEvent) => Draft;
  return cell(draft, event);
}

/** D3, SV4 Words of the next round, or behind an opener, do not run into those before them. */
function joinText(draft: Draft, text: string): string {
  const joint = draft.rounds.at(-1)?.upTo ?? draft.opener?.text.length;
  const begins = text !== "" && draft.text !== "" && draft.text.length === joint;
  return begins && !/\s$/u.test(draft.text) && !/^[\s,.!?;:…]/u.test(text)
    ? `${draft.text} ${text}`
    : draft.text + text;
}

function endRound(draft: Draft): Draft {
  const calls = draft.calls.map((call) => ({ ...call, phase: "made", answer: undefined }) as const);
  return { ...draft, phase: "calling", calls: [], rounds: [...draft.rounds, { upTo: draft.text.length, calls }] };
}

/** D3 The draft for its next generation, when every call of the last one has its answer. */
export function nextRound(draft: Draft): Draft {
  return { ...draft, phase: "waiting", usageBefore: draft.usage };
}

/** T91 What one generation may put out: UTF-16 units of text, and tool calls. */
const longestText = 200_000;
const mostCalls = 128;

/** What is wrong with a model that goes on beyond every bound; undefined while it keeps within them. */
export function findExcess(draft: Draft, event: ModelEvent): Problem | undefined {
  if (draft.purpose !== "reply" || !isRunning(draft)) return undefined;
  const excess =
    event.type === "model-text" && draft.text.length + event.text.length > longestText
      ? `${longestText} characters`
      : event.type === "model-tool-call" && draft.calls.length >= mostCalls
        ? `${mostCalls} tool calls`
        : undefined;
  if (excess === undefined) return undefined;
  return { code: "model_malformed", message: `the model did not stop after ${excess}: its answer was cut there` };
}

/** Whether every call of the round that it waits for has its answer. */
export function isAnswered(draft: Draft): boolean {
  const calls = draft.rounds.at(-1)?.calls ?? [];
  return draft.phase === "calling" && calls.every((call) => call.answer !== undefined);
}

/** Whether nothing of it is still to come. */
export function isOver(draft: Draft): boolean {
  return draft.phase === "finished" || draft.phase === "failed";
}

/** Whether the upstream is still at work on it. */
export function isRunning(draft: Draft): boolean {
  return draft.phase === "waiting" || draft.phase === "streaming";
}
