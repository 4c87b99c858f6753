import { randomBytes } from "node:crypto";
import { Agent } from "undici";
import type { Dispatcher } from "undici";
import type { Clock } from "../ports/clock.ts";
import type { ModelClient } from "../ports/model-client.ts";
import { createAddressPolicy } from "./address-policy.ts";
import { Exchange } from "./chat/exchange.ts";
import { buildChatRequest } from "./chat/request.ts";
import { createGuardedConnect } from "./guarded-connect.ts";
import type { Resolve } from "./guarded-connect.ts";

export interface OpenAiChatOptions {
  readonly clock: Clock;
  /** True where the server listens on loopback only; else private addresses are refused after DNS. */
  readonly allowPrivateAddresses: boolean;
  /** Sockets to one origin; more requests wait, and fail as `connect-timeout`. */
  readonly maxConnections?: number;
  readonly resolve?: Resolve;
  /** Replaces the pools, and the check of addresses with them. */
  readonly dispatcher?: Dispatcher;
  /** The id of a tool call that came without one. */
  readonly createCallId?: () => string;
}

/** Streams chat completions from any OpenAI-compatible server; dispose it to close its connections. */
export function createOpenAiChat(options: OpenAiChatOptions): ModelClient & AsyncDisposable {
  const dispatcher = options.dispatcher ?? createPools(options);
  const createCallId = options.createCallId ?? (() => `call_${randomBytes(8).toString("hex")}`);
  return {
    stream: (request, signal) => ({
      [Symbol.asyncIterator]() {
        const { origin, path, headers, body, failures } = buildChatRequest(request);
        const { timeouts } = request.upstream;
        const exchange = new Exchange({ failures, timeouts, clock: options.clock, signal, createCallId });
        if (!signal.aborted)
          dispatch(dispatcher, { origin, path, headers: { ...headers }, body, method: "POST" }, exchange);
        return exchange;
      },
    }),
    async [Symbol.asyncDispose]() {
      if (options.dispatcher === undefined) await dispatcher.destroy();
    },
  };
}

/** No connection takes longer, whatever an upstream's own limit is. */
const longestConnectMs = 30_000;

function createPools(options: OpenAiChatOptions): Dispatcher {
  return new Agent({
    connections: options.maxConnections ?? 4096,
    allowH2: false,
    connect: createGuardedConnect({
      policy: createAddressPolicy(options),
      timeoutMs: longestConnectMs,
      ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
    }),
  });
}

function dispatch(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions, exchange: Exchange): void {
  try {
    // The exchange keeps the time itself.
    dispatcher.dispatch({ ...request, headersTimeout: 0, bodyTimeout: 0 }, exchange);
  } catch (cause) {
    exchange.refuse(cause);
  }
}
