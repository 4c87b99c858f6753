import type { ConnectionEnd } from "./connection-state.ts";
import { ReparteeError } from "./repartee-error.ts";
import type { ClientErrorCode } from "./repartee-error.ts";

/** What the reader is told at the end: nothing where the conversation is over or was left, else what went wrong. */
export function toFailure(end: ConnectionEnd, signal: AbortSignal | undefined): Error | undefined {
  switch (end.type) {
    case "asked":
      return undefined;
    case "aborted":
      return signal?.reason instanceof Error ? signal.reason : new Error("aborted", { cause: signal?.reason });
    case "gave-up":
      return new ReparteeError(
        `no connection after ${end.attempts} attempts (last: ${sayClose(end.code, end.reason)}); is the server running?`,
        { code: "unreachable" },
      );
    case "refused":
      return toRefusal(end.code, end.reason);
  }
}

function toRefusal(code: number, reason: string): ReparteeError | undefined {
  const refusal = refusals.get(code);
  if (refusal === undefined) return undefined; // 1000 and 4410: the conversation is over.
  return new ReparteeError(reason === "" ? refusal.message : reason, { code: refusal.code });
}

const refusals = new Map<number, { readonly code: ClientErrorCode; readonly message: string }>([
  [4400, { code: "bad_request", message: "the server refused the options of the connection" }],
  [4401, { code: "unauthorized", message: "no valid credential; give an apiKey in Node, or the conversation's token" }],
  [4404, { code: "not_found", message: "there is no such conversation" }],
]);

function sayClose(code: number, reason: string): string {
  return reason === "" ? `close code ${code}` : `close code ${code}, ${reason}`;
}
