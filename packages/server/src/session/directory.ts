import type { Policies } from "@repartee/engine";
import type { InboundFrame } from "@repartee/protocol";
import type { Clock } from "../ports/clock.ts";
import type {
  ConversationDirectory,
  ConversationRecord,
  ConversationStart,
  InteractionOutcome,
} from "../ports/conversation-directory.ts";
import type { Ids } from "../ports/ids.ts";
import type { Log } from "../ports/log.ts";
import type { ModelClient, Upstream } from "../ports/model-client.ts";
import { StoreError, type ConversationRow, type JsonObject, type Store } from "../ports/store.ts";
import { toRecord } from "./conversation-record.ts";
import { readCreatedEvent, toCreatedEvent } from "./entry-store.ts";
import { toSettings } from "./persona-settings.ts";
import { sequenceBlock } from "./sequence.ts";
import { createSession, type Session } from "./session.ts";

export interface DirectoryParts {
  readonly store: Pick<Store, "conversations">;
  readonly model: ModelClient;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Where a persona's words come from, its key decrypted. Throws with words for the operator. */
  readonly resolveUpstream: (persona: JsonObject) => Upstream;
}

/** Every conversation that runs in this process; the others sleep in the store until somebody asks for them. */
export interface RunningConversations extends ConversationDirectory {
  readonly count: number;
  /** The running conversation, woken if it sleeps; undefined where there is none. */
  open(workspaceId: string, conversationId: string): Promise<Session | undefined>;
  /** Puts conversations to sleep that nobody has needed for a while. */
  sweep(): void;
  /** Finishes what was released, for so long at the most, and stops. */
  close(graceMs: number): Promise<void>;
}

/** How long a conversation without a connection stays awake. */
const idleMs = 60_000;

interface Awake {
  readonly session: Session;
  idleSince: number | undefined;
}

export function createDirectory(parts: DirectoryParts): RunningConversations {
  const { store, clock, log } = parts;
  const awake = new Map<string, Awake>();
  const waking = new Map<string, Promise<Session | undefined>>();
  let closing = false;

  async function wake(workspaceId: string, conversationId: string): Promise<Session | undefined> {
    const claim = await store.conversations.claim(workspaceId, conversationId);
    if (claim === undefined) return undefined;
    const key = keyOf(workspaceId, conversationId);
    const seqMark = claim.seqHighWater + sequenceBlock;
    // Before a number is used, it is stored that it may have been.
    await store.conversations.append({
      workspaceId,
      conversationId,
      epoch: claim.epoch,
      events: [],
      seqHighWater: seqMark,
    });
    const created = readCreatedEvent(claim.events[0]);
    const session = createSession({
      ...parts,
      store: store.conversations,
      claim,
      seqMark,
      settings: toSettings(created.persona, created.conversation),
      upstream: parts.resolveUpstream(created.persona),
      onStopped: () => {
        if (awake.get(key)?.session === session) awake.delete(key);
      },
    });
    if (!session.ended) awake.set(key, { session, idleSince: clock.now() });
    return session;
  }

  async function open(workspaceId: string, conversationId: string): Promise<Session | undefined> {
    const key = keyOf(workspaceId, conversationId);
    const known = awake.get(key);
    if (known !== undefined && !known.session.ended) return known.session;
    if (closing) throw new StoreError("closed", "the server is stopping; dial again");
    const started = waking.get(key) ?? wake(workspaceId, conversationId).finally(() => waking.delete(key));
    waking.set(key, started);
    return started;
  }

  async function create(input: ConversationStart): Promise<ConversationRow> {
    const { workspaceId, conversationId, persona, body, createdAt } = input;
    const row: ConversationRow = {
      workspaceId,
      conversationId,
      personaId: persona.personaId,
      status: "active",
      body,
      createdAt,
      updatedAt: createdAt,
    };
    const created = { persona: persona.body, personaId: persona.personaId, conversation: body, createdAt };
    await store.conversations.create(row, toCreatedEvent(1, created));
    return row;
  }

  async function interact(
    workspaceId: string,
    conversationId: string,
    frame: InboundFrame,
  ): Promise<InteractionOutcome> {
    const session = await open(workspaceId, conversationId);
    if (session === undefined) return { ok: false, reason: "unknown" };
    if (session.ended) return { ok: false, reason: "ended" };
    // Over REST nobody is connected who could be told: what cannot be followed is only logged.
    session.receive(frame, "server", (code, message) =>
      log.warn("an interaction was not followed", { code, message, conversationId }),
    );
    return { ok: true };
  }

  async function end(
    workspaceId: string,
    conversationId: string,
    reason: string,
  ): Promise<"ended" | "already-ended" | "unknown"> {
    const session = await open(workspaceId, conversationId);
    if (session === undefined) return "unknown";
    if (session.ended) return "already-ended";
    session.end(reason);
    await session.settled();
    return "ended";
  }

  async function remove(workspaceId: string, conversationId: string): Promise<boolean> {
    if ((await store.conversations.get(workspaceId, conversationId)) === undefined) return false;
    awake.get(keyOf(workspaceId, conversationId))?.session.stop(4404, "the conversation was deleted");
    return store.conversations.delete(workspaceId, conversationId);
  }

  async function record(workspaceId: string, conversationId: string): Promise<ConversationRecord | undefined> {
    const row = await store.conversations.get(workspaceId, conversationId);
    if (row === undefined) return undefined;
    return toRecord(row, await store.conversations.events(workspaceId, conversationId, 0));
  }

  return {
    get count() {
      return awake.size;
    },
    open,
    create,
    interact,
    end,
    delete: remove,
    record,
    sweep() {
      for (const entry of awake.values()) {
        if (!entry.session.idle) entry.idleSince = undefined;
        else if (entry.idleSince === undefined) entry.idleSince = clock.now();
        else if (clock.now() - entry.idleSince >= idleMs) void sleep(entry.session);
      }
    },
    async close(graceMs) {
      closing = true;
      const sessions = [...awake.values()].map((entry) => entry.session);
      const over = new Promise<void>((done) => clock.after(graceMs, done));
      await Promise.race([Promise.all(sessions.map((session) => session.settled())), over]);
      for (const session of sessions) session.stop(1012, "the server is stopping; dial again");
    },
  };

  async function sleep(session: Session): Promise<void> {
    await session.settled();
    if (session.idle) session.stop(1012, "the conversation sleeps");
  }
}

function keyOf(workspaceId: string, conversationId: string): string {
  return `${workspaceId}/${conversationId}`;
}
