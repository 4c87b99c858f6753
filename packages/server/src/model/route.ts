import type { ModelClient, Upstream } from "../ports/model-client.ts";

/** One client for every kind of upstream. */
export function createModelRoute(clients: Readonly<Record<Upstream["kind"], ModelClient>>): ModelClient {
  return { stream: (request, signal) => clients[request.upstream.kind].stream(request, signal) };
}
