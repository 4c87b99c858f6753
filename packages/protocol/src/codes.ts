/** The closed lists of codes that both ends import. */

/** Why a turn or a frame failed; the `code` of `conversation.error`, with its meaning. */
export const errorCodes = {
  bad_frame: "the frame is not JSON, not an object, or a field of it is wrong; the message names the field",
  unknown_event: "the `event_type` is not one that this server takes",
  frame_too_large: "the frame is longer than 256 KiB; it was not read",
  unsupported: "the frame is well formed and asks for something that this server does not do",
  rate_limited: "this connection sends more than it may; the frame was dropped",
  queue_full: "more is waiting in this conversation than it can hold; the frame was dropped",
  unknown_tool_call: "a tool result names a call that was never made, or has its answer",
  tool_timeout: "a tool gave no result in its time; the model was told so, and the turn goes on",
  tool_arguments_invalid: "the model called a tool wrongly a second time; the call was not made, and the turn goes on",
  model_unreachable: "no connection to the model's server could be made",
  model_unauthorized: "the model's server refused the key",
  model_not_found: "the model's server does not know the model or the route",
  model_rate_limited: "the model's server says that it is asked too often",
  model_bad_request: "the model's server refused the request as it was",
  model_failed: "the model's server failed",
  model_timeout: "the model's server did not begin to answer in time",
  model_stalled: "the model began and then stopped sending",
  model_truncated: "the stream ended before the model said that it had finished",
  model_malformed: "the model's server sent something that is not a chat completion",
  model_not_a_stream: "the model's server answered with one body where a stream was asked for",
  model_blocked_address: "the address of the model's server is one that this server may not call",
  context_full: "the turn needs more than the model holds; the message says what of it is too much",
  store_unavailable: "the conversation cannot be stored at the moment",
  conversation_ended: "the conversation has ended; nothing more is taken",
  internal: "a fault of this server; its log has the rest",
} as const;
export type ErrorCode = keyof typeof errorCodes;

/** What is worth knowing while the conversation goes on; the `code` of `conversation.warning`, with its meaning. */
export const warningCodes = {
  context_near_limit: "the context has passed 25,000 tokens, or five sixths of what the model holds",
  context_trimmed: "older turns were left out of the context, or long texts cut, to stay below the model's limit",
  context_summarized: "the oldest turns were summarised; the model is told of them in fewer words",
  context_summary_failed: "the oldest turns could not be summarised; they are left out when there is no more room",
  stand_in: "the built-in stand-in answers, because no model is configured or reachable",
  fallback: "the persona's model failed and another one answers in its place",
  model_loading: "a local model is being loaded; its first words take longer",
  silent_reply: "the model finished without a word",
  tool_rounds: "the model did not stop calling tools; its last calls were not made",
  tool_result_cut: "a tool's result was longer than it may be; its middle was left out",
  tool_unsupported: "a tool cannot be used with this model and was left out",
  diagnostics_dropped: "this connection reads too slowly; diagnostics were dropped and counted",
  notice: "anything else; the message says what",
} as const;
export type WarningCode = keyof typeof warningCodes;

/** What a WebSocket close code means, and whether dialling again can help. */
export interface CloseMeaning {
  readonly meaning: string;
  readonly retry: boolean;
}

/** Every close code that the live channel uses. */
export const closeCodes = {
  1000: { meaning: "done: the peer asked for it", retry: false },
  1001: { meaning: "the page or the server is going away", retry: true },
  1003: { meaning: "a binary frame came; the channel takes JSON text", retry: true },
  1006: { meaning: "the connection broke without a close frame", retry: true },
  1008: { meaning: "policy: too many bad frames, or a page of another origin", retry: true },
  1009: { meaning: "a frame was longer than 256 KiB", retry: true },
  1011: { meaning: "a fault of the server", retry: true },
  1012: { meaning: "the server restarts", retry: true },
  1013: { meaning: "the server has too much to do; try again later", retry: true },
  4400: { meaning: "the address is wrong: a query parameter has a value that it may not have", retry: false },
  4401: { meaning: "no valid credential came with the connection", retry: false },
  4404: { meaning: "there is no such conversation", retry: false },
  4408: {
    meaning: "this connection reads too slowly and its send buffer is full; resume with `after_seq`",
    retry: true,
  },
  4409: { meaning: "the conversation has moved to another owner; dial again to be led there", retry: true },
  4410: { meaning: "the conversation has ended", retry: false },
} as const satisfies Readonly<Record<number, CloseMeaning>>;
export type CloseCode = keyof typeof closeCodes;

/** Whether dialling again after this close code can help; a code that is not ours may mean anything, so it may. */
export function isRetryableClose(code: number): boolean {
  return closeMeanings.get(code)?.retry ?? true;
}

const closeMeanings = new Map<number, CloseMeaning>(
  Object.entries(closeCodes).map(([code, meaning]) => [Number(code), meaning]),
);

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}

export function isWarningCode(code: string): code is WarningCode {
  return Object.hasOwn(warningCodes, code);
}
