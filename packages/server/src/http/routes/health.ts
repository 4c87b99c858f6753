import { z } from "@hono/zod-openapi";
import { openDoor } from "../door.ts";
import type { Door } from "../door.ts";
import type { AppParts } from "../parts.ts";
import { json } from "../schemas/answer.ts";

const health = z.object({ status: z.string() }).openapi("Health");

/** `/healthz`: the process answers. `/readyz`: it can also keep what it is told. */
export function registerHealth(app: Door, { store, log }: AppParts): void {
  const tags = ["Health"];
  openDoor(
    app,
    { method: "get", path: "/healthz", tags, security: [], responses: { 200: json("The process answers.", health) } },
    (context) => context.json({ status: "ok" }),
  );
  const responses = { 200: json("Ready.", health), 503: json("The store cannot be written to.", health) };
  openDoor(app, { method: "get", path: "/readyz", tags, security: [], responses }, async (context) => {
    try {
      await store.check();
      return context.json({ status: "ok" });
    } catch (cause) {
      log.warn("not ready: the store's check failed", { cause });
      return context.json({ status: "the store cannot be written to" }, 503);
    }
  });
}
