import { isSlash } from "./slash-command.ts";
import type { LiveChannel } from "./talk.ts";

/** Tells a conversation what is being typed, as a recogniser tells what is being said. */
export interface TypedTurn {
  /** The line as it is now: a partial transcript, where it says something new. */
  hear(text: string): void;
  /** The line is done, and with it the turn. */
  end(text: string): void;
  /** What was typed so far is another turn's; the next words are a new utterance. */
  begin(): void;
}

export function createTypedTurn(live: LiveChannel, createId: () => string): TypedTurn {
  let utteranceId = createId();
  let told = "";

  function begin(): void {
    utteranceId = createId();
    told = "";
  }

  function hear(text: string): void {
    const words = isSlash(text) ? "" : text;
    if (words === told) return;
    told = words;
    live.partial(words, { utterance_id: utteranceId });
  }

  return {
    begin,
    hear,
    end(text) {
      try {
        // A turn without a word is none for one who listens ("?!"); typed, it wants an answer like any other.
        if (!/[\p{L}\p{N}]/u.test(text)) return live.respond(text);
        hear(text);
        live.turnEnd(text);
      } finally {
        begin();
      }
    },
  };
}
