import { unknownPace } from "../../session/pace.ts";
import { hear, openUserWords, type Transcript, type UserWords } from "../../transcript/user-words.ts";
import type { TurnView } from "../policies.ts";

/** What was said of a turn, and when its newest word came. */
export function wordsOf(text: string, parts: Partial<Transcript> & { readonly at?: number } = {}): UserWords {
  const { at = 100, ...rest } = parts;
  const transcript: Transcript = { text, scope: "turn", final: false, ...rest };
  return hear(openUserWords(0, "server"), transcript, { at, endedBy: "server" });
}

/** A turn of which nothing is known but what the test gives: no voice activity, no draft, medium patience. */
export function turnView(parts: Partial<TurnView> & Pick<TurnView, "user">): TurnView {
  return {
    at: parts.user.lastWordAt,
    voice: false,
    quietSince: 0,
    covering: [],
    started: 0,
    tokens: 0,
    pace: unknownPace,
    rhythm: 1,
    habit: 0,
    spare: 0,
    verdictMs: undefined,
    patience: "medium",
    asked: undefined,
    language: undefined,
    ...parts,
  };
}
