import type { RefusedServer } from "../../ports/model-report.ts";

/** What looking for local models has brought to light. */
export interface Detection {
  readonly found: readonly FoundServer[];
  readonly refused: readonly RefusedServer[];
  /** Names of variables; their values are never read further than that they are there. */
  readonly keys: readonly string[];
}

/** A model server that answers. */
export interface FoundServer {
  readonly server: ServerName;
  /** Host and port. */
  readonly address: string;
  /** With a version prefix and without the route, as an upstream wants it. */
  readonly baseUrl: string;
  readonly models: readonly FoundModel[];
}

export type ServerName = "Ollama" | "LM Studio" | "llama.cpp" | "vLLM";

export interface FoundModel {
  readonly name: string;
  /** `remote` models run elsewhere, for money or under an account: they are never chosen unasked. */
  readonly use: "chat" | "embedding" | "remote";
  /** Unix milliseconds; only Ollama tells. */
  readonly modifiedAt?: number;
}
