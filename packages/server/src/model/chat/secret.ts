import type { Upstream } from "../../ports/model-client.ts";

const sensitiveName = /auth|key|token|secret|cookie|passw|signature|credential/i;

/** Shorter ones (`x`, `no`) protect nothing, and hiding them would shred every message. */
const shortestSecret = 4;

/** What of an upstream must never be printed, longest first, also as it looks inside a URL or a JSON string. */
export function secretsOf(upstream: Upstream): readonly string[] {
  const named = [...Object.entries(upstream.headers ?? {}), ...Object.entries(upstream.defaultQuery ?? {})]
    .filter(([name]) => sensitiveName.test(name))
    .flatMap(([, value]) => [value, value.slice(value.indexOf(" ") + 1)]);
  const url = URL.parse(upstream.baseUrl ?? "");
  const inUrl = url === null ? [] : [url.password, ...url.searchParams.values()];
  const plain = [upstream.apiKey ?? "", ...named, ...inUrl].map((secret) => secret.trim());
  const all = plain.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(all)].filter((secret) => secret.length >= shortestSecret).toSorted((a, b) => b.length - a.length);
}

export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
}
