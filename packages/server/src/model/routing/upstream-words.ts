import type { Upstream } from "../../ports/model-client.ts";

/** A model and where it runs, for people: no path, no query, no key. */
export function upstreamInWords({ model, baseUrl = "" }: Upstream): string {
  const host = URL.parse(baseUrl)?.host ?? "";
  return host === "" ? model : `${model} at ${host}`;
}
