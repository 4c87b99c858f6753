import { toWords } from "@repartee/engine";
import type { RecordedCall } from "./spoken-file.ts";

/** Chooses what to say: the same last words of the user always get the same reply, however they are written. */
export interface Replies {
  /** Words with the space after them, roughly what a model's tokens are. */
  tokensFor(userText: string): readonly string[];
}

const builtIn: readonly string[] = [
  "Sure, I can help you with that. Could you tell me your name, please?",
  "Of course. I have made a note of it, and you will have it within five working days.",
  "Thank you, that is all I need. Is there anything else that I can do for you?",
  "I am sorry to hear that. Let me see what happened, and I will tell you in a moment.",
  "Yes, that is possible. Shall I do it for you right away?",
];

export interface ReplyTexts {
  /** Any of them for anything. */
  readonly texts: readonly string[];
  /** What was answered to these very words. */
  readonly answers: ReadonlyMap<string, string>;
}

/** Replies from these texts, the same one twice counting once; without any, a few of our own. */
export function createReplies({ texts, answers }: ReplyTexts): Replies {
  const given = [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ""))];
  const split = (given.length === 0 ? builtIn : given).map(toTokens);
  const known = new Map([...answers].map(([asked, text]) => [normalise(asked), toTokens(text)]));
  return {
    tokensFor(userText) {
      const asked = normalise(userText);
      return known.get(asked) ?? split[hash(asked) % split.length] ?? [];
    },
  };
}

export function joinReplies(all: readonly ReplyTexts[]): ReplyTexts {
  return {
    texts: all.flatMap((one) => one.texts),
    answers: new Map(all.flatMap((one) => [...one.answers])),
  };
}

function normalise(text: string): string {
  return toWords(text).join(" ");
}

function toTokens(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}

/** What the agents of recorded calls said, turn by turn; in a file without an agent, what everyone did. */
export function agentTexts(calls: readonly RecordedCall[], user?: string): readonly string[] {
  const segments = calls.flatMap((call) => call.segments);
  const named = user !== "agent" && segments.some((segment) => segment.speaker === "agent");
  const answers = (speaker: string): boolean => (named ? speaker === "agent" : speaker !== user);
  return calls.flatMap((call) => {
    const turns: { speaker: string; text: string }[] = [];
    for (const { speaker, words } of call.segments) {
      const text = words.map((word) => word.revised).join(" ");
      const last = turns.at(-1);
      if (last?.speaker === speaker) last.text = `${last.text} ${text}`.trim();
      else turns.push({ speaker, text });
    }
    return turns.filter((turn) => answers(turn.speaker)).map((turn) => turn.text);
  });
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
