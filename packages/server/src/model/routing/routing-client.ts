import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ModelClient, Upstream } from "../../ports/model-client.ts";
import type { UpstreamReport } from "../../ports/model-report.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import type { LearnedCapabilities } from "../capabilities/learned-capabilities.ts";
import { candidatesFor, poolOf } from "./candidates.ts";
import { RoutedReply } from "./routed-reply.ts";
import type { Routing } from "./routing.ts";
import { UpstreamBook } from "./upstream-book.ts";
import { createWarming } from "./warming.ts";

export interface RoutingOptions {
  /** Asks one upstream. */
  readonly client: ModelClient;
  readonly learned: LearnedCapabilities;
  readonly clock: Clock;
  readonly log: Log;
  readonly telemetry?: Pick<Telemetry, "attempt">;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Chooses among the upstreams of a name, and goes on to the next when one fails before it begins. */
export interface RoutingClient extends Required<ModelClient>, Disposable {
  /** How the servers of a name fare, in the operator's order. */
  report(upstream: Upstream): readonly UpstreamReport[];
}

export function createRoutingClient(options: RoutingOptions): RoutingClient {
  const { client, learned } = options;
  const book = new UpstreamBook(options);
  const routing: Routing = { ...options, book };
  const warming = createWarming(routing);
  return {
    stream: (request, signal) => {
      if (request.upstream.kind === "stand-in") return client.stream(request, signal);
      return { [Symbol.asyncIterator]: () => new RoutedReply(routing, { request, signal }) };
    },
    prepare(upstream) {
      if (upstream.kind === "stand-in") return;
      const [first] = candidatesFor(upstream, book, "");
      if (first !== undefined) client.prepare?.(first.upstream);
      warming.warm(poolOf(upstream, book));
    },
    report: (upstream) =>
      poolOf(upstream, book).map(({ upstream: one, record }) => ({
        model: one.model,
        via: URL.parse(one.baseUrl ?? "")?.host ?? "",
        ...record.health,
        capabilities: { ...learned.of(one), ...one.capabilities },
      })),
    [Symbol.dispose]: () => warming.stop(),
  };
}
