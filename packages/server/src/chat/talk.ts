import type { Client, LiveConversation } from "@repartee/client";
import type { TurnsBy } from "@repartee/protocol";
import type { Counterpart } from "./cast.ts";

/** One conversation that was made to be talked in. */
export interface Talk {
  readonly counterpart: Counterpart;
  readonly live: LiveChannel;
  /** Ends the conversation; its record stays. Never rejects: the server ends it by itself where it cannot be told. */
  end(): Promise<void>;
}

/** What is used of a live conversation. */
export type LiveChannel = Pick<
  LiveConversation,
  "partial" | "turnEnd" | "respond" | "interrupt" | "toolResult" | "close" | "states" | typeof Symbol.asyncIterator
>;

export interface TalkOptions {
  readonly client: Pick<Client, "conversations" | "connect">;
  readonly counterpart: Counterpart;
  readonly turns: TurnsBy;
  readonly greeting: string | undefined;
  readonly signal: AbortSignal;
}

/** How long ending may take, also when everything is ending. */
const endMs = 5_000;

export async function openTalk({ client, counterpart, turns, greeting, signal }: TalkOptions): Promise<Talk> {
  const body = {
    persona_id: counterpart.personaId,
    conversation_name: "repartee chat",
    ...(greeting === undefined ? {} : { custom_greeting: greeting }),
  };
  const { conversation_id: id } = await client.conversations.create(body, { signal });
  const live = client.connect(id, { turns, features: ["drafts"], signal });
  return {
    counterpart,
    live,
    async end() {
      live.close();
      await client.conversations.end(id, { signal: AbortSignal.timeout(endMs) }).catch(() => {});
    },
  };
}
