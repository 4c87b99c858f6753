import type { ModelClient, Upstream } from "../ports/model-client.ts";

export interface RoutedClients extends Readonly<Record<Upstream["kind"], ModelClient>> {
  /** For the upstreams that the operator chose, where they may be reached in another way. */
  readonly operator?: ModelClient;
}

/** One client for every kind of upstream. */
export function createModelRoute(clients: RoutedClients): Required<ModelClient> {
  return {
    stream: (request, signal) => clientFor(request.upstream, clients).stream(request, signal),
    prepare: (upstream) => clientFor(upstream, clients).prepare?.(upstream),
  };
}

function clientFor({ kind, operator }: Upstream, clients: RoutedClients): ModelClient {
  if (kind === "openai" && operator === true) return clients.operator ?? clients.openai;
  return clients[kind];
}
