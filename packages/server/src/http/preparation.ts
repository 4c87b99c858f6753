import type { MiddlewareHandler } from "hono";
import type { Ids } from "../ports/ids.ts";
import type { DoorEnv } from "./door.ts";

/** Numbers each request, and gives every answer the headers that all have. A handler may replace `cache-control`. */
export function createPreparation(ids: Ids): MiddlewareHandler<DoorEnv> {
  return async (context, next) => {
    const requestId = ids.create("req");
    context.set("requestId", requestId);
    context.header("x-request-id", requestId);
    context.header("x-content-type-options", "nosniff");
    context.header("cache-control", "no-store");
    await next();
  };
}
