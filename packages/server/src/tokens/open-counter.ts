import { boundCost, rememberCounts, type TokenCounter } from "./token-counter.ts";

/** TK3 The tokenizer of today's hosted models; others are corrected by what their servers report. It takes 74 MB. */
export async function openTokenCounter(): Promise<TokenCounter> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  // The marks of a chat template are words like any other where somebody says them.
  const plainText = { disallowedSpecial: new Set<string>() };
  return rememberCounts(boundCost((text) => countTokens(text, plainText)));
}

/** TK3 Loads the counter when it is first asked for, once; a load that failed is tried again. */
export function createTokenCounterSource(
  open: () => Promise<TokenCounter> = openTokenCounter,
): () => Promise<TokenCounter> {
  let opened: Promise<TokenCounter> | undefined;
  return () => {
    opened ??= open().catch((cause: unknown) => {
      opened = undefined;
      throw cause;
    });
    return opened;
  };
}
