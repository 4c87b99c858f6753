import type { ModelChoice, NameChoice, UnusedServer } from "../../ports/model-report.ts";
import type { HostedModel } from "../hosted-model.ts";
import { hostedNameOf, type NameTable } from "../hosted-names.ts";
import type { Detection, FoundModel, FoundServer } from "./detection.ts";

/** What serves the hosted names that nothing is mapped to, and how all of it is told. */
export interface Choice {
  /** Absent where the understudy has to. */
  readonly found?: HostedModel;
  readonly report: ModelChoice;
}

export interface HostedNames extends NameTable {
  /** The default first. */
  readonly names: readonly string[];
}

/**
 * What is mapped stays so. Other names get the model of the only local server that has exactly one which can chat,
 * else the one that Ollama changed last, else none: no model that costs money, and none at random.
 */
export function chooseModel(detection: Detection, table: HostedNames): Choice {
  const pick = pickLocal(detection.found);
  const report: ModelChoice = {
    names: table.names.map((name) => describeName(name, table, pick)),
    alsoFound: detection.found.flatMap((server) => unused(server, pick)),
    refused: detection.refused,
    keys: detection.keys,
  };
  if (pick.type === "none") return { report };
  return { found: { upstreams: [{ baseUrl: pick.server.baseUrl, model: pick.model.name }] }, report };
}

type Pick =
  | { readonly type: "local"; readonly server: FoundServer; readonly model: FoundModel; readonly reason: string }
  | { readonly type: "none"; readonly reason: string };

function pickLocal(servers: readonly FoundServer[]): Pick {
  const able = servers.filter((server) => chatModels(server).length > 0);
  const [single, another] = able.filter((server) => chatModels(server).length === 1);
  const [model] = single === undefined ? [] : chatModels(single);
  if (single !== undefined && model !== undefined && another === undefined) {
    const reason = able.length === 1 ? "its only model" : "the only server with one model alone";
    return { type: "local", server: single, model, reason };
  }
  const ollama = able.find(({ server }) => server === "Ollama");
  const [latest] = ollama === undefined ? [] : chatModels(ollama).toSorted(byModification);
  if (ollama !== undefined && latest !== undefined) {
    const { length } = chatModels(ollama);
    const reason = length === 1 ? "its only model" : `the last modified of its ${length} models`;
    return { type: "local", server: ollama, model: latest, reason };
  }
  return { type: "none", reason: whyNone(servers, able) };
}

function whyNone([first]: readonly FoundServer[], able: readonly FoundServer[]): string {
  if (able.length > 0) return "several models were found, and none of them is the obvious one";
  return first === undefined ? "no model server was found here" : `${first.server} ${first.address} has no chat model`;
}

function chatModels({ models }: FoundServer): readonly FoundModel[] {
  return models.filter(({ use }) => use === "chat");
}

/** The latest first; without a time last, and of two at the same time the one that was listed first. */
function byModification(one: FoundModel, other: FoundModel): number {
  return (other.modifiedAt ?? 0) - (one.modifiedAt ?? 0);
}

function describeName(name: string, table: NameTable, pick: Pick): NameChoice {
  const meant = hostedNameOf(name, table) ?? name;
  const [first, ...others] = (Object.hasOwn(table.hosted, meant) ? table.hosted[meant]?.upstreams : undefined) ?? [];
  if (first !== undefined) {
    const host = URL.parse(first.baseUrl)?.host ?? "";
    const via = others.length === 0 ? host : `${host} and ${others.length} more`;
    const reason = meant === name ? "mapped in the configuration" : `not mapped itself; ${meant} is, and stands for it`;
    return { name, state: "mapped", model: first.model, via, reason };
  }
  if (pick.type === "none") return { name, state: "stand-in", reason: pick.reason };
  const { server, model, reason } = pick;
  return { name, state: "found", model: model.name, via: `${server.server} ${server.address}`, reason };
}

function unused(server: FoundServer, pick: Pick): readonly UnusedServer[] {
  const chosen = pick.type === "local" && pick.server === server ? pick.model : undefined;
  const models = chatModels(server).filter((model) => model !== chosen);
  if (chosen !== undefined && models.length === 0) return [];
  return [{ server: server.server, address: server.address, models: models.map(({ name }) => name) }];
}
