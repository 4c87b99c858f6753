import type { Replies } from "../endpoint/reply.ts";

/** Microseconds on the clock that all processes of this machine share (the kernel's monotonic one). */
export function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/**
 * Replies of `count` tokens, each of which says when it was sent: a token is made in the moment in which the endpoint
 * takes it from the list to write it. Every twelfth ends a sentence, so that a server has clauses to cut.
 */
export function createStampedReplies(count: number): Replies {
  const tokens = new Proxy(Array.from<string>({ length: count }), {
    get(list, key, receiver): unknown {
      const index = typeof key === "string" && /^\d+$/.test(key) ? Number(key) : undefined;
      if (index === undefined || index >= count) return Reflect.get(list, key, receiver);
      return `@${nowUs().toString(36)}${index % 12 === 11 ? ". " : " "}`;
    },
  });
  return { tokensFor: () => tokens };
}

/** When the tokens in a text were sent, in microseconds. A token that the text cuts off is not among them. */
export function readStamps(text: string): readonly number[] {
  return Array.from(text.matchAll(/@([0-9a-z]+)[ .]/g), (match) => Number.parseInt(match[1] ?? "", 36));
}
