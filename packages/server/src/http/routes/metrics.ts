import { z } from "@hono/zod-openapi";
import { openDoor, type Door } from "../door.ts";
import type { AppParts } from "../parts.ts";
import { notAuthorized } from "../schemas/answer.ts";

/** `/metrics`: what this process has counted, as Prometheus reads it. Whoever scrapes it needs a key, like everybody. */
export function registerMetrics(app: Door, { metrics }: Pick<AppParts, "metrics">): void {
  const responses = {
    200: {
      description: "Counters and histograms since the process started, in Prometheus' text format.",
      content: { "text/plain": { schema: z.string() } },
    },
    401: notAuthorized,
  };
  const summary = "Read the metrics of this process";
  const security = [{ bearer: [] }, { apiKey: [] }];
  openDoor(
    app,
    { method: "get", path: "/metrics", summary, tags: ["Health"], security, responses },
    async (context) => {
      const { contentType, text } = await metrics();
      return context.body(text, 200, { "content-type": contentType });
    },
  );
}
