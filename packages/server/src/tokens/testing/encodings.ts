import type { TokenCounter } from "../token-counter.ts";

/** Other tokenizers, to stand for servers that do not count as we do. They take some 70 MB each. */
export type EncodingName = "o200k_base" | "cl100k_base" | "p50k_base" | "r50k_base";

const loaders: {
  readonly [N in EncodingName]: () => Promise<{ readonly encode: (text: string) => readonly number[] }>;
} = {
  o200k_base: () => import("gpt-tokenizer/encoding/o200k_base"),
  cl100k_base: () => import("gpt-tokenizer/encoding/cl100k_base"),
  p50k_base: () => import("gpt-tokenizer/encoding/p50k_base"),
  r50k_base: () => import("gpt-tokenizer/encoding/r50k_base"),
};

export async function openEncoding(name: EncodingName): Promise<TokenCounter> {
  const { encode } = await loaders[name]();
  return (text) => encode(text).length;
}
