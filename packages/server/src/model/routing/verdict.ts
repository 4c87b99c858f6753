import type { ModelErrorCode } from "../../ports/model-client.ts";

/** Whether another upstream is asked after a failure before the first part. What would come again elsewhere is not. */
export const verdict: Readonly<Record<ModelErrorCode, "next" | "stop">> = {
  aborted: "stop",
  "bad-request": "stop",
  "blocked-address": "stop",
  unreachable: "next",
  "connect-timeout": "next",
  "first-part-timeout": "next",
  stalled: "next",
  unauthorized: "next",
  "not-found": "next",
  "rate-limited": "next",
  "upstream-error": "next",
  "not-a-stream": "next",
  malformed: "next",
  truncated: "next",
};
