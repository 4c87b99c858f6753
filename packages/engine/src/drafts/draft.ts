import type { Purpose } from "../effect.ts";
import type { ModelEvent, Problem, Usage } from "../event.ts";
import { noClauses, type ClauseCut } from "../speech/clauses.ts";

/** One generation, grounded in what was heard and known when it started. Nothing of it is heard before the commit. */
export interface Draft {
  readonly id: string;
  readonly purpose: Purpose;
  readonly phase: DraftPhase;
  /** The normalised words and the context that it answers. */
  readonly words: readonly string[];
  readonly contextVersion: number;
  readonly startedAt: number;
  readonly text: string;
  readonly calls: readonly DraftToolCall[];
  readonly usage: Usage | undefined;
  readonly problem: Problem | undefined;
  readonly prepared: Prepared;
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

/** `waiting` for its first part, `streaming`, `finished` properly, or `failed`. */
export type DraftPhase = "waiting" | "streaming" | "finished" | "failed";

type On<T extends ModelEvent["type"]> = Extract<ModelEvent, { type: T }>;
type Cell<T extends ModelEvent["type"]> = (draft: Draft, event: On<T>) => Draft;
type Row = { readonly [T in ModelEvent["type"]]: Cell<T> };

const same = (draft: Draft): Draft => draft;

const running: Row = {
  "model-text": (draft, event) => ({ ...draft, phase: "streaming", text: draft.text + event.text }),
  "model-tool-call": (draft, event) => ({ ...draft, phase: "streaming", calls: [...draft.calls, event.call] }),
  "model-usage": (draft, event) => ({ ...draft, usage: event.usage }),
  "model-finish": (draft) => ({ ...draft, phase: "finished" }),
  "model-failure": (draft, event) => ({ ...draft, phase: "failed", problem: event.problem }),
};

// D2 A generation has exactly one end: what comes behind it is noise, but for a late count of tokens.
const table: { readonly [P in DraftPhase]: Row } = {
  waiting: running,
  streaming: running,
  finished: {
    "model-text": same,
    "model-tool-call": same,
    "model-usage": running["model-usage"],
    "model-finish": same,
    "model-failure": same,
  },
  failed: {
    "model-text": same,
    "model-tool-call": same,
    "model-usage": running["model-usage"],
    "model-finish": same,
    "model-failure": same,
  },
};

/** The draft after news of its generation. */
export function stepDraft(draft: Draft, event: ModelEvent): Draft {
  // TypeScript cannot see that the cell found under `event.type` takes that very event.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const cell = table[draft.phase][event.type] as (draft: Draft, event: ModelEvent) => Draft;
  return cell(draft, event);
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

/** Whether the upstream is still at work on it. */
export function isRunning(draft: Draft): boolean {
  return draft.phase === "waiting" || draft.phase === "streaming";
}
