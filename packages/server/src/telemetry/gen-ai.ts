import type { ModelRequest, ModelUsage, Upstream } from "../ports/model-client.ts";
import type { SpanAttributes } from "./tracer.ts";

/**
 * Names and values of OpenTelemetry's semantic conventions for generative AI
 * (github.com/open-telemetry/semantic-conventions-genai, docs/gen-ai); what they have no word for begins with `repartee.`.
 */
const providers: ReadonlyMap<string, string> = new Map([
  ["api.openai.com", "openai"],
  ["api.groq.com", "groq"],
  ["api.mistral.ai", "mistral_ai"],
  ["api.deepseek.com", "deepseek"],
  ["api.perplexity.ai", "perplexity"],
  ["api.x.ai", "x_ai"],
  ["api.anthropic.com", "anthropic"],
  ["generativelanguage.googleapis.com", "gcp.gemini"],
]);

/** Whose model it is, as far as its address tells. */
function providerOf({ kind, baseUrl = "" }: Upstream): string {
  if (kind === "stand-in") return "repartee";
  const host = URL.parse(baseUrl)?.hostname ?? "";
  if (host.endsWith(".openai.azure.com")) return "azure.ai.openai";
  return providers.get(host) ?? "openai_compatible";
}

/** What is known of a generation before it is asked for. */
export function chatAttributes({ upstream, conversationId }: ModelRequest): SpanAttributes {
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": providerOf(upstream),
    "gen_ai.request.model": upstream.model,
    "gen_ai.request.stream": true,
    "gen_ai.conversation.id": conversationId,
    "repartee.model": upstream.name,
    ...addressAttributes(upstream.baseUrl ?? ""),
  };
}

/** Another may answer than was asked for. */
export function servedAttributes(served: {
  readonly name: string;
  readonly model: string;
  via: string;
}): SpanAttributes {
  return {
    "gen_ai.response.model": served.model,
    "repartee.served_by": served.name,
    ...addressAttributes(`http://${served.via}`),
  };
}

const defaultPorts: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

function addressAttributes(baseUrl: string): SpanAttributes {
  const url = URL.parse(baseUrl);
  if (url === null || url.hostname === "") return {};
  return { "server.address": url.hostname, "server.port": Number(url.port) || defaultPorts[url.protocol] };
}

export function usageAttributes({ in: sent, cached, out }: ModelUsage): SpanAttributes {
  return {
    "gen_ai.usage.input_tokens": sent,
    "gen_ai.usage.cache_read.input_tokens": cached,
    "gen_ai.usage.output_tokens": out,
  };
}

/** TM14 What a model was sent, as the JSON that the conventions describe. */
export function inputMessages({ messages }: ModelRequest): string {
  return JSON.stringify(
    messages.map((message) => {
      if (message.role === "tool") {
        const part = { type: "tool_call_response", id: message.toolCallId, response: message.content };
        return { role: message.role, parts: [part] };
      }
      const calls = message.role === "assistant" ? (message.toolCalls ?? []).map(callPart) : [];
      return { role: message.role, parts: [...textParts(message.content ?? ""), ...calls] };
    }),
  );
}

/** A call that a model made; `arguments` is JSON as it wrote it. */
export interface MadeCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** TM14 What a model answered. */
export function outputMessages(text: string, calls: readonly MadeCall[], reason: string | undefined): string {
  const parts = [...textParts(text), ...calls.map(callPart)];
  return JSON.stringify([{ role: "assistant", parts, ...(reason === undefined ? {} : { finish_reason: reason }) }]);
}

function textParts(text: string): readonly object[] {
  return text === "" ? [] : [{ type: "text", content: text }];
}

function callPart({ id, name, arguments: given }: MadeCall): object {
  return { type: "tool_call", id, name, arguments: given };
}
