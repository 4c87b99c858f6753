import { createHash, timingSafeEqual } from "node:crypto";
import type { KeyStore } from "../ports/store.ts";
import type { Addressed, OriginRules } from "./origin.ts";
import type { PageSessions } from "./page-session.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** Who is asking: an API key in `x-api-key`, or the cookie of the server's own page. */
export interface Auth {
  authenticate(request: Addressed): Promise<{ readonly workspaceId: string } | undefined>;
}

export interface AuthParts {
  readonly keys: Pick<KeyStore, "findByHash">;
  readonly sessions: Pick<PageSessions, "find">;
  readonly origins: Pick<OriginRules, "isOwnPage">;
}

/** Longer than any key that was ever made; nothing longer is worth hashing. */
const MAX_KEY_LENGTH = 512;

export function createAuth({ keys, sessions, origins }: AuthParts): Auth {
  const byKey = async (key: string): Promise<{ readonly workspaceId: string } | undefined> => {
    if (key.length > MAX_KEY_LENGTH) return undefined;
    const hash = hashKey(key);
    const row = await keys.findByHash(hash);
    return row !== undefined && isSameHash(row.hash, hash) ? { workspaceId: row.workspaceId } : undefined;
  };

  return {
    authenticate: async (request) => {
      const key = request.headers.get("x-api-key");
      if (key !== null) return byKey(key);
      // A browser adds the cookie to whatever a page makes it send, so the page must be ours.
      if (!origins.isOwnPage(request)) return undefined;
      const cookie = readSessionCookie(request);
      return cookie === undefined ? undefined : sessions.find(cookie);
    },
  };
}

/** SHA-256, hex: all that is kept of a key. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Of the same length always, and compared in a time that says nothing. */
function isSameHash(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
