import type { Capabilities } from "../ports/model-client.ts";
import type { Finding } from "../ports/examination.ts";
import { failed, ok, spanText, warning } from "./finding.ts";
import { isWhole, outcomeOf } from "./reply.ts";
import type { Reply } from "./reply.ts";

/** What an endpoint can do beyond talking: tools, system messages, long contexts, continuing, seeing. Pure. */

export interface ToolsRound {
  readonly call: Reply;
  /** The reply to the call's result; absent where there was no call. */
  readonly result?: Reply | undefined;
}

export function diagnoseTools({ call, result }: ToolsRound): Finding {
  if (!isWhole(call)) {
    const why = `a request with tools failed: ${outcomeOf(call)}`;
    return warning("tools", {
      measured: "refused",
      why,
      change:
        "give this model to personas without tools, or enable tools on the server (vLLM: --enable-auto-tool-choice)",
    });
  }
  const [first] = call.toolCalls;
  if (first === undefined) {
    const why = "it was asked to use a tool and answered in words";
    return warning("tools", {
      measured: `no call, “${beginning(call.words)}”`,
      why,
      change: "nothing without tools; with them, another model, or a server that passes tools on",
    });
  }
  const measured = `${first.name}(${beginning(first.arguments)})`;
  const wrong = wrongCall(first.name, first.arguments);
  if (wrong !== undefined)
    return warning("tools", {
      measured,
      why: wrong,
      change: "take a model that was trained for tools, or a server that constrains them",
    });
  if (result === undefined || !isWhole(result)) {
    const why = `the tool's result was not taken: ${result === undefined ? "not sent" : outcomeOf(result)}`;
    return warning("tools", { measured, why, change: "let the server take messages with role tool and tool_call_id" });
  }
  return ok("tools", `${measured}, and its result was taken`);
}

export const probeTool = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather in a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
} as const;

function wrongCall(name: string, text: string): string | undefined {
  if (name !== probeTool.function.name) return `it called ${JSON.stringify(name)}, which it was not given`;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "city" in value) return undefined;
    return "the arguments miss the city that the schema asks for";
  } catch {
    return "the arguments are no JSON";
  }
}

/** Replies by where the second system message stood, in the order in which they were tried; the last one settled it. */
export type SystemTries = readonly { readonly position: "anywhere" | "first" | "user"; readonly reply: Reply }[];

export function diagnoseSystemMessages(tries: SystemTries): Finding {
  const taken = tries.find(({ reply }) => isWhole(reply));
  const [before] = tries.filter(({ reply }) => !isWhole(reply));
  if (taken === undefined) {
    const why = `no position was taken: ${before === undefined ? "nothing was asked" : outcomeOf(before.reply)}`;
    return failed("system_messages", {
      measured: "refused",
      why,
      change: "let the server take more than one message of the system",
    });
  }
  if (taken.position === "anywhere") return ok("system_messages", "taken anywhere");
  const where =
    taken.position === "first" ? "at the beginning only" : "not taken: their text goes into the user's message";
  const refused = before === undefined ? "" : `: ${outcomeOf(before.reply)}`;
  const change = `nothing has to change: set system_messages to "${taken.position}", or let it be learned from the first refusal`;
  return warning("system_messages", {
    measured: where,
    why: `what the camera sees is told in between${refused}`,
    change,
  });
}

export interface LongContext {
  /** What was sent, estimated at four characters a token. */
  readonly tokens: number;
  readonly first: Reply;
  /** The same beginning again, with another question. */
  readonly again?: Reply | undefined;
}

export function diagnoseLongContext({ tokens, first, again }: LongContext): Finding {
  const sent = `${first.usage === undefined || first.usage.in === 0 ? `about ${tokens}` : first.usage.in} tokens`;
  if (!isWhole(first)) {
    const why = `it did not answer: ${outcomeOf(first)}`;
    return warning("long_context", {
      measured: sent,
      why,
      change: "give it a larger context (Ollama: num_ctx, vLLM: --max-model-len), or set context_window to what it has",
    });
  }
  const repeated = again === undefined ? "" : `, again after ${spanText(again.firstMs ?? again.endMs)}`;
  const kept = remembersPrefix({ tokens, first, again }) === true ? " (it keeps the prefix)" : "";
  const measured = `${sent}, first words after ${spanText(first.firstMs ?? first.endMs)}${repeated}${kept}`;
  if (first.usage !== undefined && first.usage.in > 0 && first.usage.in < tokens / 2) {
    const why = `${tokens} tokens were sent and ${first.usage.in} were read: it cuts silently`;
    return warning("long_context", {
      measured,
      why,
      change: "give it a larger context (Ollama: num_ctx), or set context_window to what it has",
    });
  }
  if ((first.firstMs ?? first.endMs) <= 4000) return ok("long_context", measured);
  const why = "a long prompt is read slowly, and every turn that is not in the cache waits for it";
  return warning("long_context", { measured, why, change: "keep prompts short, or take a server with a prefix cache" });
}

/** By its own count, else by its haste; undefined where neither tells. */
export function remembersPrefix({ first, again }: LongContext): boolean | undefined {
  if (again === undefined || !isWhole(first) || !isWhole(again)) return undefined;
  if ((again.usage?.cached ?? 0) > 0) return true;
  const before = first.firstMs ?? first.endMs;
  if (before < 200) return undefined;
  return (again.firstMs ?? again.endMs) < before / 2;
}

/** A form in which the server was asked to go on, and what it said. */
export interface ContinuationTry {
  readonly form: true | "prefix";
  readonly reply: Reply;
}

export function diagnoseContinuation(tries: readonly ContinuationTry[]): Finding {
  const form = continuationForm(tries);
  if (form === false) return ok("prefix_continuation", "it begins anew");
  return ok("prefix_continuation", `it goes on where a reply was cut${form === "prefix" ? ", asked by `prefix`" : ""}`);
}

/** The first form in which it went on from “one, two, three, four,”. */
export function continuationForm(tries: readonly ContinuationTry[]): boolean | "prefix" {
  return tries.find(({ reply }) => isWhole(reply) && /^[\s,]*five\b/i.test(reply.words))?.form ?? false;
}

export function diagnoseVision(reply: Reply): Finding {
  return ok("vision", sees(reply) ? "it sees images" : "none");
}

/** It was shown a red picture. */
function sees(reply: Reply): boolean {
  return isWhole(reply) && /\bred\b/i.test(reply.words);
}

export interface Abilities {
  readonly usageAsked: boolean;
  readonly tools?: ToolsRound;
  readonly system?: SystemTries;
  readonly long?: LongContext;
  readonly continuation?: readonly ContinuationTry[];
  readonly vision?: Reply;
}

/** What may be written into the configuration; what was not tried is left out. */
export function capabilitiesOf({ usageAsked, tools, system, long, continuation, vision }: Abilities): Capabilities {
  const position = system?.find(({ reply }) => isWhole(reply))?.position;
  const prefixCache = long === undefined ? undefined : remembersPrefix(long);
  const refusedTools = tools?.call.status === 400 || tools?.call.status === 422;
  return {
    ...(position === undefined ? {} : { systemMessages: position }),
    usage: usageAsked ? "ask" : "never",
    ...(refusedTools ? { tools: false } : {}),
    ...(tools !== undefined && tools.call.toolCalls.length > 0 ? { tools: true } : {}),
    ...(continuation === undefined ? {} : { prefixContinuation: continuationForm(continuation) }),
    ...(prefixCache === undefined ? {} : { prefixCache }),
    ...(vision === undefined ? {} : { vision: sees(vision) }),
  };
}

function beginning(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  return plain.length > 48 ? `${plain.slice(0, 47)}…` : plain;
}
