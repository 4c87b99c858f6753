import { lookup as dnsLookup } from "node:dns";
import type { LookupAddress } from "node:dns";
import { isIP, Socket } from "node:net";
import type { LookupFunction } from "node:net";
import { BlockedAddressError } from "./address-policy.ts";
import type { AddressPolicy } from "./address-policy.ts";
import type { Connect } from "./connect/spare-connections.ts";
import { loadUndici } from "./connect/undici.ts";

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
  /** Trusted in place of the system's authorities, as PEM. */
  readonly authorities?: string;
  /** Offered where TLS is spoken. */
  readonly http2?: boolean;
}

/** Connects for undici, but only to addresses that the policy allows: what is checked is what is connected to. */
export function createGuardedConnect(options: GuardedConnectOptions): Connect {
  let built: ReturnType<typeof buildConnect> | undefined;
  return (target, callback) => {
    const host = target.hostname.replace(/^\[(.*)\]$/, "$1");
    // A literal address never comes to the lookup.
    const refusal = isIP(host) === 0 ? undefined : options.policy.refusal(host);
    if (refusal !== undefined) {
      queueMicrotask(() => callback(new BlockedAddressError(host, host, refusal), null));
      return undefined;
    }
    built ??= buildConnect(options);
    // It answers its socket, and its types do not say so.
    const socket: unknown = built(target, callback);
    return socket instanceof Socket ? socket : undefined;
  };
}

function buildConnect(options: GuardedConnectOptions): ReturnType<ReturnType<typeof loadUndici>["buildConnector"]> {
  const { policy, resolve = resolveBySystem, http2 = false, authorities } = options;
  return loadUndici().buildConnector({
    allowH2: http2,
    preferH2: http2,
    timeout: options.timeoutMs,
    lookup: guardedLookup(policy, resolve),
    ...(authorities === undefined ? {} : { ca: authorities }),
  });
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
