import type { IncomingMessage, ServerResponse } from "node:http";
import { HttpProblem } from "../http/problem.ts";
import { storeErrorStatus } from "../http/error-status.ts";
import { ModelError, type ModelErrorCode } from "../ports/model-client.ts";
import { StoreError } from "../ports/store.ts";
import { toProblem } from "../session/problem-code.ts";

/** A refusal in OpenAI's shape. Thrown by whoever finds the fault, answered by the door. */
export class OpenAiProblem extends Error {
  override readonly name = "OpenAiProblem";
  readonly status: number;
  readonly param: string | null;
  readonly code: string | null;
  /** When to ask again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, message: string, details: ProblemDetails = {}) {
    super(message, { cause: details.cause });
    this.status = status;
    this.param = details.param ?? null;
    this.code = details.code ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

export interface ProblemDetails {
  /** The path of the member that is wrong. */
  readonly param?: string;
  readonly code?: string;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** What each failure of an upstream is to a caller who has heard nothing yet. Its key is ours: 401 would mean theirs. */
const statusOf: Readonly<Record<ModelErrorCode, number>> = {
  aborted: 503,
  unreachable: 502,
  "connect-timeout": 504,
  "first-part-timeout": 504,
  stalled: 504,
  unauthorized: 502,
  "not-found": 502,
  "rate-limited": 429,
  "bad-request": 400,
  "upstream-error": 502,
  "not-a-stream": 502,
  malformed: 502,
  truncated: 502,
  "blocked-address": 502,
};

/** In which words upstreams say that a request is longer than their model can read. */
const tooLong = /context.{0,10}(length|window|size)|maximum context|too many (input )?tokens|prompt is too long/i;

/** Whatever was thrown, as the caller is told it; undefined where only the log may know more. */
export function toOpenAiProblem(cause: unknown): OpenAiProblem | undefined {
  if (cause instanceof OpenAiProblem) return cause;
  if (cause instanceof HttpProblem) return fromHttp(cause);
  if (cause instanceof ModelError) return fromModel(cause);
  if (!(cause instanceof StoreError)) return undefined;
  return new OpenAiProblem(storeErrorStatus[cause.code], `the store failed (${cause.code}); try again`, { cause });
}

function fromHttp(cause: HttpProblem): OpenAiProblem {
  const { error, message } = cause.body;
  const words = typeof error === "string" ? error : typeof message === "string" ? message : cause.message;
  return new OpenAiProblem(cause.status, words, { cause });
}

function fromModel(cause: ModelError): OpenAiProblem {
  const { code, message, retryAfterMs } = cause;
  if (code === "bad-request" && tooLong.test(message)) {
    return new OpenAiProblem(400, message, { param: "messages", code: "context_length_exceeded", cause });
  }
  return new OpenAiProblem(statusOf[code], message, {
    code: toProblem(cause).code,
    retryAfterSeconds: retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000),
    cause,
  });
}

/** OpenAI's body of an error, as JSON. */
export function errorBody(problem: OpenAiProblem): string {
  const { message, param, code, status } = problem;
  return JSON.stringify({ error: { message, type: typeOf(status), param, code } });
}

function typeOf(status: number): string {
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}

/** Answers with the problem. What is still to come of a body that was too large is not read. */
export function refuse(request: IncomingMessage, response: ServerResponse, problem: OpenAiProblem): void {
  const body = errorBody(problem);
  const { retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) response.setHeader("retry-after", retryAfterSeconds);
  if (!request.complete) response.setHeader("connection", "close");
  response.writeHead(problem.status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}
