/** A request or a connection that failed, in the server's words where it had any. Never holds a key. */
export class ReparteeError extends Error {
  override readonly name = "ReparteeError";
  /** The HTTP status; undefined where no answer came, or the failure was not HTTP's. */
  readonly status: number | undefined;
  /** The server's code, or one of `ClientErrorCode`. */
  readonly code: string | undefined;

  constructor(message: string, options: ReparteeErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.status = options.status;
    this.code = options.code;
  }
}

export interface ReparteeErrorOptions {
  readonly status?: number | undefined;
  readonly code?: ClientErrorCode | (string & {}) | undefined;
  readonly cause?: unknown;
}

/** What the client itself finds out. */
export type ClientErrorCode =
  /** No answer came, or none within the attempts. */
  | "unreachable"
  /** The answer is not what this version expects. */
  | "bad_answer"
  /** The server refused the address of the connection. */
  | "bad_request"
  | "unauthorized"
  | "not_found"
  /** The conversation is closed; nothing can be sent. */
  | "closed"
  /** More is waiting to be sent than the client holds. */
  | "queue_full";
