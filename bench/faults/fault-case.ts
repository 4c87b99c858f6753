import type { FaultName } from "../endpoint/fault.ts";

/** What an upstream does, and what must come of it. */
export interface FaultCase {
  /** As it stands in tables, and in the names of hosted models. */
  readonly name: string;
  /** The endpoint's script for it; without one it answers as it should. */
  readonly fault?: FaultName;
  /** Another address than the endpoint's. */
  readonly baseUrl?: string;
  /** A whole answer, one that never begins, or one that breaks off between its words. */
  readonly gives: "answer" | "nothing" | "half";
  /** It is well again when it is asked once more. */
  readonly once?: boolean;
  /** The time limit that ends it, where one has to. */
  readonly limit?: "connect" | "first" | "between";
}

const answers = (name: FaultName): FaultCase => ({ name, fault: name, gives: "answer" });
const neverBegins = (name: FaultName): FaultCase => ({ name, fault: name, gives: "nothing" });
const keepsQuiet = (name: FaultName): FaultCase => ({ ...neverBegins(name), limit: "first" });
const breaksOff = (name: FaultName): FaultCase => ({ name, fault: name, gives: "half" });

/** The seventeen that systems of this kind are compared by. */
export const seventeen: readonly FaultCase[] = [
  neverBegins("503"),
  neverBegins("429"),
  { ...neverBegins("500-once"), once: true },
  neverBegins("reset-before-headers"),
  keepsQuiet("silent"),
  keepsQuiet("headers-only"),
  keepsQuiet("keep-alive-comments"),
  keepsQuiet("role-only"),
  breaksOff("reset-midway"),
  breaksOff("close-midway"),
  { ...breaksOff("stall-midway"), limit: "between" },
  breaksOff("malformed-chunk"),
  answers("no-done"),
  neverBegins("empty"),
  neverBegins("error-first"),
  neverBegins("html"),
  answers("split-packets"),
];

/** What else real servers do. */
const others: readonly FaultCase[] = [
  { name: "usage-at-end", gives: "answer" },
  answers("usage-never"),
  answers("json"),
  answers("gzip"),
  answers("crlf"),
  answers("plain"),
  answers("one-packet"),
  answers("content-null"),
  answers("comments-between"),
  answers("tool-fragments"),
  answers("no-finish"),
  answers("never-ends"),
  breaksOff("error-in-stream"),
  neverBegins("error-json"),
  neverBegins("garbage"),
  neverBegins("401"),
  neverBegins("404"),
  neverBegins("redirect"),
  { name: "dead-name", baseUrl: "http://nobody.invalid/v1", gives: "nothing" },
  // The port of a service that no machine runs any more (RFC 862): nothing listens, and nothing may choose it by chance.
  { name: "refused-port", baseUrl: "http://127.0.0.1:7/v1", gives: "nothing" },
  // An address that packets to are lost (RFC 5737).
  { name: "dead-address", baseUrl: "http://192.0.2.1/v1", gives: "nothing", limit: "connect" },
];

export const faultCases: readonly FaultCase[] = [...seventeen, ...others];

/** The product's time limits, in milliseconds, as they are where nobody sets any. */
export const limitsMs = { connect: 2000, firstOfSeveral: 2500, firstAlone: 10_000, between: 5000 } as const;

/** How long a request may take because of the limit that ends it. */
export function limitOf({ limit }: FaultCase, spared: boolean): number {
  if (limit === undefined) return 0;
  if (limit === "first") return spared ? limitsMs.firstOfSeveral : limitsMs.firstAlone;
  return limitsMs[limit];
}
