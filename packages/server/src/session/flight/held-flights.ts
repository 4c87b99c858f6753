import type { ChatMessage } from "@repartee/engine";
import type { Flight, FlightDraft } from "./flight.ts";
import { SharedMessages } from "./shared-messages.ts";

/** What of a conversation is held in memory at the most: turns, and the bytes of what was sent for them. */
export const mostFlights = 50;
export const mostBytes = 4 * 1024 * 1024;

/** FR8 The newest turns. Where they take too much the messages of the oldest go first, then those turns. */
export class HeldFlights {
  readonly #messages = new SharedMessages();
  /** By their number, which only rises. */
  readonly #flights = new Map<number, Flight>();

  find(turnIdx: number): Flight | undefined {
    return this.#flights.get(turnIdx);
  }

  /** Answers the turns that had to go for it. */
  add(flight: Flight): readonly Flight[] {
    this.#flights.set(flight.turnIdx, flight);
    const gone = [...this.#flights.values()].slice(0, -mostFlights);
    for (const one of gone) {
      this.#flights.delete(one.turnIdx);
      for (const draft of one.drafts) this.forgetMessages(draft);
    }
    return gone;
  }

  holdMessages(messages: readonly ChatMessage[]): readonly ChatMessage[] {
    return this.#messages.hold(messages);
  }

  forgetMessages(draft: FlightDraft): void {
    for (const round of draft.rounds) {
      if (round.messages !== undefined) this.#messages.release(round.messages);
      round.messages = undefined;
      round.tools = undefined;
    }
  }

  /** The oldest messages go until the rest fits. */
  fit(): void {
    for (const flight of this.#flights.values()) {
      if (this.#messages.bytes <= mostBytes) return;
      flight.stripped ||= flight.drafts.some(({ rounds }) => rounds.some(({ messages }) => messages !== undefined));
      for (const draft of flight.drafts) this.forgetMessages(draft);
    }
  }
}
