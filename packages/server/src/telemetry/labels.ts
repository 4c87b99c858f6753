import type { Upstream } from "../ports/model-client.ts";

/** What stands for every model that a persona brings itself: their names are anybody's, and each would be a series. */
const custom = "custom";

/** TM6 The hosted name, or `custom`. */
export function modelLabel({ name, kind, operator }: Upstream): string {
  return operator === true || kind === "stand-in" ? name : custom;
}

/** TM6 Host and port of an upstream that the operator chose, or `custom`. */
export function upstreamLabel({ kind, operator, baseUrl = "" }: Upstream): string {
  if (kind === "stand-in") return "built-in";
  return operator === true ? (URL.parse(baseUrl)?.host ?? "") : custom;
}
