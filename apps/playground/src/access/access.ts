import { ReparteeError } from "@repartee/client";

/** Whether this page may talk to the server, and if not, why. */
export type Access =
  | { readonly type: "checking" }
  | { readonly type: "open" }
  /** Without a session: none yet, or the link was refused in the server's words. */
  | { readonly type: "locked"; readonly reason: string | undefined }
  | { readonly type: "unreachable"; readonly sinceMs: number };

/** The token in the fragment of the one-time link, where it is in no log and no referrer. */
export function readLinkToken(fragment: string): string | undefined {
  const token = new URLSearchParams(fragment.replace(/^#/, "")).get("t");
  return token === null || token === "" ? undefined : token;
}

/** What a failed call says about the access; undefined where it says nothing. */
export function accessAfter(failure: unknown, nowMs: number): Access | undefined {
  if (!(failure instanceof ReparteeError)) return undefined;
  if (failure.status === 401 || failure.code === "unauthorized") return { type: "locked", reason: undefined };
  if (failure.code === "unreachable") return { type: "unreachable", sinceMs: nowMs };
  return undefined;
}
