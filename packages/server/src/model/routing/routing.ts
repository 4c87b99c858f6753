import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ModelClient, ModelRequest } from "../../ports/model-client.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import type { LearnedCapabilities } from "../capabilities/learned-capabilities.ts";
import type { UpstreamBook } from "./upstream-book.ts";

/** What all routed replies share. */
export interface Routing {
  /** Asks one upstream. */
  readonly client: ModelClient;
  readonly book: UpstreamBook;
  readonly learned: LearnedCapabilities;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears of every request to an upstream. */
  readonly telemetry?: Pick<Telemetry, "attempt">;
}

export interface RoutedRequest {
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
}
