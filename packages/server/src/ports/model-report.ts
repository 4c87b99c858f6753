import type { Capabilities } from "./model-client.ts";

/** Which model serves each hosted name and why, as it was chosen when the server started. */
export interface ModelChoice {
  /** Every hosted name, the default first. */
  readonly names: readonly NameChoice[];
  /** What else was found on this machine and is not used. */
  readonly alsoFound: readonly UnusedServer[];
  /** What was asked for, or answers oddly, and cannot be used. */
  readonly refused: readonly RefusedServer[];
  /** Variables that hold a provider's key, by name; none is used until a model is mapped to it. */
  readonly keys: readonly string[];
}

/** The choice, and how its servers fare now. */
export interface ModelReport extends ModelChoice {
  readonly names: readonly HostedName[];
  /** Other names that are understood, and the hosted name that each means. */
  readonly aliases: readonly { readonly name: string; readonly serves: string }[];
}

export interface NameChoice {
  readonly name: string;
  readonly state: "mapped" | "found" | "stand-in";
  /** What it is called where it runs; absent for the stand-in. */
  readonly model?: string;
  /** Whose it is and where, without a path: `Ollama 127.0.0.1:11434`. */
  readonly via?: string;
  readonly reason: string;
}

export interface HostedName extends NameChoice {
  /** In the operator's order; none for the stand-in. */
  readonly upstreams: readonly UpstreamReport[];
  /** The names that answer in its place, in their order. */
  readonly fallbacks: readonly string[];
  /** Tokens that it holds, and from which it slows down. */
  readonly window: number;
  readonly softLimit: number;
  /** Per million tokens, where it is known. */
  readonly price?: { readonly in: number; readonly cached: number; readonly out: number };
}

export interface UnusedServer {
  readonly server: string;
  readonly address: string;
  /** Models that can chat. */
  readonly models: readonly string[];
}

export interface RefusedServer {
  readonly server: string;
  readonly address: string;
  /** In words: `connection refused`. */
  readonly reason: string;
}

/** One server of a hosted name. */
export interface UpstreamReport extends UpstreamHealth {
  /** What the model is called there. */
  readonly model: string;
  /** Host and port. */
  readonly via: string;
  /** Configured, or learned from a refusal. */
  readonly capabilities: Capabilities;
}

/** How one upstream fares, since this server runs. */
export interface UpstreamHealth {
  /** `failing`: its last request failed; `resting`: several did, and it is left alone for a while. */
  readonly state: "untried" | "ok" | "failing" | "resting";
  /** Until it is tried again. */
  readonly restsMs: number;
  readonly lastError: { readonly code: string; readonly message: string } | undefined;
  /** Requests that run. */
  readonly outstanding: number;
  /** Requests that were answered or failed; those that nobody waited for are not counted. */
  readonly requests: number;
  readonly failures: number;
  /** Of the last 100 answers. */
  readonly firstTokenMs: { readonly p50: number | undefined; readonly p95: number | undefined };
  /** The median of the last 100 whole answers, as the upstream counts tokens, else at four characters each. */
  readonly tokensPerSecond: number | undefined;
}
