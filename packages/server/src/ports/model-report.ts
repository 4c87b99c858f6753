/** Which model serves each hosted name and why, as people are told in the terminal and in the page. */
export interface ModelReport {
  /** Every hosted name, the default first. */
  readonly names: readonly HostedName[];
  /** What else was found on this machine and is not used. */
  readonly alsoFound: readonly UnusedServer[];
  /** What was asked for, or answers oddly, and cannot be used. */
  readonly refused: readonly RefusedServer[];
  /** Variables that hold a provider's key, by name; none is used until a model is mapped to it. */
  readonly keys: readonly string[];
}

export interface HostedName {
  readonly name: string;
  readonly state: "mapped" | "found" | "stand-in";
  /** What it is called where it runs; absent for the stand-in. */
  readonly model?: string;
  /** Whose it is and where, without a path: `Ollama 127.0.0.1:11434`. */
  readonly via?: string;
  readonly reason: string;
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
