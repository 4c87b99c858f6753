import { OpenAiProblem } from "./problem.ts";

type Parameters = Readonly<Record<string, unknown>>;

/** What this door reads itself. */
const own: ReadonlySet<string> = new Set(["model", "messages", "tools", "stream", "stream_options", "n"]);

/** What would change the answer into one that this door cannot give. */
const impossible: Readonly<Record<string, string>> = {
  functions: "is not served; use tools",
  function_call: "is not served; use tool_choice",
  audio: "is not served; this door answers in text",
  logprobs: "are not served; leave it out",
  top_logprobs: "are not served; leave it out",
};

/** What any model may be asked for: how it chooses its words, when it stops, and in which form it answers. */
const harmless: ReadonlySet<string> = new Set([
  "temperature",
  "top_p",
  "presence_penalty",
  "frequency_penalty",
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "seed",
  "response_format",
  "tool_choice",
  "parallel_tool_calls",
  "reasoning_effort",
  "user",
]);

/** What a caller asks of the model, beside messages and tools. Null counts as left out. */
export function parametersOf(body: Parameters): Parameters {
  const asked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (own.has(name) || value == null) continue;
    const problem = Object.hasOwn(impossible, name) && value !== false ? impossible[name] : undefined;
    if (problem !== undefined) {
      throw new OpenAiProblem(400, `${name}: ${problem}`, { param: name, code: "unsupported_parameter" });
    }
    if (!Object.hasOwn(impossible, name)) asked[name] = value;
  }
  return asked;
}

/**
 * What of it reaches a hosted model: what the operator's account and machine cannot be harmed by. The rest
 * (`metadata`, `store`, a server's own settings) is left out; a model of one's own gets everything.
 */
export function hostedParameters(asked: Parameters): Parameters {
  return Object.fromEntries(Object.entries(asked).filter(([name]) => harmless.has(name)));
}
