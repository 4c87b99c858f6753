import type { ModelError, ModelErrorCode } from "../../ports/model-client.ts";
import { BlockedAddressError } from "../address-policy.ts";
import type { Failures } from "./failure.ts";
import { isRecord } from "./record.ts";

/** How far a request had come when its connection failed. */
export type RequestStage = "connecting" | "sent" | "answered";

/** A failed connection, told by how far the request had come. */
export function networkError(failures: Failures, stage: RequestStage, cause: unknown): ModelError {
  const blocked = findBlocked(cause);
  if (blocked !== undefined) {
    return failures.of("blocked-address", `was not called: ${blocked.message}`, { cause });
  }
  const code = codeOf(cause);
  if (stage === "answered") {
    return failures.of("truncated", `broke off in the middle of its answer (${code})`, { cause });
  }
  const known = code.startsWith("ERR_SSL_") ? noTls : explained[code];
  if (known !== undefined) return failures.of(known.code, known.what, { cause, ...known.options });
  if (stage === "sent") {
    return failures.of("unreachable", `closed the connection before it answered (${code}); try again`, { cause });
  }
  return failures.of("unreachable", `could not be reached (${code}); check base_url and that it is running`, {
    cause,
    retryable: !code.includes("CERT") && !code.includes("SELF_SIGNED"),
  });
}

/** Whether the other end closed the connection, as far as can be known. */
export function isClosedConnection(cause: unknown): boolean {
  return closings.has(codeOf(cause));
}

/** On HTTP/2 an upstream that closes its connection refuses the requests that it has not looked at. */
const closings: ReadonlySet<string> = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE", "HTTP2_REFUSED_STREAM"]);

interface Explained {
  readonly code: ModelErrorCode;
  readonly what: string;
  readonly options?: { readonly retryable: boolean };
}

const noConnection: Explained = {
  code: "connect-timeout",
  what: "did not accept a connection in time; check base_url and that it is running",
};

const noTls: Explained = {
  code: "unreachable",
  what: "could not be reached: it does not speak TLS there; check whether base_url wants http or https",
  options: { retryable: false },
};

const explained: Readonly<Record<string, Explained>> = {
  ECONNREFUSED: {
    code: "unreachable",
    what: "could not be reached: nothing listens there; start the model server or check base_url",
  },
  ENOTFOUND: {
    code: "unreachable",
    what: "could not be reached: there is no host of that name; check base_url",
    options: { retryable: false },
  },
  EPROTO: noTls,
  ETIMEDOUT: noConnection,
  UND_ERR_CONNECT_TIMEOUT: noConnection,
};

function findBlocked(error: unknown): BlockedAddressError | undefined {
  if (error instanceof BlockedAddressError) return error;
  if (error instanceof AggregateError) return error.errors.map(findBlocked).find((found) => found !== undefined);
  return error instanceof Error && error.cause !== undefined ? findBlocked(error.cause) : undefined;
}

function codeOf(error: unknown): string {
  if (isRecord(error) && typeof error["code"] === "string") return error["code"];
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error ? error.name : "unknown";
}
