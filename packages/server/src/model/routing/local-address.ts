import { createAddressPolicy } from "../address-policy.ts";
import type { Upstream } from "../../ports/model-client.ts";

const policy = createAddressPolicy({ allowPrivateAddresses: false });

/** Whether an upstream stands on this machine or beside it, by its address alone: no name is looked up. */
export function isLocal({ kind, baseUrl }: Upstream): boolean {
  const host = kind === "openai" ? URL.parse(baseUrl ?? "")?.hostname : undefined;
  if (host === undefined) return false;
  const address = host.replace(/^\[|\]$/g, "");
  const refused = policy.refusal(address);
  if (refused !== "malformed") return refused === "loopback" || refused === "private";
  // A name without a dot is one of this network: a container's, for example.
  return !host.includes(".") || /\.(localhost|local|internal|lan)$/.test(host);
}
