import type { ConnectionState } from "@repartee/client";
import type { OutboundFrame, OutboundProperties, OutboundType, ReceivedFrame } from "@repartee/protocol";
import type { Cast, Counterpart } from "../cast.ts";
import type { Talk } from "../talk.ts";

/** A source whose next items are the test's to say. */
export class Feed<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = [];
  #changed = Promise.withResolvers<void>();
  #ended = false;
  #failure: Error | undefined;

  push(item: Item): void {
    this.#items.push(item);
    this.#change();
  }

  end(failure?: Error): void {
    this.#ended = true;
    this.#failure = failure;
    this.#change();
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    for (;;) {
      const changed = this.#changed.promise;
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else if (this.#failure !== undefined) throw this.#failure;
      else if (this.#ended) return;
      else await changed;
    }
  }
}

/** A talk whose other side is the test: what was told to it is in `told`. */
export class ScriptedTalk implements Talk {
  readonly counterpart: Counterpart;
  readonly told: string[] = [];
  readonly frames = new Feed<ReceivedFrame>();
  readonly connection = new Feed<ConnectionState>();
  ended = false;
  readonly live: Talk["live"];
  #seq = 0;

  constructor(counterpart: Counterpart) {
    this.counterpart = counterpart;
    const { told, frames, connection } = this;
    this.live = {
      partial: (text, options) => void told.push(`partial ${options?.utterance_id}: ${text}`),
      turnEnd: (text) => void told.push(`turn_end: ${text}`),
      respond: (text) => void told.push(`respond: ${text}`),
      interrupt: () => void told.push("interrupt"),
      toolResult: ({ tool_call_id, status, output }) => void told.push(`${status} ${tool_call_id}: ${String(output)}`),
      close() {
        frames.end();
        connection.end();
      },
      states: () => connection,
      [Symbol.asyncIterator]: () => frames[Symbol.asyncIterator](),
    };
  }

  end(): Promise<void> {
    this.ended = true;
    this.live.close();
    return Promise.resolve();
  }

  say<Type extends OutboundType>(event_type: Type, properties: OutboundProperties<Type>, turn_idx?: number): void {
    const place = turn_idx === undefined ? {} : { turn_idx, inference_id: `d${turn_idx}` };
    const head = { message_type: "conversation", seq: (this.#seq += 1), timestamp: 0, event_type };
    this.frames.push({ ...head, ...place, properties } as unknown as OutboundFrame);
  }

  commit(turn_idx: number, transcript: string, reason = "turn_end"): void {
    const inference_id = `d${turn_idx}`;
    this.say("conversation.turn.committed", { turn_idx, inference_id, reason, transcript, grace_ms: 0 }, turn_idx);
  }

  delta(turn_idx: number, index: number, text: string): void {
    this.say("conversation.replica.delta", { text, index }, turn_idx);
  }

  complete(turn_idx: number, given: Partial<OutboundProperties<"conversation.turn.completed">> = {}): void {
    this.say("conversation.turn.completed", { ...numbersOf(turn_idx), ...given }, turn_idx);
  }
}

/** The numbers of a turn that was answered at once. */
function numbersOf(turn_idx: number): OutboundProperties<"conversation.turn.completed"> {
  return {
    turn_idx,
    outcome: "completed",
    end_of_turn_reason: "turn_end",
    last_word_at: 900,
    ended_at: 1000,
    released_at: 1000,
    first_words_at: 1212,
    gap_ms: 312,
    head_start_ms: 0,
    drafts: { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 },
    rung: null,
    tokens: { in: 10, cached: 0, out: 84, wasted: 0 },
    calls: 1,
    tools: 0,
  };
}

export const mara: Counterpart = {
  personaId: "p1",
  name: "Mara",
  model: "small at http://127.0.0.1:1/v1",
  greets: false,
};

/** Personas that are there; what was made of them is in `made`. */
export function createFakeCast(): Cast & { readonly made: string[] } {
  const made: string[] = [];
  return {
    made,
    choose: (personaId) =>
      personaId === undefined || personaId === "p1"
        ? Promise.resolve(mara)
        : Promise.reject(new Error("Invalid persona_id")),
    withModel(personaId, { model, baseUrl }) {
      made.push(`${personaId} ${model} ${baseUrl}`);
      return Promise.resolve({ ...mara, personaId: "p2", model });
    },
    list: () =>
      Promise.resolve([
        { personaId: "p0repartee", name: "Rea" },
        { personaId: "p1", name: "Mara" },
      ]),
    leave: () => Promise.resolve(),
  };
}
