import { ModelError } from "../../ports/model-client.ts";
import type { ModelErrorCode } from "../../ports/model-client.ts";
import { ownWords } from "./words.ts";

/** Makes the errors of one request: each names its upstream, and none holds a secret. */
export interface Failures {
  readonly secrets: readonly string[];
  /** `what` completes a sentence that begins with the upstream's name. */
  of(code: ModelErrorCode, what: string, options?: FailureOptions): ModelError;
}

export interface FailureOptions {
  readonly status?: number | undefined;
  readonly said?: string | undefined;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Whether the same request may well succeed when it is sent again. */
const retryable: Readonly<Record<ModelErrorCode, boolean>> = {
  aborted: false,
  unreachable: true,
  "connect-timeout": true,
  "first-part-timeout": true,
  stalled: true,
  unauthorized: false,
  "not-found": false,
  "rate-limited": true,
  "bad-request": false,
  "upstream-error": true,
  "not-a-stream": false,
  malformed: false,
  truncated: true,
  "blocked-address": false,
};

export function createFailures(upstream: string, secrets: readonly string[]): Failures {
  return {
    secrets,
    of(code, what, options = {}) {
      return new ModelError(code, `${upstream} ${what}`, {
        upstream,
        status: options.status,
        said: options.said,
        retryable: options.retryable ?? retryable[code],
        retryAfterMs: options.retryAfterMs,
        cause: options.cause,
      });
    },
  };
}

export interface Refusal {
  readonly status: number;
  readonly body: string;
  /** The `location` header of a redirect. */
  readonly location?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** An answer with another status than 2xx. */
export function refusalError(failures: Failures, { status, body, location, retryAfterMs }: Refusal): ModelError {
  if (status >= 300 && status < 400) return redirectError(failures, status, location);
  const code = codeForStatus(status);
  const words = ownWords(body, failures.secrets);
  const said = words === "" ? "without a word" : words.replace(/[.;\s]+$/, "");
  const link = words === "" ? " " : ": ";
  return failures.of(code, `answered ${status}${link}${said}; ${adviceFor(code)}`, {
    status,
    retryAfterMs,
    said: words,
  });
}

function redirectError(failures: Failures, status: number, location: string | undefined): ModelError {
  const target = URL.parse(location ?? "");
  const place = target === null ? "another address" : target.origin + target.pathname;
  return failures.of(
    "not-found",
    `answered ${status}: it has moved to ${place}; redirects are not followed, set base_url to where it is`,
    {
      status,
    },
  );
}

function codeForStatus(status: number): ModelErrorCode {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404 || status === 405 || status === 410) return "not-found";
  if (status === 429) return "rate-limited";
  if (status >= 500 || status === 408 || status === 425) return "upstream-error";
  return "bad-request";
}

function adviceFor(code: ModelErrorCode): string {
  if (code === "unauthorized") return "check api_key and headers";
  if (code === "not-found") return "check base_url and model";
  if (code === "rate-limited") return "try again later or raise the limit there";
  if (code === "upstream-error") return "try again, or look at its own log";
  return "check model, tools and extra_body";
}
