import type { Effect } from "@repartee/engine";
import type { ModelPart, ModelRequest, Upstream } from "../ports/model-client.ts";
import { createRepetitionCut } from "./repeated-opener.ts";

type Start = Extract<Effect, { type: "model-start" }>;

/** Reading a long prompt takes its time, and nobody waits for it. */
const warmMs = 60_000;

/** What is asked of a model for a generation. */
export function toModelRequest(effect: Start, upstream: Upstream, conversationId: string): ModelRequest {
  const { messages, tools, purpose, continueFrom } = effect;
  if (purpose === "warm") {
    return { upstream: unhurried(upstream), messages, tools, conversationId, parameters: shortest(upstream) };
  }
  const request = { upstream, messages, tools, conversationId };
  return continueFrom === undefined ? request : { ...request, continueFrom };
}

/** R46 Only the servers of the name itself: another would have nothing to keep. What is slow is not taken for a fault. */
function unhurried({ fallbacks: _fallbacks, others, ...upstream }: Upstream): Upstream {
  const timeouts = { ...upstream.timeouts, firstPartMs: Math.max(upstream.timeouts.firstPartMs, warmMs) };
  const patient = { ...upstream, timeouts, hurryMs: warmMs };
  return others === undefined ? patient : { ...patient, others: others.map(unhurried) };
}

/** One token, under every name by which a persona may have set a limit. */
function shortest({ extraBody = {} }: Upstream): Readonly<Record<string, unknown>> {
  return "max_completion_tokens" in extraBody ? { max_completion_tokens: 1, max_tokens: 1 } : { max_tokens: 1 };
}

/** What is heard of an answer: of one that warms what it cost and its end, of one that goes on what is new. */
export function heardParts(effect: Start, answer: AsyncIterable<ModelPart>): AsyncIterable<ModelPart> {
  if (effect.purpose === "warm") return costOf(answer);
  return effect.continueFrom === undefined ? answer : withoutRepetition(effect.continueFrom, answer);
}

/** R46 */
async function* costOf(answer: AsyncIterable<ModelPart>): AsyncGenerator<ModelPart> {
  for await (const part of answer) if (part.type === "usage" || part.type === "finish") yield part;
}

/** R45 */
async function* withoutRepetition(said: string, answer: AsyncIterable<ModelPart>): AsyncGenerator<ModelPart> {
  const cut = createRepetitionCut(said);
  for await (const part of answer) {
    const speaks = part.type === "text-delta";
    const text = speaks ? cut.push(part.text) : part.type === "finish" || part.type === "tool-call" ? cut.end() : "";
    if (text !== "") yield { type: "text-delta", text };
    if (!speaks) yield part;
  }
}
