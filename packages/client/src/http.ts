import { readErrorBody } from "@repartee/protocol";

import { ReparteeError } from "./repartee-error.ts";

/** One request to the REST API. */
interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

interface ApiAnswer {
  readonly status: number;
  /** The JSON of the body; undefined for an empty body or one that is not JSON. */
  readonly body: unknown;
}

/** Sends requests to one server with one key. Every refusal is a `ReparteeError`; an abort rejects with the signal's reason. */
export type SendRequest = (request: ApiRequest) => Promise<ApiAnswer>;

export interface HttpOptions {
  /** Without `/v2` and without a slash at its end. */
  readonly origin: string;
  readonly apiKey?: string | undefined;
  readonly fetch: typeof fetch;
}

export function createSendRequest(options: HttpOptions): SendRequest {
  return async (request) => {
    const response = await dispatch(options, request);
    const body = parseJson(await response.text());
    if (response.ok || response.status === 304) return { status: response.status, body };
    const words = readErrorBody(body);
    const message = words?.message ?? `${request.method} ${request.path} answered ${response.status}`;
    throw new ReparteeError(message, { status: response.status, code: words?.code });
  };
}

async function dispatch(options: HttpOptions, request: ApiRequest): Promise<Response> {
  const { fetch: send } = options;
  const headers: Record<string, string> = { accept: "application/json" };
  if (options.apiKey !== undefined) headers["x-api-key"] = options.apiKey;
  if (request.body !== undefined) headers["content-type"] = "application/json";
  try {
    return await send(`${options.origin}${request.path}${toQuery(request.query)}`, {
      method: request.method,
      headers,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (cause) {
    request.signal?.throwIfAborted();
    throw new ReparteeError(`no answer from ${options.origin}; is the server running there?`, {
      code: "unreachable",
      cause,
    });
  }
}

function toQuery(query: ApiRequest["query"]): string {
  const given = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? "" : `?${given.join("&")}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Some answers are plain words ("OK"); a caller that needs JSON checks what it got.
  }
}
