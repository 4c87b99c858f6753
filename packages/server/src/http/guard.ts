import type { Context, MiddlewareHandler } from "hono";
import type { Auth } from "./auth.ts";
import type { DoorEnv } from "./door.ts";
import type { Addressed, OriginRules } from "./origin.ts";
import { hostOf } from "./origin.ts";
import { isPageFile } from "./page-file.ts";
import { refusal, unauthorized } from "./problem.ts";

/** Stands before every door: the right name, no foreign page, and a key or a session where one is needed. */
export function createGuard(parts: { readonly auth: Auth; readonly origins: OriginRules }): MiddlewareHandler<DoorEnv> {
  return async (context, next) => {
    const request = context.req.raw;
    const { path } = context.req;
    if (!isProbe(path)) {
      const problem = addressProblem(request, parts.origins);
      if (problem !== undefined) throw problem;
    }
    if (!isOpen(context)) {
      const who = await parts.auth.authenticate(path === "/metrics" ? withBearer(request) : request);
      if (who === undefined) throw unauthorized();
      context.set("workspaceId", who.workspaceId);
    }
    await next();
  };
}

/** TM4 Prometheus sends its credential as `Authorization: Bearer`; there it counts as `x-api-key`. */
function withBearer(request: Addressed): Addressed {
  const bearer = /^bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
  const get = (name: string): string | null => request.headers.get(name) ?? (name === "x-api-key" ? bearer : null);
  return { method: request.method, url: request.url, headers: { get } };
}

/** Why a request is not for us, or not from whom it should be; an upgrade asks the same. */
export function addressProblem(request: Addressed, origins: OriginRules): ReturnType<typeof refusal> | undefined {
  if (!origins.isKnownHost(request)) {
    const host = JSON.stringify(hostOf(request).slice(0, 200));
    return refusal(
      421,
      `Host: ${host} is not a name of this server; set REPARTEE_PUBLIC_URL, or add it to "allowed_hosts"`,
    );
  }
  if (!origins.isForeign(request)) return undefined;
  return refusal(403, "Origin: pages of other origins may not call this server; call it from your own server instead");
}

/** Probes address a pod or a container by whatever name it has, and learn nothing but that it lives. */
function isProbe(path: string): boolean {
  return path === "/healthz" || path === "/readyz";
}

function isOpen(context: Context<DoorEnv>): boolean {
  const { method, path } = context.req;
  if (method === "POST") return path === "/session";
  return (method === "GET" || method === "HEAD") && (isProbe(path) || isPageFile(path));
}
