import type { Context, ErrorHandler } from "hono";
import { StoreError } from "../ports/store.ts";
import type { Log } from "../ports/log.ts";
import type { DoorEnv } from "./door.ts";
import { storeErrorStatus } from "./error-status.ts";
import { HttpProblem } from "./problem.ts";

/** A refusal is answered as it says; whatever else was thrown is told to the log alone, and found there by its id. */
export function createErrorAnswer(log: Log): ErrorHandler<DoorEnv> {
  return (error, context) => {
    if (error instanceof HttpProblem) return context.json(error.body, error.status);
    const requestId = context.get("requestId");
    const { method } = context.req;
    const path = context.req.path.slice(0, 200);
    log.error("a request failed", { requestId, method, path, error });
    if (error instanceof StoreError) {
      const message = `the store failed (${error.code}); look whether it was done before you try again: the server's log has the rest`;
      return context.json({ error: error.code, message, request_id: requestId }, storeErrorStatus[error.code]);
    }
    const message = `a fault of this server; its log has the rest under ${requestId}`;
    return context.json({ error: "internal error", message, request_id: requestId }, 500);
  };
}

export function nowhere(context: Context<DoorEnv>): Response {
  const what = `nothing is at ${context.req.method} ${context.req.path.slice(0, 200)}; /openapi.json lists what there is`;
  return context.json({ error: what, message: what }, 404);
}
