import type { Capabilities, ModelMessage } from "../../ports/model-client.ts";

/** A request that goes on from words that were said already, as its upstream takes it. */
export interface Continuation {
  readonly messages: readonly ModelMessage[];
  /** What else stands at the top level of the body. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * M90 The answer goes on behind `said`. Where the upstream can, that is the beginning of the assistant's last message:
 * `true` as vLLM and SGLang take it, `prefix` as DeepSeek and Mistral do. Else the model is told to.
 */
export function continueAnswer(
  messages: readonly ModelMessage[],
  said: string | undefined,
  { prefixContinuation, systemMessages = "anywhere" }: Capabilities = {},
): Continuation {
  if (said === undefined) return { messages, fields: {} };
  const begun = { role: "assistant", content: said } as const;
  if (prefixContinuation === true) {
    return { messages: [...messages, begun], fields: { continue_final_message: true, add_generation_prompt: false } };
  }
  if (prefixContinuation === "prefix")
    return { messages: [...messages, { ...begun, extra: { prefix: true } }], fields: {} };
  return { messages: instruct(messages, said, systemMessages), fields: {} };
}

/** At the end, so that everything before it stays as it was: where the system has no place there, the user says it. */
function instruct(
  messages: readonly ModelMessage[],
  said: string,
  place: NonNullable<Capabilities["systemMessages"]>,
): readonly ModelMessage[] {
  const words =
    `You have already said to the user: ${JSON.stringify(said)}. ` +
    "Your answer goes on directly behind these words: do not repeat them, and do not greet or thank again.";
  if (place === "anywhere") return [...messages, { role: "system", content: words }];
  const last = messages.at(-1);
  const fenced = `<system>\n${words}\n</system>`;
  if (last?.role !== "user" || last.extra?.["content"] !== undefined)
    return [...messages, { role: "user", content: fenced }];
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${fenced}` }];
}
