import { z } from "zod";

/** `models` of `repartee.config.json`: what each hosted name stands for. */

export const httpUrl = z.url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" });

/** A name, never the key itself: the file is meant to be committed. */
const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "expected the name of an environment variable that holds the key, not the key")
  .describe("The environment variable that holds the key: its name, never the key.");

const milliseconds = z.int().min(100).max(600_000);
const tokens = z.int().min(1000).max(10_000_000);
const amount = z.number().min(0).max(1_000_000);

const timeouts = z
  .strictObject({
    connect_ms: z.exactOptional(milliseconds.describe("For a connection; 2000 if not set.")),
    first_token_ms: z.exactOptional(
      milliseconds.describe("To the first useful token; 10000 if not set, 2500 where another could still answer."),
    ),
    between_tokens_ms: z.exactOptional(milliseconds.describe("From one token to the next; 5000 if not set.")),
  })
  .describe("Time limits in milliseconds; a persona may set its own.");

const capabilities = z
  .strictObject({
    system_messages: z.exactOptional(
      z
        .enum(["anywhere", "first", "user"])
        .describe("Where system messages may stand; with user their text goes into the user's messages."),
    ),
    usage: z.exactOptional(z.enum(["ask", "never"]).describe("Whether it may be asked to count its tokens.")),
    tools: z.exactOptional(z.boolean()),
    prefix_continuation: z.exactOptional(
      z
        .union([z.boolean(), z.literal("prefix")])
        .describe(
          "Whether it goes on from words of its own: true as vLLM and SGLang do, prefix as DeepSeek and Mistral.",
        ),
    ),
    prefix_cache: z.exactOptional(z.boolean()),
    vision: z.exactOptional(z.boolean()),
  })
  .describe("What the server can do. What is not set is found out when it refuses a request.");

/** One server. */
const server = {
  base_url: httpUrl.describe("Of an OpenAI-compatible server, without /chat/completions."),
  model: z.string().min(1).describe("What the model is called there."),
  api_key_env: z.exactOptional(variableName),
  headers: z.exactOptional(z.record(z.string(), z.string())),
  default_query: z.exactOptional(z.record(z.string(), z.string())),
  extra_body: z.exactOptional(z.record(z.string(), z.unknown())),
  capabilities: z.exactOptional(capabilities),
  timeouts: z.exactOptional(timeouts),
};

/** What a hosted name has once, however many servers it has. */
const common = {
  context_window: z.exactOptional(tokens.describe("Tokens that the model holds; 32000 if not set.")),
  soft_limit: z.exactOptional(tokens.describe("Tokens from which it slows down; 25000 if not set.")),
  extra_body_allowed: z.exactOptional(
    z
      .array(z.string().min(1))
      .max(100)
      .describe("What personas may set in extra_body beside temperature (0 to 2) and top_p (0 to 1)."),
  ),
  price: z.exactOptional(
    z.strictObject({ in: amount, cached: z.exactOptional(amount), out: amount }).describe("Per million tokens."),
  ),
  fallbacks: z.exactOptional(
    z.array(z.string().min(1)).max(20).describe("Hosted names that answer, in this order, when this one fails."),
  ),
};

const oneServer = z.strictObject({ ...server, ...common });
const upstream = z.strictObject(server);
const severalServers = z.strictObject({
  upstreams: z.array(upstream).min(1).max(100).describe("Any of them may answer."),
  timeouts: z.exactOptional(timeouts),
  ...common,
});

export const hostedModel = z.union([oneServer, severalServers]);

/** One server of a hosted name, as the file has it. */
export type ConfiguredUpstream = z.infer<typeof upstream>;
export type ConfiguredModel = z.infer<typeof hostedModel>;
/** The operator's registry of hosted models, by the name that a persona asks for. */
export type ConfiguredModels = Readonly<Record<string, ConfiguredModel>>;
export type ConfiguredTimeouts = z.infer<typeof timeouts>;
export type ConfiguredCapabilities = z.infer<typeof capabilities>;

/** The names that a path below `models.<name>` may continue with, for hints. */
export function knownModelNames(path: readonly PropertyKey[]): readonly string[] {
  const last = path.at(-1);
  if (last === "timeouts") return Object.keys(timeouts.shape);
  if (last === "capabilities") return Object.keys(capabilities.shape);
  if (last === "price") return ["in", "cached", "out"];
  if (path.includes("upstreams")) return Object.keys(server);
  return [...Object.keys(oneServer.shape), "upstreams"];
}
