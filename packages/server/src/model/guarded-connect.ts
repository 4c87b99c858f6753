import { lookup as dnsLookup } from "node:dns";
import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { BlockedAddressError } from "./address-policy.ts";
import type { AddressPolicy } from "./address-policy.ts";

/** Finds every address of a host. */
export type Resolve = (
  host: string,
  answer: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface GuardedConnectOptions {
  readonly policy: AddressPolicy;
  readonly timeoutMs: number;
  /** The system's resolver unless a test brings its own. */
  readonly resolve?: Resolve;
}

/** Connects for undici, but only to addresses that the policy allows: what is checked is what is connected to. */
export function createGuardedConnect(options: GuardedConnectOptions): buildConnector.connector {
  const { policy, resolve = resolveBySystem } = options;
  const connect = buildConnector({
    allowH2: false, // A generation owns its socket: closing it is how the upstream learns of an abort.
    timeout: options.timeoutMs,
    lookup: guardedLookup(policy, resolve),
  });
  return (target, callback) => {
    const host = target.hostname.replace(/^\[(.*)\]$/, "$1");
    // A literal address never comes to the lookup.
    const refusal = isIP(host) === 0 ? undefined : policy.refusal(host);
    if (refusal === undefined) connect(target, callback);
    else queueMicrotask(() => callback(new BlockedAddressError(host, host, refusal), null));
  };
}

function guardedLookup(policy: AddressPolicy, resolve: Resolve): LookupFunction {
  return (host, options, answer) => {
    resolve(host, (error, addresses) => {
      if (error !== null) return answer(error, "", 0);
      const family = familyNumber(options.family);
      const wanted = addresses.filter((entry) => family === 0 || entry.family === family);
      const allowed = wanted.filter((entry) => policy.refusal(entry.address) === undefined);
      const first = allowed[0];
      if (first === undefined) return answer(lookupError(host, wanted[0], policy), "", 0);
      if (options.all === true) answer(null, allowed);
      else answer(null, first.address, first.family);
    });
  };
}

function lookupError(host: string, refused: LookupAddress | undefined, policy: AddressPolicy): Error {
  if (refused === undefined) return Object.assign(new Error(`no address for ${host}`), { code: "ENOTFOUND" });
  return new BlockedAddressError(host, refused.address, policy.refusal(refused.address) ?? "refused");
}

function familyNumber(family: number | "IPv4" | "IPv6" | undefined): number {
  if (family === "IPv4") return 4;
  return family === "IPv6" ? 6 : (family ?? 0);
}

function resolveBySystem(host: string, answer: Parameters<Resolve>[1]): void {
  dnsLookup(host, { all: true }, answer);
}
