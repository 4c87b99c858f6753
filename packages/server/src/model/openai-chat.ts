import { randomBytes } from "node:crypto";
import type { Clock } from "../ports/clock.ts";
import type { ModelClient, ModelRequest } from "../ports/model-client.ts";
import { createAddressPolicy } from "./address-policy.ts";
import { chatAddress } from "./chat/address.ts";
import { Exchange } from "./chat/exchange.ts";
import { buildChatRequest } from "./chat/request.ts";
import { UpstreamConnections } from "./connect/upstream-connections.ts";
import type { Resolve } from "./guarded-connect.ts";

export interface OpenAiChatOptions {
  readonly clock: Clock;
  /** True where the server listens on loopback only; else private addresses outside of these are refused after DNS. */
  readonly allowPrivateAddresses: boolean | readonly string[];
  /** Sockets to one origin; more requests wait, and fail as `connect-timeout`. */
  readonly maxConnections?: number;
  readonly resolve?: Resolve;
  /** Trusted in place of the system's authorities, as PEM. */
  readonly authorities?: string;
  /** Spoken with upstreams that choose it, unless this is false. */
  readonly http2?: boolean;
  /** Spare connections to one origin, four if nothing is said; 0 is for measuring what they are good for. */
  readonly spares?: number;
  /** The id of a tool call that came without one. */
  readonly createCallId?: () => string;
}

/** Streams chat completions from any OpenAI-compatible server; dispose it to close its connections. */
export function createOpenAiChat(options: OpenAiChatOptions): Required<ModelClient> & AsyncDisposable {
  const connections = new UpstreamConnections({
    ...options,
    policy: createAddressPolicy(options),
    most: options.maxConnections ?? 4096,
  });
  const createCallId = options.createCallId ?? (() => `call_${randomBytes(8).toString("hex")}`);
  return {
    stream: (request, signal) => ({
      [Symbol.asyncIterator]: () => start(request, signal, { connections, clock: options.clock, createCallId }),
    }),
    prepare({ baseUrl = "" }) {
      const address = chatAddress(baseUrl);
      if (address.ok) connections.prepare(address.origin);
    },
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose](),
  };
}

interface Surroundings {
  readonly connections: UpstreamConnections;
  readonly clock: Clock;
  readonly createCallId: () => string;
}

function start(request: ModelRequest, signal: AbortSignal, around: Surroundings): Exchange {
  const { connections, clock, createCallId } = around;
  const { origin, path, headers, body, failures, advice } = buildChatRequest(request);
  const { timeouts } = request.upstream;
  const connection = {
    send: () => connections.dispatch({ origin, path, headers, body, method: "POST" }, exchange),
    isFresh: () => connections.justOpened,
    left: () => connections.replace(origin),
    wentQuiet: () => connections.suspect(origin),
  };
  const exchange = new Exchange({ failures, timeouts, clock, signal, createCallId, connection, advice });
  exchange.start();
  return exchange;
}
