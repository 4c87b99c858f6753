import type { Settings } from "@repartee/engine";
import type { InboundFrame } from "@repartee/protocol";
import type { Clock } from "../ports/clock.ts";
import type {
  ConversationDirectory,
  ConversationRecord,
  ConversationStart,
  InteractionOutcome,
  TurnRecord,
} from "../ports/conversation-directory.ts";
import type { Ids } from "../ports/ids.ts";
import type { Log } from "../ports/log.ts";
import type { ModelClient, Upstream } from "../ports/model-client.ts";
import {
  StoreError,
  type ConversationClaim,
  type ConversationRow,
  type JsonObject,
  type Store,
} from "../ports/store.ts";
import type { Telemetry, WatchedConversation } from "../ports/telemetry.ts";
import { toRecord } from "./conversation-record.ts";
import { readCreatedEvent, toCreatedEvent, type CreatedBody } from "./entry-store.ts";
import { findStoredTurn } from "./flight/stored-flight.ts";
import { findNamed, findUpstream, loadPolicies, type ModelSources } from "./conversation-model.ts";
import { toSettings } from "./persona-settings.ts";
import { sequenceBlock } from "./sequence.ts";
import { createTokenScales } from "./token-scales.ts";
import { createSession, type Session } from "./session.ts";
import type { SessionParts } from "./session-parts.ts";

export interface DirectoryParts extends ModelSources {
  readonly store: Pick<Store, "conversations">;
  readonly model: ModelClient;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly telemetry?: Pick<Telemetry, "conversation">;
}

/** Every conversation that runs in this process; the others sleep in the store until somebody asks for them. */
export interface RunningConversations extends ConversationDirectory {
  readonly count: number;
  /** The running conversation, woken if it sleeps; undefined where there is none. */
  open(workspaceId: string, conversationId: string): Promise<Opened>;
  /** Puts conversations to sleep that nobody has needed for a while. */
  sweep(): void;
  /** Finishes what was released, for so long at the most, and stops. */
  close(graceMs: number): Promise<void>;
}

export type Opened = Session | "ended" | undefined;

/** How long a conversation without a connection stays awake; words that nobody committed are forgotten then. */
const idleMs = 60_000;
/** How long the store may take, at the stop, to take what was cut off. */
const lastWriteMs = 1000;

interface Awake {
  readonly session: Session;
  idleSince: number | undefined;
}

export function createDirectory(parts: DirectoryParts): RunningConversations {
  const { store, clock } = parts;
  const awake = new Map<string, Awake>();
  /** Conversations that are being woken, or deleted: whoever asks for one meanwhile is given the same answer. */
  const waking = new Map<string, Promise<Opened>>();
  const scales = createTokenScales();
  let closing = false;

  async function wake(workspaceId: string, conversationId: string): Promise<Opened> {
    const row = await store.conversations.get(workspaceId, conversationId);
    if (row === undefined) return undefined;
    if (row.status === "ended") return "ended";
    const claim = await store.conversations.claim(workspaceId, conversationId);
    if (claim === undefined) return undefined;
    const { epoch } = claim;
    const seqMark = claim.seqHighWater + sequenceBlock;
    // Before a number is used, it is stored that it may have been.
    await store.conversations.append({ workspaceId, conversationId, epoch, events: [], seqHighWater: seqMark });
    return start(claim, seqMark, await loadPolicies(parts));
  }

  function start(
    claim: ConversationClaim,
    seqMark: number,
    policiesFor: (settings: Settings) => SessionParts["policies"],
  ): Session {
    const key = keyOf(claim.row.workspaceId, claim.row.conversationId);
    const created = readCreatedEvent(claim.events[0]);
    const found = findUpstream(created.persona, parts);
    const tokenScale = scales.of(found.upstream);
    const settings: Settings = {
      ...toSettings(created.persona, created.conversation, parts.describeModel?.(created.persona)),
      ...(tokenScale === undefined ? {} : { tokenScale }),
      prefixCache: found.upstream.capabilities?.prefixCache === true,
    };
    const session: Session = createSession({
      ...parts,
      seqMark,
      policies: policiesFor(settings),
      ...found,
      resolveModel: (model) => findNamed(created.persona, model, parts),
      onTokenScale: (scale) => scales.learn(found.upstream, scale),
      store: store.conversations,
      claim,
      settings,
      watch: parts.telemetry?.conversation(toWatched(claim, created, found.upstream)),
      onStopped: () => {
        if (awake.get(key)?.session === session) awake.delete(key);
      },
    });
    awake.set(key, { session, idleSince: clock.now() });
    return session;
  }

  async function open(workspaceId: string, conversationId: string): Promise<Opened> {
    const key = keyOf(workspaceId, conversationId);
    const known = awake.get(key);
    // One that has ended stays until that is stored: another owner now would take the pen from its hand.
    if (known !== undefined) return known.session;
    if (closing) throw new StoreError("closed", "the server is stopping; dial again");
    return waking.get(key) ?? during(key, wake(workspaceId, conversationId));
  }

  function during(key: string, work: Promise<Opened>): Promise<Opened> {
    const shared = work.finally(() => waking.delete(key));
    waking.set(key, shared);
    return shared;
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
    prepareModel(persona.body, parts);
    return row;
  }

  async function interact(
    workspaceId: string,
    conversationId: string,
    frame: InboundFrame,
  ): Promise<InteractionOutcome> {
    const session = await open(workspaceId, conversationId);
    if (session === undefined) return { ok: false, reason: "unknown" };
    if (session === "ended" || session.ended) return { ok: false, reason: "ended" };
    let refused: string | undefined;
    session.receive(frame, "server", (_code, message) => (refused = message));
    return refused === undefined ? { ok: true } : { ok: false, reason: "refused", message: refused };
  }

  async function end(
    workspaceId: string,
    conversationId: string,
    reason: string,
  ): Promise<"ended" | "already-ended" | "unknown"> {
    const session = await open(workspaceId, conversationId);
    if (session === undefined) return "unknown";
    if (session === "ended") return "already-ended";
    const outcome = session.ended ? "already-ended" : "ended";
    session.end(reason);
    if (await session.settled()) return outcome;
    throw new StoreError("unavailable", "the end of the conversation could not be stored; end it again");
  }

  async function remove(workspaceId: string, conversationId: string): Promise<boolean> {
    const key = keyOf(workspaceId, conversationId);
    // One that is just being woken would live on without a row.
    for (let busy = waking.get(key); busy !== undefined; busy = waking.get(key)) await busy.catch(() => undefined);
    let found = false;
    const removing = async (): Promise<undefined> => {
      found = (await store.conversations.get(workspaceId, conversationId)) !== undefined;
      if (!found) return;
      awake.get(key)?.session.stop(4404, "the conversation was deleted");
      await store.conversations.delete(workspaceId, conversationId);
    };
    await during(key, removing());
    return found;
  }

  async function record(workspaceId: string, conversationId: string): Promise<ConversationRecord | undefined> {
    const row = await store.conversations.get(workspaceId, conversationId);
    if (row === undefined) return undefined;
    return toRecord(row, await store.conversations.events(workspaceId, conversationId, 0));
  }

  async function turn(workspaceId: string, conversationId: string, turnIdx: number): Promise<TurnRecord> {
    const row = await store.conversations.get(workspaceId, conversationId);
    if (row === undefined) return { ok: false, reason: "unknown" };
    const held = awake.get(keyOf(workspaceId, conversationId))?.session.flight(turnIdx);
    if (held !== undefined) return { ok: true, turn: held };
    return findStoredTurn(await store.conversations.events(workspaceId, conversationId, 0), turnIdx);
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
    turn,
    sweep() {
      for (const entry of awake.values()) {
        if (!entry.session.idle) entry.idleSince = undefined;
        else if (entry.idleSince === undefined) entry.idleSince = clock.now();
        else if (clock.now() - entry.idleSince >= idleMs) void sleep(entry.session);
      }
    },
    async close(graceMs) {
      closing = true;
      await Promise.allSettled(waking.values());
      const sessions = [...awake.values()].map((entry) => entry.session);
      const over = Promise.all(sessions.map((session) => session.settled()));
      await Promise.race([over, pause(clock, graceMs)]);
      // What is still being said is kept as far as it was heard, rather than lost.
      for (const session of sessions) session.interrupt();
      const stored = Promise.all(sessions.map((session) => session.settled()));
      await Promise.race([stored, pause(clock, lastWriteMs)]);
      for (const session of sessions) session.stop(1012, "the server is stopping; dial again");
    },
  };

  async function sleep(session: Session): Promise<void> {
    await session.settled();
    if (session.idle) session.stop(1012, "the conversation sleeps");
  }
}

/** Its model has time to get ready while the caller dials. One that cannot be called is told when words are wanted. */
function prepareModel(persona: JsonObject, { model, resolveUpstream }: DirectoryParts): void {
  if (model.prepare === undefined || persona["pipeline_mode"] === "echo") return;
  try {
    model.prepare(resolveUpstream(persona));
  } catch {
    return;
  }
}

function toWatched({ row }: ConversationClaim, created: CreatedBody, upstream: Upstream): WatchedConversation {
  const { persona_name: name } = created.persona;
  const personaName = typeof name === "string" ? name : undefined;
  return { conversationId: row.conversationId, personaId: row.personaId, personaName, upstream };
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((done) => void clock.after(ms, done));
}

function keyOf(workspaceId: string, conversationId: string): string {
  return `${workspaceId}/${conversationId}`;
}
