import type { InboundMessage } from "@repartee/protocol";

/** Messages that wait for a connection, in order, up to a bound. */
export class Outbox {
  readonly #limit: number;
  #messages: InboundMessage[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether there was room. An interim transcript takes the place of the one before it: only the newest says anything. */
  push(message: InboundMessage): boolean {
    const last = this.#messages.at(-1);
    if (last !== undefined && supersedes(message, last)) {
      this.#messages[this.#messages.length - 1] = message;
      return true;
    }
    if (this.#messages.length >= this.#limit) return false;
    this.#messages.push(message);
    return true;
  }

  /** All that waits, oldest first; nothing waits afterwards. */
  take(): readonly InboundMessage[] {
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }
}

function supersedes(next: InboundMessage, last: InboundMessage): boolean {
  if (next.event_type !== "conversation.user.transcript" || last.event_type !== next.event_type) return false;
  const [newer, older] = [next.properties, last.properties];
  if (older.final === true || older.final === "true") return false;
  return newer.utterance_id === older.utterance_id && newer.scope === older.scope;
}
