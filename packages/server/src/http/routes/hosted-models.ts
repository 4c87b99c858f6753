import { z } from "@hono/zod-openapi";
import type { ModelReport } from "../../ports/model-report.ts";
import { openDoor, type Door } from "../door.ts";
import type { AppParts } from "../parts.ts";
import { json, notAuthorized } from "../schemas/answer.ts";

const hostedModel = z
  .object({
    name: z.string(),
    state: z.enum(["mapped", "found", "stand-in"]),
    model: z.string().nullable(),
    via: z.string().nullable(),
    reason: z.string(),
  })
  .openapi("HostedModel", { description: "A name that a persona may ask for, and what serves it, why." });

const hostedModels = z
  .object({
    data: z.array(hostedModel),
    also_found: z.array(z.object({ server: z.string(), address: z.string(), models: z.array(z.string()) })),
    refused: z.array(z.object({ server: z.string(), address: z.string(), reason: z.string() })),
    keys: z
      .array(z.string())
      .openapi({ description: "Variables that hold a provider's key: their names, and no more." }),
  })
  .openapi("HostedModels");

/** `/v2/hosted-models`: which model serves each hosted name, as it was printed at the start. */
export function registerHostedModels(app: Door, { models }: Pick<AppParts, "models">): void {
  const responses = { 200: json("All of them, the default first.", hostedModels), 401: notAuthorized };
  const summary = "Tell which model serves each hosted name";
  openDoor(app, { method: "get", path: "/v2/hosted-models", summary, tags: ["Models"], responses }, async (context) =>
    context.json(toWire(await models())),
  );
}

function toWire({ names, alsoFound, refused, keys }: ModelReport): z.infer<typeof hostedModels> {
  return {
    data: names.map(({ name, state, model = null, via = null, reason }) => ({ name, state, model, via, reason })),
    also_found: alsoFound.map(({ server, address, models }) => ({ server, address, models: [...models] })),
    refused: refused.map(({ server, address, reason }) => ({ server, address, reason })),
    keys: [...keys],
  };
}
