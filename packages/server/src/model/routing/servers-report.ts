import type { HostedName, ModelChoice, ModelReport, NameChoice } from "../../ports/model-report.ts";
import type { ModelRegistry } from "../registry.ts";
import type { RoutingClient } from "./routing-client.ts";

export interface ServersReportParts {
  readonly registry: ModelRegistry;
  readonly client: Pick<RoutingClient, "report">;
}

/** What was chosen, with the servers of each name and how they fare now. */
export function withServers(choice: ModelChoice, { registry, client }: ServersReportParts): ModelReport {
  const describe = (name: NameChoice): HostedName => {
    const resolution = registry.resolve({ model: name.name });
    if (!resolution.ok) throw new Error(resolution.problem);
    const { upstream, facts } = resolution;
    return {
      ...name,
      upstreams: upstream.kind === "stand-in" ? [] : client.report(upstream),
      fallbacks: (upstream.fallbacks ?? []).map((fallback) => fallback.name),
      window: facts.window,
      softLimit: facts.softLimit,
      ...(facts.price === undefined ? {} : { price: facts.price }),
    };
  };
  return { ...choice, names: choice.names.map(describe), aliases: registry.aliases };
}
