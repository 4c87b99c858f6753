import { useCallback, useEffect, useRef, useState } from "react";
import type { Client } from "@repartee/client";
import { accessAfter, readLinkToken } from "./access.ts";
import type { Access } from "./access.ts";
import { enter } from "./enter.ts";

/** Between two looks for a server that does not answer. */
const RETRY_MS = 2_000;

export interface AccessDoor {
  readonly access: Access;
  /** Takes note of a failed call; whether the access explains it. */
  readonly noteFailure: (failure: unknown) => boolean;
  readonly retry: () => void;
}

/** Keeps the door: swaps a link's token, looks again while the server is away, and notices when the session ends. */
export function useAccess(session: Client["session"]): AccessDoor {
  const [access, setAccess] = useState<Access>({ type: "checking" });
  const [attempt, setAttempt] = useState(0);
  // Kept over looks that found no server: a token is spent only when one has answered.
  const token = useRef<string>(undefined);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);

  useEffect(() => {
    const left = new AbortController();
    token.current = takeLinkToken() ?? token.current;
    enter(session, { token: token.current, nowMs: performance.now(), signal: left.signal }).then(
      (entered) => {
        if (entered.type !== "unreachable") token.current = undefined;
        setAccess((before) => sameOutage(before, entered));
      },
      () => {}, // Aborted: this look was given up for a newer one.
    );
    return () => left.abort();
  }, [session, attempt]);

  useEffect(() => {
    // A link that is pasted into an open page changes the fragment alone.
    const look = () => (readLinkToken(location.hash) === undefined ? undefined : retry());
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, [retry]);

  useEffect(() => {
    if (access.type !== "unreachable") return undefined;
    const timer = setInterval(retry, RETRY_MS);
    return () => clearInterval(timer);
  }, [access.type, retry]);

  const noteFailure = useCallback((failure: unknown) => {
    const next = accessAfter(failure, performance.now());
    if (next !== undefined) setAccess((before) => sameOutage(before, next));
    return next !== undefined;
  }, []);

  return { access, noteFailure, retry };
}

/** An outage keeps its beginning, so that the page can say how long it has lasted. */
function sameOutage(before: Access, next: Access): Access {
  return before.type === next.type && next.type !== "locked" ? before : next;
}

/** A token is good once: it leaves the address bar, and with it the history, before it is used. */
function takeLinkToken(): string | undefined {
  const token = readLinkToken(location.hash);
  if (token !== undefined) history.replaceState(history.state, "", location.pathname + location.search);
  return token;
}
