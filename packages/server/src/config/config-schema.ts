import { z } from "zod";
import { isAddressRange } from "../model/address-policy.ts";
import { hostedModel, httpUrl, knownModelNames } from "./models-schema.ts";

/** `repartee.config.json`, as its author writes it. Unknown names are mistakes here: nobody else reads this file. */

export const portNumber = z.int().min(0).max(65_535);
export const hostName = z.string().regex(/^[^\s/]+$/, "expected a host name or an address");
export const publicUrl = httpUrl.refine(isPlainUrl, "expected a URL without user, query or fragment");
const addressRange = z.string().refine(isAddressRange, "expected an address, or a range like 10.1.0.0/16");
export const onOrOff = z.enum(["on", "off"]);
export const logLevel = z.enum(["silent", "fatal", "error", "warn", "info", "debug", "trace"]);

export const configFile = z.strictObject({
  $schema: z.exactOptional(z.string()),
  port: z.exactOptional(portNumber),
  host: z.exactOptional(hostName),
  data_dir: z.exactOptional(z.string().min(1)),
  public_url: z.exactOptional(publicUrl),
  models: z.exactOptional(z.record(z.string().min(1), hostedModel).describe("Hosted names, and what serves them.")),
  aliases: z.exactOptional(
    z.record(z.string().min(1), z.string().min(1)).describe("Other names, and the hosted name that each means."),
  ),
  allowed_hosts: z.exactOptional(z.array(hostName).max(100)),
  allow_private_addresses: z.exactOptional(
    z
      .union([z.boolean(), z.array(addressRange).max(1000)], {
        error: "expected true, false, or a list of address ranges",
      })
      .describe("What personas may call although it is not public: all of it, nothing, or these ranges."),
  ),
  detect: z.exactOptional(z.boolean()),
  probe_custom_llms: z.exactOptional(
    z.boolean().describe("Asks a persona's custom LLM one question before the persona is stored; false if not set."),
  ),
});

export type ConfigFile = z.infer<typeof configFile>;
export type LogLevel = z.infer<typeof logLevel>;

/** The names a path of the file may continue with, for hints. */
export function knownNames(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(configFile.shape).filter((name) => name !== "$schema");
  return knownModelNames(path);
}

/** What is no URL at all has been told already. */
function isPlainUrl(text: string): boolean {
  const url = URL.parse(text);
  return url === null || (url.username === "" && url.password === "" && url.search === "" && url.hash === "");
}
