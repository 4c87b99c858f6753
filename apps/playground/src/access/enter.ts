import { ReparteeError } from "@repartee/client";
import type { Client } from "@repartee/client";
import { accessAfter } from "./access.ts";
import type { Access } from "./access.ts";

export interface EnterOptions {
  /** The token of a one-time link, where the page was opened by one. */
  readonly token: string | undefined;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** Comes in by the link's token or by the cookie that is already there. A used link does no harm to a good cookie. */
export async function enter(session: Client["session"], { token, nowMs, signal }: EnterOptions): Promise<Access> {
  let reason: string | undefined;
  try {
    if (token !== undefined) {
      try {
        await session.open(token, { signal });
      } catch (cause) {
        if (!(cause instanceof ReparteeError) || cause.status !== 401) throw cause;
        reason = cause.message;
      }
    }
    return (await session.check({ signal })) ? { type: "open" } : { type: "locked", reason };
  } catch (cause) {
    signal.throwIfAborted();
    return accessAfter(cause, nowMs) ?? { type: "locked", reason: cause instanceof Error ? cause.message : undefined };
  }
}
