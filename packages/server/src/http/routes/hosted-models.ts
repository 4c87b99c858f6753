import { z } from "@hono/zod-openapi";
import type { HostedName, ModelReport, UpstreamReport } from "../../ports/model-report.ts";
import { openDoor, type Door } from "../door.ts";
import type { AppParts } from "../parts.ts";
import { json, notAuthorized } from "../schemas/answer.ts";
import { capabilities, toWireCapabilities } from "../schemas/capabilities.ts";

const milliseconds = z.number().nullable();
const upstream = z
  .object({
    model: z.string(),
    via: z.string().openapi({ description: "Host and port." }),
    state: z.enum(["untried", "ok", "failing", "resting"]).openapi({
      description: "`failing`: its last request failed; `resting`: several did, and it is left alone for a while.",
    }),
    rests_ms: z.int().openapi({ description: "Until it is tried again." }),
    last_error: z.object({ code: z.string(), message: z.string() }).nullable(),
    outstanding: z.int().openapi({ description: "Requests that run." }),
    requests: z.int().openapi({ description: "Answered or failed, since the server runs." }),
    failures: z.int(),
    first_token_ms: z.object({ p50: milliseconds, p95: milliseconds }),
    tokens_per_second: z.number().nullable(),
    capabilities,
  })
  .openapi("HostedUpstream", { description: "One server of a hosted name; numbers are of its last 100 answers." });

const hostedModel = z
  .object({
    name: z.string(),
    state: z.enum(["mapped", "found", "stand-in"]),
    model: z.string().nullable(),
    via: z.string().nullable(),
    reason: z.string(),
    upstreams: z.array(upstream),
    fallbacks: z.array(z.string()).openapi({ description: "The names that answer in its place, in their order." }),
    context_window: z.int(),
    soft_limit: z.int(),
    price: z
      .object({ in: z.number(), cached: z.number(), out: z.number() })
      .nullable()
      .openapi({ description: "Per million tokens." }),
  })
  .openapi("HostedModel", { description: "A name that a persona may ask for, and what serves it, why." });

const hostedModels = z
  .object({
    data: z.array(hostedModel),
    aliases: z
      .array(z.object({ name: z.string(), serves: z.string() }))
      .openapi({ description: "Other names that are understood, and the hosted name that each means." }),
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

function toWire({ names, aliases, alsoFound, refused, keys }: ModelReport): z.infer<typeof hostedModels> {
  return {
    data: names.map(toWireName),
    aliases: aliases.map(({ name, serves }) => ({ name, serves })),
    also_found: alsoFound.map(({ server, address, models }) => ({ server, address, models: [...models] })),
    refused: refused.map(({ server, address, reason }) => ({ server, address, reason })),
    keys: [...keys],
  };
}

function toWireName(hosted: HostedName): z.infer<typeof hostedModel> {
  const { name, state, model = null, via = null, reason, price = null } = hosted;
  return {
    name,
    state,
    model,
    via,
    reason,
    upstreams: hosted.upstreams.map(toWireUpstream),
    fallbacks: [...hosted.fallbacks],
    context_window: hosted.window,
    soft_limit: hosted.softLimit,
    price: price === null ? null : { ...price },
  };
}

function toWireUpstream(one: UpstreamReport): z.infer<typeof upstream> {
  const { p50 = null, p95 = null } = one.firstTokenMs;
  const rate = one.tokensPerSecond;
  return {
    model: one.model,
    via: one.via,
    state: one.state,
    rests_ms: one.restsMs,
    last_error: one.lastError ?? null,
    outstanding: one.outstanding,
    requests: one.requests,
    failures: one.failures,
    first_token_ms: { p50, p95 },
    tokens_per_second: rate === undefined ? null : Math.round(rate * 10) / 10,
    capabilities: toWireCapabilities(one.capabilities),
  };
}
