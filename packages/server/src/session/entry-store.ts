import type { Entry, StoredEntry } from "@repartee/engine";
import type { ConversationEvent, Json, JsonObject } from "../ports/store.ts";

/** What `created` holds: everything that a conversation needs to run, whatever becomes of its persona. */
export interface CreatedBody {
  readonly persona: JsonObject;
  readonly personaId: string;
  readonly conversation: JsonObject;
  /** ISO 8601, UTC: the one wall-clock time; all others count from here. */
  readonly createdAt: string;
}

export function toCreatedEvent(seq: number, body: CreatedBody): ConversationEvent {
  const { persona, personaId, conversation, createdAt } = body;
  return { seq, atMs: 0, type: "created", body: { persona, personaId, conversation, createdAt } };
}

/** The first event of a conversation; throws where a row is not one that this program writes. */
export function readCreatedEvent(event: ConversationEvent | undefined): CreatedBody {
  const { persona, personaId, conversation, createdAt } = event?.body ?? {};
  if (!isObject(persona) || !isObject(conversation) || typeof personaId !== "string" || typeof createdAt !== "string") {
    throw new Error("the first event of this conversation is not its creation: the store holds something else");
  }
  return { persona, personaId, conversation, createdAt };
}

/** An entry with the flight record of the turn that it ends: stored with it, and told to nobody who does not ask. */
export type RecordedEntry = Entry & { readonly flight?: JsonObject };

/** An entry as a row: absent fields are left out, so that JSON gives it back as it was. */
export function toStoredEvent(seq: number, atMs: number, entry: RecordedEntry): ConversationEvent {
  const { type, ...body } = entry;
  // Entries are plain data; a round trip through JSON drops what is undefined and copies the rest.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { seq, atMs, type, body: JSON.parse(JSON.stringify(body)) as JsonObject };
}

const entryTypes: { readonly [T in Entry["type"]]: true } = {
  release: true,
  reply: true,
  context: true,
  "tool-call": true,
  "tool-result": true,
  summary: true,
  ended: true,
};

/** The entry of a row; undefined for `created` and for rows of a newer version. */
export function readStoredEvent(event: ConversationEvent): StoredEntry | undefined {
  if (!Object.hasOwn(entryTypes, event.type)) return undefined;
  // Only `toStoredEvent` writes rows of these types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { at: event.atMs, entry: { ...event.body, type: event.type } as unknown as Entry };
}

export function readStoredEvents(events: readonly ConversationEvent[]): readonly StoredEntry[] {
  return events.flatMap((event) => readStoredEvent(event) ?? []);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
