import type { ChatMessage, ToolCallMessage } from "../context/messages.ts";

/** A call and what it came to, as the model is told of it. */
export interface AnsweredCall extends ToolCallMessage {
  readonly output: string;
}

/** One time that the model stopped to call tools, within one answer. */
export interface Round {
  /** Where in the answer's text it stopped, in UTF-16 units. */
  readonly upTo: number;
  readonly calls: readonly AnsweredCall[];
}

/** What the model is told of a call that nobody has answered yet: it is no result, and must not be taken for one. */
const stillRunning =
  "This call is still running: its result is not known yet. Do not guess it, and do not make this call again.";

/** An answer as the model wrote it: its words before each round, the calls, their results, and the words behind. */
export function answerMessages(text: string, rounds: readonly Round[]): readonly ChatMessage[] {
  const messages: ChatMessage[] = [];
  let from = 0;
  for (const { upTo, calls } of rounds) {
    messages.push(...callMessages(wordsOf(text, from, upTo), calls));
    from = upTo;
  }
  const rest = wordsOf(text, from, text.length);
  return rest === "" ? messages : [...messages, { role: "assistant", content: rest }];
}

/** Calls of earlier turns that still run: valid for every server, since each call has its tool message. */
export function openCallMessages(calls: readonly ToolCallMessage[]): readonly ChatMessage[] {
  return callMessages(
    "",
    calls.map((call) => ({ ...call, output: stillRunning })),
  );
}

/** An assistant's calls, each followed by exactly one tool message; nothing where there is no call. */
export function callMessages(content: string, calls: readonly AnsweredCall[]): readonly ChatMessage[] {
  if (calls.length === 0) return content === "" ? [] : [{ role: "assistant", content }];
  const toolCalls = calls.map(({ id, name, arguments: given }) => ({ id, name, arguments: given }));
  return [
    { role: "assistant", content, toolCalls },
    ...calls.map(({ id, output }) => ({ role: "tool", content: output, toolCallId: id }) as const),
  ];
}

/** Between two rounds the words are joined by white space that the model did not write. */
function wordsOf(text: string, from: number, to: number): string {
  const words = text.slice(from, to);
  return from === 0 ? words : words.trimStart();
}
