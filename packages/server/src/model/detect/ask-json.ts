import type { Clock } from "../../ports/clock.ts";

/** The part of `fetch` that is needed. */
export type Fetch = (
  url: string,
  init: {
    readonly signal: AbortSignal;
    readonly redirect: "manual";
    readonly headers: Readonly<Record<string, string>>;
  },
) => Promise<Response>;

/** What came back from a door that may or may not be a model server's. */
export type JsonAnswer =
  | { readonly type: "json"; readonly value: unknown }
  | { readonly type: "status"; readonly status: number }
  /** Something else answers: no JSON, or far too much. */
  | { readonly type: "odd" }
  | { readonly type: "silent"; readonly ms: number }
  /** Nobody listens there. */
  | { readonly type: "nobody"; readonly reason: string };

export interface AskParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The end of all looking. */
  readonly signal: AbortSignal;
}

const askMs = 300;
/** A list of models is far smaller. */
const mostBytes = 1024 * 1024;

/** Asks for JSON, for so long and so much of it; never rejects. */
export async function askJson(url: string, { fetch, clock, signal }: AskParts): Promise<JsonAnswer> {
  const begun = clock.now();
  if (signal.aborted) return { type: "silent", ms: 0 };
  const own = new AbortController();
  // A timer may come a fraction of a millisecond before its time.
  const waited = (): number => (own.signal.aborted ? askMs : Math.min(askMs, clock.now() - begun));
  const cancel = clock.after(askMs, () => own.abort());
  const either = AbortSignal.any([signal, own.signal]);
  const { promise: late, resolve } = Promise.withResolvers<JsonAnswer>();
  const giveUp = (): void => resolve({ type: "silent", ms: waited() });
  either.addEventListener("abort", giveUp, { once: true });
  try {
    // A door that ignores the abort must not hold anybody up either.
    return await Promise.race([late, ask(url, fetch, either)]);
  } finally {
    cancel();
    either.removeEventListener("abort", giveUp);
    own.abort();
  }
}

async function ask(url: string, fetch: Fetch, signal: AbortSignal): Promise<JsonAnswer> {
  try {
    const response = await fetch(url, { signal, redirect: "manual", headers: { accept: "application/json" } });
    if (response.status !== 200) return { type: "status", status: response.status };
    return await readJson(response);
  } catch (cause) {
    return nobody(cause);
  }
}

async function readJson(response: Response): Promise<JsonAnswer> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop closes the socket.
    if (bytes > mostBytes) return { type: "odd" };
    text += decoder.decode(chunk, { stream: true });
  }
  try {
    const value: unknown = JSON.parse(text);
    return { type: "json", value };
  } catch {
    return { type: "odd" }; // a page, most likely
  }
}

/** Codes of a connection that was never made, in words. */
const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the name cannot be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  EADDRNOTAVAIL: "the address cannot be reached",
  EACCES: "the connection is not permitted",
  EPERM: "the connection is not permitted",
};

/** Somebody is there and does not speak HTTP. */
const strange = /^(?:HPE_|UND_ERR_|ECONNRESET$|EPIPE$|EPROTO$)/;

function nobody(cause: unknown): JsonAnswer {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = inner instanceof Error && "code" in inner && typeof inner.code === "string" ? inner.code : "";
  if (strange.test(code)) return { type: "odd" };
  const why = code === "" && inner instanceof Error ? inner.message : code;
  return { type: "nobody", reason: unreachable[code] ?? `cannot be asked (${why})` };
}
