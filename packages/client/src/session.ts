import type { SendRequest } from "./http.ts";
import type { CallOptions } from "./personas.ts";
import { ReparteeError } from "./repartee-error.ts";

/** The session of the server's own page: a cookie that the browser keeps and no script can read. */
export interface SessionCalls {
  /** Swaps the token of a one-time link for the cookie; a token that was used or is too old is a 401. */
  open(token: string, options?: CallOptions): Promise<void>;
  /** Whether the cookie is there and good. */
  check(options?: CallOptions): Promise<boolean>;
}

export function createSessionCalls(send: SendRequest): SessionCalls {
  return {
    async open(token, { signal } = {}) {
      await send({ method: "POST", path: "/session", body: { token }, signal });
    },
    async check({ signal } = {}) {
      try {
        await send({ method: "GET", path: "/session", signal });
        return true;
      } catch (cause) {
        if (cause instanceof ReparteeError && cause.status === 401) return false;
        throw cause;
      }
    },
  };
}
