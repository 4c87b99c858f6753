import type { Feature, InboundMessage, TurnsBy } from "@repartee/protocol";

import { defaultRetryPolicy } from "./backoff.ts";
import type { RetryPolicy } from "./backoff.ts";
import { Connection } from "./connection.ts";
import { createConversationCalls } from "./conversations.ts";
import type { ConversationCalls } from "./conversations.ts";
import { createDoctorCalls } from "./doctor.ts";
import type { DoctorCalls } from "./doctor.ts";
import { createHostedModelCalls } from "./hosted-models.ts";
import type { HostedModelCalls } from "./hosted-models.ts";
import { createSendRequest } from "./http.ts";
import { createLiveConversation } from "./live-conversation.ts";
import type { LiveConversation } from "./live-conversation.ts";
import { createPersonaCalls } from "./personas.ts";
import type { CallOptions, PersonaCalls } from "./personas.ts";
import { createSessionCalls } from "./session.ts";
import type { SessionCalls } from "./session.ts";
import type { SocketConstructor } from "./socket.ts";
import { systemTimers } from "./timers.ts";
import type { Timers } from "./timers.ts";
import type { TraceRecorder } from "./trace-recorder.ts";

export interface ClientOptions {
  /** Where the server listens: `http://localhost:7575`. A `/v2` at its end is accepted. */
  readonly baseUrl: string;
  /** Left out by a page that has a session of its own. */
  readonly apiKey?: string;
  readonly fetch?: typeof fetch;
  readonly WebSocket?: SocketConstructor;
  readonly timers?: Timers;
  /** 0 to 1, for the pauses between dials. */
  readonly random?: () => number;
}

export interface LiveOptions {
  /** Who ends a turn: the server, unless this says `client`. */
  readonly turns?: TurnsBy;
  readonly features?: readonly Feature[];
  /** The conversation's meeting token; stands in place of the API key. */
  readonly token?: string;
  /** Resume after this `seq`. */
  readonly afterSeq?: number;
  readonly signal?: AbortSignal;
  /** Is given every frame, both ways. */
  readonly trace?: TraceRecorder;
  readonly retry?: Partial<RetryPolicy>;
  /** Frames that may wait to be read (1,024): past it the client hangs up, and resumes when they have been read. */
  readonly maxUnread?: number;
  /** Messages that may wait for a connection (256): past it sending throws. */
  readonly maxUnsent?: number;
}

/** A Repartee server, over REST and the live channel. */
export interface Client {
  readonly personas: PersonaCalls;
  readonly conversations: ConversationCalls;
  readonly hostedModels: HostedModelCalls;
  readonly doctor: DoctorCalls;
  /** For the server's own page, which has no key. */
  readonly session: SessionCalls;
  /** Sends one message without a live channel (`POST /v2/interactions`); it must name its conversation. */
  interact(message: InboundMessage & { readonly conversation_id: string }, options?: CallOptions): Promise<void>;
  /** Opens the live channel; dials at once, and again after a loss. */
  connect(conversationId: string, options?: LiveOptions): LiveConversation;
}

export function createClient(options: ClientOptions): Client {
  const origin = options.baseUrl.replace(/\/+$/, "").replace(/\/v2$/, "");
  // Called through an arrow: a browser's fetch must not be called as a method of something else.
  const fetchAnything: typeof fetch = options.fetch ?? ((...request) => fetch(...request));
  const send = createSendRequest({ origin, apiKey: options.apiKey, fetch: fetchAnything });
  return {
    personas: createPersonaCalls(send),
    conversations: createConversationCalls(send),
    hostedModels: createHostedModelCalls(send),
    doctor: createDoctorCalls(send),
    session: createSessionCalls(send),
    async interact(message, { signal } = {}) {
      await send({ method: "POST", path: "/v2/interactions", body: message, signal });
    },
    connect(conversationId, live = {}) {
      const address = `${origin.replace(/^http/, "ws")}/v2/conversations/${encodeURIComponent(conversationId)}/live`;
      return createLiveConversation(conversationId, openConnection(options, address, live));
    },
  };
}

function openConnection(client: ClientOptions, address: string, live: LiveOptions): Connection {
  return new Connection({
    address,
    WebSocket: client.WebSocket ?? WebSocket,
    apiKey: client.apiKey,
    token: live.token,
    turns: live.turns,
    features: live.features ?? [],
    afterSeq: live.afterSeq,
    signal: live.signal,
    trace: live.trace,
    retry: { ...defaultRetryPolicy, ...live.retry },
    timers: client.timers ?? systemTimers,
    random: client.random ?? Math.random,
    maxUnread: live.maxUnread ?? 1_024,
    maxUnsent: live.maxUnsent ?? 256,
  });
}
