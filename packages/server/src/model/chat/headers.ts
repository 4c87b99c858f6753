import { validateHeaderName, validateHeaderValue } from "node:http";
import type { ModelRequest } from "../../ports/model-client.ts";

export type ChatHeaders =
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: string };

/** What belongs to the connection and not to the persona: a wrong one would break or smuggle requests. */
const connectionHeaders: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The headers of a request; the persona's own come last and may replace any but the connection's. */
export function chatHeaders({ upstream, conversationId, traceparent }: ModelRequest): ChatHeaders {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    accept: "text/event-stream",
    "user-agent": "repartee",
    ...(upstream.apiKey ? { authorization: `Bearer ${upstream.apiKey}` } : {}),
    "conversation-id": conversationId,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  for (const [name, value] of Object.entries(upstream.headers ?? {})) {
    const lower = name.toLowerCase();
    if (!connectionHeaders.has(lower)) headers[lower] = value;
  }
  for (const [name, value] of Object.entries(headers)) {
    const problem = headerProblem(name, value);
    if (problem !== undefined) return { ok: false, problem };
  }
  return { ok: true, headers };
}

function headerProblem(name: string, value: string): string | undefined {
  try {
    validateHeaderName(name);
  } catch {
    return `${JSON.stringify(name)} is not a name for a header; check the headers of the persona`;
  }
  try {
    validateHeaderValue(name, value);
  } catch {
    // The value stays out of the message: it may be the key.
    return `the value for the header ${name} holds a character that no header may hold; check api_key and headers`;
  }
  return undefined;
}
