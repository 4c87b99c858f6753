import * as z from "zod/mini";

/** What a client relies on in the REST API's answers; everything else is passed through as it came. */
export const persona = z.looseObject({
  persona_id: z.string(),
  persona_name: z.optional(z.nullable(z.string())),
});
export type Persona = z.output<typeof persona>;

export const conversation = z.looseObject({
  conversation_id: z.string(),
  conversation_name: z.optional(z.nullable(z.string())),
  conversation_url: z.optional(z.string()),
  status: z.enum(["active", "ended"]),
  persona_id: z.optional(z.nullable(z.string())),
  /** Only where the conversation asked for it (`require_auth`): what `?t=` takes. */
  meeting_token: z.optional(z.string()),
  created_at: z.optional(z.string()),
});
export type Conversation = z.output<typeof conversation>;

/** What a conversation has used so far; `cached` is a part of `in`, and cost is null where no price is known. */
const conversationUsage = z.looseObject({
  turns: z.number(),
  calls: z.number(),
  tools: z.number(),
  /** `wasted` and `wasted_in`: what discarded drafts put out and took in; not in the others. */
  tokens: z.looseObject({
    in: z.number(),
    cached: z.number(),
    out: z.number(),
    wasted: z.number(),
    wasted_in: z.number(),
  }),
  /** Of the context, beside the turns. */
  summaries: z.looseObject({ count: z.number(), in: z.number(), cached: z.number(), out: z.number() }),
  cost: z.nullable(z.number()),
});

/** A conversation with what happened in it (`?verbose=true`). */
export const verboseConversation = z.extend(conversation, {
  events: z.array(z.looseObject({ event_type: z.string() })),
  transcript: z.optional(z.array(z.looseObject({ role: z.string() }))),
  /** An older server does not tell. */
  usage: z.optional(conversationUsage),
});
export type VerboseConversation = z.output<typeof verboseConversation>;

/** One page of a list. */
export function pageOf<Row extends z.ZodMiniType>(row: Row) {
  return z.object({ data: z.array(row), total_count: z.number() });
}

/** One server of a hosted name, and how it fares. */
const hostedUpstream = z.looseObject({
  model: z.string(),
  /** Host and port. */
  via: z.string(),
  /** `failing`: its last request failed; `resting`: several did, and it is left alone for a while. */
  state: z.enum(["untried", "ok", "failing", "resting"]),
  rests_ms: z.number(),
  last_error: z.nullable(z.looseObject({ code: z.string(), message: z.string() })),
  outstanding: z.number(),
  requests: z.number(),
  failures: z.number(),
  first_token_ms: z.looseObject({ p50: z.nullable(z.number()), p95: z.nullable(z.number()) }),
  tokens_per_second: z.nullable(z.number()),
  capabilities: z.record(z.string(), z.union([z.string(), z.boolean()])),
});

/** What serves the hosted names, and what else was found (`GET /v2/hosted-models`). */
export const hostedModels = z.looseObject({
  data: z.array(
    z.looseObject({
      name: z.string(),
      /** `stand-in`: no model at all. */
      state: z.enum(["mapped", "found", "stand-in"]),
      model: z.optional(z.nullable(z.string())),
      via: z.optional(z.nullable(z.string())),
      reason: z.string(),
      /** How its servers fare; an older server does not tell, nor what follows. */
      upstreams: z.optional(z.array(hostedUpstream)),
      fallbacks: z.optional(z.array(z.string())),
      context_window: z.optional(z.number()),
      soft_limit: z.optional(z.number()),
      /** Per million tokens. */
      price: z.optional(z.nullable(z.looseObject({ in: z.number(), cached: z.number(), out: z.number() }))),
    }),
  ),
  /** Other names that are understood, and the hosted name that each means. */
  aliases: z.optional(z.array(z.looseObject({ name: z.string(), serves: z.string() }))),
  also_found: z.array(z.looseObject({ server: z.string(), address: z.string(), models: z.array(z.string()) })),
  refused: z.array(z.looseObject({ server: z.string(), address: z.string(), reason: z.string() })),
  /** Variables that hold a provider's key, by name. */
  keys: z.array(z.string()),
});
export type HostedModels = z.output<typeof hostedModels>;

/** What was found on a walk along what answers for a persona or a hosted name (`POST /v2/doctor`). */
export const examinations = z.looseObject({
  target: z.string(),
  /** Whether nothing failed; warnings do not count. */
  healthy: z.boolean(),
  /** One for every server of a hosted name. */
  data: z.array(
    z.looseObject({
      name: z.string(),
      model: z.string(),
      base_url: z.nullable(z.string()),
      healthy: z.boolean(),
      took_ms: z.number(),
      /** As the configuration spells them. */
      capabilities: z.record(z.string(), z.union([z.string(), z.boolean()])),
      findings: z.array(
        z.looseObject({
          step: z.string(),
          state: z.enum(["ok", "warning", "failed", "skipped"]),
          measured: z.string(),
          why: z.optional(z.string()),
          change: z.optional(z.string()),
        }),
      ),
    }),
  ),
});
export type Examinations = z.output<typeof examinations>;

/** One operation of a JSON Patch (RFC 6902). */
export const patchOperation = z.object({
  op: z.enum(["add", "remove", "replace", "copy", "move", "test"]),
  path: z.string(),
  from: z.optional(z.string()),
  value: z.optional(z.unknown()),
});
export type PatchOperation = z.output<typeof patchOperation>;

const errorBody = z.looseObject({
  error: z.optional(
    z.union([z.string(), z.looseObject({ message: z.string(), code: z.optional(z.nullable(z.string())) })]),
  ),
  message: z.optional(z.string()),
  code: z.optional(z.string()),
});

/** The server's own words in the body of a refusal, in any of the shapes that the API uses; undefined if it has none. */
export function readErrorBody(value: unknown): { readonly message: string; readonly code?: string } | undefined {
  const result = z.safeParse(errorBody, value);
  if (!result.success) return undefined;
  const { error, message } = result.data;
  const nested = typeof error === "object" ? error : { message: error ?? message, code: result.data.code };
  if (nested.message === undefined || nested.message === "") return undefined;
  const code = nested.code ?? undefined;
  return code === undefined ? { message: nested.message } : { message: nested.message, code };
}
