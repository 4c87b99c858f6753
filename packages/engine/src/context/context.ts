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
  readonly perception: string;
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
  | { readonly type: "perceive"; readonly text: string };

/** T94 How many items of the history are kept; the oldest go first. No model's limit holds so many. */
export const mostHistory = 4096;

/** C6, C7 The context after a change; only hard changes raise the version. */
export function changeContext(context: Context, input: ContextInput): Context {
  switch (input.type) {
    case "overwrite":
      return { ...context, version: context.version + 1, conversationalContext: input.text };
    case "append": {
      const history = context.history.toSpliced(input.at ?? context.history.length, 0, input.item);
      return { ...context, version: context.version + 1, history: history.slice(-mostHistory) };
    }
    case "perceive":
      return { ...context, perception: input.text };
  }
}

/** C8 Whether a turn left anything that the model should know of. */
export function isWorthKeeping(user: string | undefined, heard: string): boolean {
  return user !== undefined || heard !== "";
}
