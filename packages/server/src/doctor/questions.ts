import { probeTool } from "./diagnose-abilities.ts";
import type { ReplyToolCall } from "./reply.ts";

/** What the doctor says to a model. The replies are short: somebody pays for them. */

const manner = { role: "system", content: "You are on a phone call. Answer in plain words, without markup." } as const;

function user(content: unknown): object {
  return { role: "user", content };
}

/** Long enough to see whether the words flow. */
export const short: readonly object[] = [
  manner,
  user("This is an automated connectivity check. Please count from one to twenty in words."),
];

/** One that nobody waits for. */
export const endless: readonly object[] = [manner, user("Please count from one to three hundred in words.")];

export const withTool: readonly object[] = [
  manner,
  user("What is the weather in Bern right now? Use the tool get_weather to find out."),
];

export function withToolResult(call: ReplyToolCall): readonly object[] {
  const id = call.id === "" ? "call_1" : call.id;
  const own = { id, type: "function", function: { name: call.name, arguments: call.arguments } };
  return [
    ...withTool,
    { role: "assistant", content: null, tool_calls: [own] },
    { role: "tool", tool_call_id: id, content: '{"celsius":21,"sky":"clear"}' },
  ];
}

export const tools: readonly object[] = [probeTool];

const seen = "<user_appearance>\nThe user wears a green scarf.\n</user_appearance>";
const talk = [user("Good morning."), { role: "assistant", content: "Good morning, how can I help?" }];
const scarf = "What colour is my scarf? One word.";

/** What the camera sees, as a message of the system in the three places where one may stand. */
export const withPerception: Readonly<Record<"anywhere" | "first" | "user", readonly object[]>> = {
  anywhere: [manner, ...talk, { role: "system", content: seen }, user(scarf)],
  first: [{ role: "system", content: `${manner.content}\n\n${seen}` }, ...talk, user(scarf)],
  user: [user(`${manner.content}\n\nGood morning.`), ...talk.slice(1), user(`${seen}\n\n${scarf}`)],
};

/** A context of about so many tokens (four characters each); `salt` keeps it from a cache that knows it already. */
export function withLongContext(tokens: number, salt: string): string {
  const line = (index: number): string =>
    `Note ${index}: order ${(index * 7919) % 100_000} was packed on day ${index % 365} and left by the ${index % 24} o'clock van.\n`;
  let text = `Notes of the warehouse, ${salt}.\n`;
  for (let index = 1; text.length < tokens * 4; index += 1) text += line(index);
  return text;
}

export function overLongContext(context: string, question: string): readonly object[] {
  return [manner, user(`${context}\n\n${question}`)];
}

/** A reply that was cut, in every form in which servers are asked to go on with one. */
export const leftInTheMiddle: readonly {
  readonly form: true | "prefix";
  readonly messages: readonly object[];
  readonly fields?: Readonly<Record<string, unknown>>;
}[] = [
  // vLLM and SGLang; llama.cpp goes on by itself and ignores the fields.
  {
    form: true,
    messages: [manner, user("Count from one to eight in words, separated by commas."), cut()],
    fields: { continue_final_message: true, add_generation_prompt: false },
  },
  // DeepSeek and Mistral.
  {
    form: "prefix",
    messages: [manner, user("Count from one to eight in words, separated by commas."), cut({ prefix: true })],
  },
];

/** Left where a model that continues has one thing to say. */
function cut(extra: object = {}): object {
  return { role: "assistant", content: "one, two, three, four,", ...extra };
}

/** A PNG of 64 × 64 red pixels. */
const redSquare =
  "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAS0lEQVR42u3PQQkAAAgAsetfWiP4FgYrsKZeS0BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEDgsqnc8OJg6Ln3AAAAAElFTkSuQmCC";

export const withPicture: readonly object[] = [
  manner,
  user([
    { type: "text", text: "What colour is this picture? One word." },
    { type: "image_url", image_url: { url: `data:image/png;base64,${redSquare}` } },
  ]),
];
