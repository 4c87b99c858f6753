import type { ChatMessage } from "@repartee/engine";
import { openEncoding, type EncodingName } from "../../packages/server/src/tokens/testing/encodings.ts";

/** A stand-in for a model's server: a tokenizer, and what its chat template adds. */
export interface CountingServer {
  readonly name: string;
  /** What it would report as `prompt_tokens`. */
  count(messages: readonly ChatMessage[]): number;
}

interface Kind {
  readonly name: string;
  readonly encoding: EncodingName;
  readonly perMessage: number;
  /** What it puts before everything. */
  readonly hidden: number;
}

const kinds: readonly Kind[] = [
  { name: "o200k, 3 per message", encoding: "o200k_base", perMessage: 3, hidden: 3 },
  { name: "cl100k, 3 per message", encoding: "cl100k_base", perMessage: 3, hidden: 3 },
  { name: "cl100k, 5 per message, 30 hidden", encoding: "cl100k_base", perMessage: 5, hidden: 30 },
  { name: "p50k, 2 per message", encoding: "p50k_base", perMessage: 2, hidden: 1 },
  { name: "r50k, 5 per message, 30 hidden", encoding: "r50k_base", perMessage: 5, hidden: 30 },
];

export async function openServers(): Promise<readonly CountingServer[]> {
  return Promise.all(kinds.map(openServer));
}

async function openServer({ name, encoding, perMessage, hidden }: Kind): Promise<CountingServer> {
  const count = await openEncoding(encoding);
  return {
    name,
    count: (messages) => messages.reduce((sum, { content }) => sum + perMessage + count(content), hidden),
  };
}
