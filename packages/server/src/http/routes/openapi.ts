import type { Door } from "../door.ts";
import { openApiDocument } from "../openapi-document.ts";

/** `/openapi.json`: the description of every door, made from the schemas that the doors themselves use. */
export function registerOpenApi(app: Door): void {
  app.get("/openapi.json", (context) => context.json(openApiDocument(app)));
}
