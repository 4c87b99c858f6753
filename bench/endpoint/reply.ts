import { readFileSync } from "node:fs";

/** Chooses what to say: the same last user message always gets the same reply. */
export interface Replies {
  tokensFor(userText: string): readonly string[];
}

const builtIn: readonly string[] = [
  "Sure, I can help you with that. Could you tell me the last four digits of the card, please?",
  "Good question. The short answer is yes, as long as the account was opened before the first of March.",
  "I have found your booking. You are on the 9:40 train from Zürich, in coach seven, by the window.",
  "That sounds frustrating, and I am sorry. Let me check what happened to your order and call you back today.",
  "Of course. Your new card is on its way and should be with you within five working days.",
  "Thank you, that is all I need. Is there anything else that I can do for you?",
];

export function createReplies(texts: readonly string[] = builtIn, fixedTokens?: number): Replies {
  if (texts.length === 0) throw new Error("there is no reply to give: the list of replies is empty");
  const split = texts.map((text) => toTokens(text));
  const sized = fixedTokens === undefined ? split : split.map((tokens) => resize(tokens, fixedTokens));
  return { tokensFor: (userText) => sized[hash(userText) % sized.length] ?? [] };
}

/** The agent's turns of a spoken-turns file, in the order in which they were spoken. */
export function readReplyFile(path: string): readonly string[] {
  const texts = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .flatMap((line) => agentTurns(JSON.parse(line)));
  if (texts.length === 0) throw new Error(`${path} holds no turn of an agent; see bench/data/README.md for the format`);
  return texts;
}

/** Words with the space after them, roughly what a model's tokens are. */
export function toTokens(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}

/** What is left of a reply behind words that were said already: all of it, or what follows where it begins with them. */
export function behindSaid(tokens: readonly string[], said: string): readonly string[] {
  const spoken = toTokens(said).map(lettersOf);
  // The very list: one whose tokens are made when they are taken must not be read before.
  if (spoken.length === 0) return tokens;
  const begins = spoken.every((word, index) => lettersOf(tokens[index] ?? "") === word);
  return begins ? tokens.slice(spoken.length) : tokens;
}

function lettersOf(token: string): string {
  return token.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

interface Segment {
  readonly speaker: string;
  readonly startMs: number;
  readonly text: string;
}

function agentTurns(call: unknown): readonly string[] {
  const segments = readSegments(call).toSorted((a, b) => a.startMs - b.startMs);
  const hasAgent = segments.some((segment) => segment.speaker === "agent");
  const turns: { speaker: string; text: string }[] = [];
  for (const { speaker, text } of segments) {
    const last = turns.at(-1);
    if (last?.speaker === speaker) last.text = `${last.text} ${text}`.trim();
    else turns.push({ speaker, text });
  }
  return turns.filter((turn) => turn.text !== "" && (!hasAgent || turn.speaker === "agent")).map((turn) => turn.text);
}

function readSegments(call: unknown): readonly Segment[] {
  if (!isRecord(call) || !Array.isArray(call["turns"])) return [];
  return call["turns"].flatMap((turn: unknown) => {
    if (!isRecord(turn) || typeof turn["speaker"] !== "string" || typeof turn["text"] !== "string") return [];
    const startMs = typeof turn["start_ms"] === "number" ? turn["start_ms"] : 0;
    return [{ speaker: turn["speaker"], startMs, text: withoutTags(turn["text"]) }];
  });
}

function withoutTags(text: string): string {
  return text
    .replaceAll(/\[[^\]]*\]|<[^>]*>|~/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function resize(tokens: readonly string[], count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const token = tokens[index % tokens.length] ?? "";
    return token.endsWith(" ") ? token : `${token} `;
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

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
