import { createHash } from "node:crypto";
import type { Clock } from "../ports/clock.ts";

/** How the page gets in without a key: a link that works once becomes a session that ends by itself. In memory only. */
export interface PageSessions {
  /** A token for the fragment of the page's link: good for 30 minutes, and for one use. */
  issueLink(workspaceId: string): string;
  /** Swaps a link token for a session; undefined when it is unknown, used or too old. */
  redeem(token: string): string | undefined;
  find(session: string): { readonly workspaceId: string } | undefined;
}

export const LINK_LIFETIME_MS = 30 * 60_000;
export const SESSION_LIFETIME_MS = 12 * 3_600_000;

/** More than anyone opens; past them the oldest goes. */
const MAX_LINKS = 100;
const MAX_SESSIONS = 1_000;

export function createPageSessions(parts: { readonly clock: Clock; readonly random: () => string }): PageSessions {
  const links = createExpiringMap(parts.clock, { lifetimeMs: LINK_LIFETIME_MS, maxEntries: MAX_LINKS });
  const sessions = createExpiringMap(parts.clock, { lifetimeMs: SESSION_LIFETIME_MS, maxEntries: MAX_SESSIONS });

  const open = (entries: ExpiringMap, workspaceId: string): string => {
    const token = parts.random();
    entries.put(digest(token), workspaceId);
    return token;
  };

  return {
    issueLink: (workspaceId) => open(links, workspaceId),
    redeem: (token) => {
      const workspaceId = links.take(digest(token));
      return workspaceId === undefined ? undefined : open(sessions, workspaceId);
    },
    find: (session) => {
      const workspaceId = sessions.get(digest(session));
      return workspaceId === undefined ? undefined : { workspaceId };
    },
  };
}

interface ExpiringMap {
  put(name: string, value: string): void;
  get(name: string): string | undefined;
  take(name: string): string | undefined;
}

function createExpiringMap(
  clock: Clock,
  bounds: { readonly lifetimeMs: number; readonly maxEntries: number },
): ExpiringMap {
  const entries = new Map<string, { readonly value: string; readonly until: number }>();

  const get = (name: string): string | undefined => {
    const entry = entries.get(name);
    return entry !== undefined && entry.until > clock.now() ? entry.value : undefined;
  };

  return {
    get,
    put: (name, value) => {
      entries.set(name, { value, until: clock.now() + bounds.lifetimeMs });
      // A map keeps the order of insertion, which is the order of expiry.
      for (const [oldest, { until }] of entries) {
        if (until > clock.now() && entries.size <= bounds.maxEntries) break;
        entries.delete(oldest);
      }
    },
    take: (name) => {
      const value = get(name);
      entries.delete(name);
      return value;
    },
  };
}

/** Looked up by digest, so that the time of a lookup says nothing about a token. */
function digest(token: string): string {
  return createHash("sha256").update(token).digest("base64");
}
