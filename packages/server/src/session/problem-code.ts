import type { Problem } from "@repartee/engine";
import { isErrorCode, type ErrorCode } from "@repartee/protocol";
import { ModelError, type ModelErrorCode } from "../ports/model-client.ts";

/** What a client is told for each way in which a model can fail. */
const wireCode: { readonly [C in ModelErrorCode]: ErrorCode } = {
  aborted: "internal",
  unreachable: "model_unreachable",
  "connect-timeout": "model_unreachable",
  "first-part-timeout": "model_timeout",
  stalled: "model_stalled",
  unauthorized: "model_unauthorized",
  "not-found": "model_not_found",
  "rate-limited": "model_rate_limited",
  "bad-request": "model_bad_request",
  "upstream-error": "model_failed",
  "not-a-stream": "model_not_a_stream",
  malformed: "model_malformed",
  truncated: "model_truncated",
  "blocked-address": "model_blocked_address",
};

/** Why a generation failed, as the engine keeps it. What is no `ModelError` is our own fault, and its words stay here. */
export function toProblem(cause: unknown): Problem {
  if (!(cause instanceof ModelError)) {
    return { code: "internal", message: "the server failed while it asked the model; its log has the rest" };
  }
  const { code, message, upstream, status } = cause;
  return { code: wireCode[code], message, upstream, status };
}

/** The code of a stored problem, for the wire. */
export function toErrorCode(code: string): ErrorCode {
  return isErrorCode(code) ? code : "internal";
}
