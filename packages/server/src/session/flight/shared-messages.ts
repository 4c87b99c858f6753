import type { ChatMessage } from "@repartee/engine";

/** Requests that are held, each message once: a conversation's requests begin alike. Tells how many bytes that takes. */
export class SharedMessages {
  readonly #held = new Map<ChatMessage, number>();
  #last: readonly ChatMessage[] = [];
  #bytes = 0;

  /** Of all that is held, at two bytes per UTF-16 unit. */
  get bytes(): number {
    return this.#bytes;
  }

  /** FR8 The same request; what it shares with the one before are the same objects. */
  hold(messages: readonly ChatMessage[]): readonly ChatMessage[] {
    const shared = messages.map((message, index) => {
      const before = this.#last[index];
      return before !== undefined && isSame(before, message) ? before : message;
    });
    for (const message of shared) {
      const uses = this.#held.get(message) ?? 0;
      if (uses === 0) this.#bytes += bytesOf(message);
      this.#held.set(message, uses + 1);
    }
    this.#last = shared;
    return shared;
  }

  /** A request that was held is not needed any more. */
  release(messages: readonly ChatMessage[]): void {
    for (const message of messages) {
      const uses = this.#held.get(message) ?? 0;
      if (uses > 1) this.#held.set(message, uses - 1);
      else if (this.#held.delete(message)) this.#bytes -= bytesOf(message);
    }
  }
}

function isSame(one: ChatMessage, other: ChatMessage): boolean {
  if (one === other) return true;
  if (one.role !== other.role || one.content !== other.content) return false;
  if (one.role === "tool" && other.role === "tool") return one.toolCallId === other.toolCallId;
  if (one.role !== "assistant" || other.role !== "assistant") return true;
  return JSON.stringify(one.toolCalls) === JSON.stringify(other.toolCalls);
}

/** What a message takes beside its text. */
const overheadBytes = 64;

function bytesOf(message: ChatMessage): number {
  const calls = message.role === "assistant" ? (message.toolCalls ?? []) : [];
  const chars = calls.reduce((sum, call) => sum + call.name.length + call.arguments.length, message.content.length);
  return 2 * chars + overheadBytes;
}
