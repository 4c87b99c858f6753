import { z } from "zod";

/** `repartee.config.json`, as its author writes it. Unknown names are mistakes here: nobody else reads this file. */
const httpUrl = z.url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" });

/** A name, never the key itself: the file is meant to be committed. */
const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "expected the name of an environment variable that holds the key, not the key");

const hostedModel = z.strictObject({
  base_url: httpUrl,
  model: z.string().min(1),
  api_key_env: z.exactOptional(variableName),
  headers: z.exactOptional(z.record(z.string(), z.string())),
  extra_body: z.exactOptional(z.record(z.string(), z.unknown())),
});

export const portNumber = z.int().min(0).max(65_535);
export const hostName = z.string().regex(/^[^\s/]+$/, "expected a host name or an address");
export const publicUrl = httpUrl.refine(isPlainUrl, "expected a URL without user, query or fragment");
export const onOrOff = z.enum(["on", "off"]);
export const logLevel = z.enum(["silent", "fatal", "error", "warn", "info", "debug", "trace"]);

export const configFile = z.strictObject({
  $schema: z.exactOptional(z.string()),
  port: z.exactOptional(portNumber),
  host: z.exactOptional(hostName),
  data_dir: z.exactOptional(z.string().min(1)),
  public_url: z.exactOptional(publicUrl),
  models: z.exactOptional(z.record(z.string().min(1), hostedModel)),
  allowed_hosts: z.exactOptional(z.array(hostName).max(100)),
  allow_private_addresses: z.exactOptional(z.boolean()),
  detect: z.exactOptional(z.boolean()),
});

/** The operator's registry of hosted models, by the name that a persona asks for. */
export type ConfiguredModels = Readonly<Record<string, z.infer<typeof hostedModel>>>;
export type ConfigFile = z.infer<typeof configFile>;
export type LogLevel = z.infer<typeof logLevel>;

/** The names a path of the file may continue with, for hints. */
export function knownNames(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(configFile.shape).filter((name) => name !== "$schema");
  return Object.keys(hostedModel.shape);
}

/** What is no URL at all has been told already. */
function isPlainUrl(text: string): boolean {
  const url = URL.parse(text);
  return url === null || (url.username === "" && url.password === "" && url.search === "" && url.hash === "");
}
