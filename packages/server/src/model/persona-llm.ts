import type { ModelTimeouts } from "../ports/model-client.ts";

/** `layers.llm` of a persona as it is stored, its key already decrypted. */
export interface PersonaLlm {
  readonly model?: string | null | undefined;
  readonly base_url?: string | null | undefined;
  readonly api_key?: string | null | undefined;
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
  readonly default_query?: Readonly<Record<string, string>> | null | undefined;
  readonly extra_body?: Readonly<Record<string, unknown>> | null | undefined;
  readonly tools?: readonly unknown[] | null | undefined;
  readonly speculative_inference?: boolean | null | undefined;
  /** An extension of this server. */
  readonly timeouts?: PersonaTimeouts | null | undefined;
}

export interface PersonaTimeouts {
  readonly connect_ms?: number | null | undefined;
  readonly first_token_ms?: number | null | undefined;
  readonly between_tokens_ms?: number | null | undefined;
}

/** The time limits that a persona sets, by the names of the port. */
export function personaTimeouts({ timeouts }: PersonaLlm): Partial<ModelTimeouts> {
  const { connect_ms: connectMs, first_token_ms: firstPartMs, between_tokens_ms: betweenPartsMs } = timeouts ?? {};
  return {
    ...(connectMs ? { connectMs } : {}),
    ...(firstPartMs ? { firstPartMs } : {}),
    ...(betweenPartsMs ? { betweenPartsMs } : {}),
  };
}
