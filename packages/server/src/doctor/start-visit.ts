import { createAddressPolicy } from "../model/address-policy.ts";
import { redact, secretsOf } from "../model/chat/secret.ts";
import type { Clock } from "../ports/clock.ts";
import type { Upstream } from "../ports/model-client.ts";
import { defaultLimits } from "./visit.ts";
import type { DoctorLimits, Visit } from "./visit.ts";
import type { Wire } from "./wire.ts";

export interface VisitParts {
  readonly wire: Wire;
  readonly clock: Clock;
  /** False where others can reach this server; what the operator mapped is called all the same. */
  readonly allowPrivateAddresses: boolean | readonly string[];
  readonly limits?: Partial<DoctorLimits>;
  readonly signal: AbortSignal;
}

export interface Start {
  readonly upstream: Upstream;
  readonly baseUrl: string;
  readonly long: boolean;
}

/** Where an upstream is asked, for people: without its query, and without a password. */
export function shownBaseUrl(upstream: Upstream): string {
  return redact((upstream.baseUrl ?? "").split("?")[0] ?? "", secretsOf(upstream));
}

/** Nothing is asked yet. */
export function startVisit({ upstream, baseUrl, long }: Start, parts: VisitParts): Visit {
  const { wire, clock, signal } = parts;
  const limits = { ...defaultLimits, ...(long ? { walkMs: 2 * defaultLimits.walkMs } : {}), ...parts.limits };
  const allow = upstream.operator === true || parts.allowPrivateAddresses;
  const policy = createAddressPolicy({ allowPrivateAddresses: allow });
  const strict = createAddressPolicy({ allowPrivateAddresses: false });
  const secrets = secretsOf(upstream);
  return {
    upstream,
    baseUrl,
    long,
    wire,
    clock,
    signal,
    limits,
    deadlineMs: clock.now() + limits.walkMs,
    refusalOf: (address) => policy.refusal(address),
    isNear: (address) => ["loopback", "private"].includes(strict.refusal(address) ?? ""),
    clean: (text) => redact(text, secrets),
    learned: {
      address: "",
      near: false,
      abilities: { usageAsked: upstream.capabilities?.usage !== "never" },
      takesSystem: upstream.capabilities?.systemMessages !== "user",
      replies: [],
    },
  };
}
