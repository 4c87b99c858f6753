import { parse, serialize } from "hono/utils/cookie";
import type { Addressed } from "./origin.ts";
import { hostOf } from "./origin.ts";

/** The cookie of the server's own page: out of reach for scripts, sent to nobody else. */
export function writeSessionCookie(request: Addressed, session: string, maxAgeSeconds: number): string {
  const secure = request.headers.get("origin")?.startsWith("https:") ?? false;
  return serialize(cookieName(request), session, {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    maxAge: maxAgeSeconds,
    secure,
  });
}

export function readSessionCookie(request: Addressed): string | undefined {
  const header = request.headers.get("cookie");
  return header === null ? undefined : parse(header, cookieName(request))[cookieName(request)];
}

/** Cookies know no ports: two servers on one machine would overwrite each other's under one name. */
function cookieName(request: Addressed): string {
  const port = URL.parse(`http://${hostOf(request)}`)?.port ?? "";
  return port === "" ? "repartee_session" : `repartee_session_${port}`;
}
