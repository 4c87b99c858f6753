import type { Round } from "../tools/rounds.ts";
import type { ToolDefinition } from "./messages.ts";

/**
 * What the model is told. **Hard** parts (prompt, history, overwrite, tool results) carry a version: a change revokes
 * the drafts that were grounded in the one before. **Soft** parts (perception) are seen by the next generation.
 */
export interface Context {
  readonly version: number;
  readonly systemPrompt: string;
  readonly personaContext: string;
  readonly conversationalContext: string;
  readonly tools: readonly ToolDefinition[];
  readonly history: readonly HistoryItem[];
  /** How many of the oldest items of the history are no longer sent. */
  readonly from: number;
  /** How many items have left the history at its beginning. */
  readonly removed: number;
  /** What stands in place of the turns that were removed. */
  readonly summary: Summary | undefined;
  readonly perception: string;
}

/** The turns that left the history, as a model told them again. */
export interface Summary {
  readonly text: string;
  /** How many turns it tells of. */
  readonly turns: number;
}

/** One settled thing, oldest first. */
export type HistoryItem =
  | {
      readonly type: "turn";
      readonly turnIdx: number;
      readonly user: string | undefined;
      readonly heard: string;
      /** The tools that were called within it, where there were any; they stand and go with their turn. */
      readonly rounds?: readonly Round[];
    }
  /** Appended while the conversation runs; it stands where it came, so that the prefix before it stays as it was. */
  | { readonly type: "note"; readonly text: string }
  /** A result that came when its turn was over. */
  | {
      readonly type: "tool";
      readonly callId: string;
      readonly name: string;
      readonly arguments: string;
      readonly output: string;
    };

export type ContextInput =
  | { readonly type: "overwrite"; readonly text: string }
  /** `at`: before which item of the history it stands; behind all of them without. */
  | { readonly type: "append"; readonly item: HistoryItem; readonly at?: number }
  | { readonly type: "perceive"; readonly text: string }
  /** The oldest `items` of the history leave, and a text that tells of them stands in their place. */
  | { readonly type: "summarize"; readonly text: string; readonly items: number; readonly turns: number };

/** T94 How many items of the history are kept; the oldest go first. No model's limit holds so many. */
export const mostHistory = 4096;

/** A context in which nothing has happened. */
export function createContext(
  parts: Pick<Context, "systemPrompt" | "personaContext" | "conversationalContext" | "tools">,
): Context {
  const { systemPrompt, personaContext, conversationalContext, tools } = parts;
  return {
    version: 1,
    systemPrompt,
    personaContext,
    conversationalContext,
    tools,
    history: [],
    from: 0,
    removed: 0,
    summary: undefined,
    perception: "",
  };
}

/** C6, C7 The context after a change; only hard changes raise the version. A summary says nothing new, and raises none. */
export function changeContext(context: Context, input: ContextInput): Context {
  switch (input.type) {
    case "overwrite":
      return { ...context, version: context.version + 1, conversationalContext: input.text };
    case "append": {
      const at = input.at ?? context.history.length;
      // What stands among items that are no longer sent is not sent either.
      const from = at < context.from ? context.from + 1 : context.from;
      const history = context.history.toSpliced(at, 0, input.item);
      const grown = { ...context, version: context.version + 1, history, from };
      return removeOldest(grown, Math.max(0, history.length - mostHistory));
    }
    case "perceive":
      return { ...context, perception: input.text };
    case "summarize": {
      const turns = (context.summary?.turns ?? 0) + input.turns;
      return { ...removeOldest(context, input.items), summary: { text: input.text, turns } };
    }
  }
}

function removeOldest(context: Context, items: number): Context {
  if (items === 0) return context;
  return {
    ...context,
    history: context.history.slice(items),
    from: Math.max(0, context.from - items),
    removed: context.removed + items,
  };
}

/** C8 Whether a turn left anything that the model should know of. */
export function isWorthKeeping(user: string | undefined, heard: string): boolean {
  return user !== undefined || heard !== "";
}
