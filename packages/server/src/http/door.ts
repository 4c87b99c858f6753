import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import type { Context } from "hono";

/** What every handler knows about its request, beside the request. */
export interface DoorEnv {
  Variables: { readonly requestId: string; readonly workspaceId: string };
}

export type Door = OpenAPIHono<DoorEnv>;

/** A handler; what it answers is documented by its route, and read by tests rather than by types. */
export type Answer = (context: Context<DoorEnv>) => Response | Promise<Response>;

export type DoorRoute = Omit<RouteConfig, "tags">;

/**
 * Registers a route in the document and in the app. Bodies are read by the handler (see `json-body.ts`), because a
 * wrong content type is tolerated here and a malformed body is answered with the place where it breaks.
 */
export function openDoor(app: Door, route: RouteConfig, answer: Answer): void {
  app.openAPIRegistry.registerPath({ ...route, security: route.security ?? [{ apiKey: [] }] });
  app.on(route.method.toUpperCase(), [route.path.replaceAll(/\{(\w+)\}/g, ":$1")], answer);
}
