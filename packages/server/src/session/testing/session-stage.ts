import { plainPolicies, type Policies } from "@repartee/engine";
import { readInbound, type ErrorCode, type Feature, type InboundFrame } from "@repartee/protocol";
import { ManualClock } from "../../model/testing/manual-clock.ts";
import { ScriptedModel } from "../../model/testing/scripted-model.ts";
import type { Upstream } from "../../ports/model-client.ts";
import type { JsonObject, Store } from "../../ports/store.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { openMemoryStore } from "../../store/memory-store.ts";
import { createLogList } from "../../store/testing/log-list.ts";
import type { ModelRoom } from "../context-limit.ts";
import { createDirectory, type RunningConversations } from "../directory.ts";
import type { Session } from "../session.ts";
import { createEar, type Ear } from "./ear.ts";
import { createHeldStore, turnOfTheLoop, type HeldStore } from "./held-store.ts";

export const WORKSPACE = "default";

/** Conversations over a store in memory, a model that says what a test tells it, and time that stands still. */
export interface SessionStage {
  readonly directory: RunningConversations;
  readonly store: HeldStore;
  readonly model: ScriptedModel;
  readonly clock: ManualClock;
  readonly log: ReturnType<typeof createLogList>;
  /** A new conversation, asleep; answers its id. */
  create(body?: JsonObject): Promise<string>;
  /** The running one; fails where there is none. */
  wake(id: string): Promise<Session>;
  /** Somebody who listens from now on. */
  join(session: Session, ...features: readonly Feature[]): Ear;
  /** Sends a frame as a client would; answers how it was refused, if it was. */
  send(session: Session, eventType: string, properties?: JsonObject): ErrorCode | undefined;
  /** The user's words, and the end of their turn. */
  say(session: Session, text: string): void;
  /** Lets time pass, and everything run that it sets off. */
  pass(ms: number): Promise<void>;
  /** Another process over the same store, as after a crash: this one is simply forgotten. */
  another(): SessionStage;
}

export interface StageOptions {
  readonly persona?: JsonObject;
  readonly upstream?: Partial<Upstream>;
  readonly policies?: Policies;
  readonly resolveUpstream?: (persona: JsonObject) => Upstream;
  readonly countTokens?: () => Promise<Policies["countTokens"]>;
  readonly describeModel?: (persona: JsonObject) => ModelRoom;
  readonly telemetry?: (clock: ManualClock) => Pick<Telemetry, "conversation">;
  readonly inner?: Store;
}

const timeouts = { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 };
const scripted: Upstream = { name: "scripted", kind: "openai", model: "scripted", timeouts };

export function openStage(options: StageOptions = {}): SessionStage {
  const inner = options.inner ?? openMemoryStore();
  const store = createHeldStore(inner.conversations);
  const model = new ScriptedModel();
  const clock = new ManualClock();
  const log = createLogList();
  const ids = createCountingIds();
  const { persona = {}, upstream = {} } = options;
  const directory = createDirectory({
    store: { conversations: store },
    model,
    policiesFor: () => options.policies ?? plainPolicies,
    ...(options.countTokens === undefined ? {} : { countTokens: options.countTokens }),
    ...(options.telemetry === undefined ? {} : { telemetry: options.telemetry(clock) }),
    ...(options.describeModel === undefined ? {} : { describeModel: options.describeModel }),
    clock,
    ids,
    log,
    resolveUpstream: options.resolveUpstream ?? (() => ({ ...scripted, ...upstream })),
  });
  return {
    directory,
    store,
    model,
    clock,
    log,
    async create(body = {}) {
      const conversationId = ids.create("c");
      const createdAt = clock.wall().toISOString();
      const row = { personaId: "p1", kind: "user", body: persona, createdAt, updatedAt: createdAt } as const;
      await directory.create({
        workspaceId: WORKSPACE,
        conversationId,
        persona: { ...row, workspaceId: WORKSPACE, revision: 1 },
        body,
        createdAt,
      });
      return conversationId;
    },
    async wake(id) {
      const session = await directory.open(WORKSPACE, id);
      if (session === undefined || session === "ended") throw new Error(`${id} does not run: ${session}`);
      return session;
    },
    join(session, ...features) {
      const ear = createEar(...features);
      session.join(ear);
      return ear;
    },
    send: sendTo,
    say(session, text) {
      sendTo(session, "conversation.user.turn_end", { text });
    },
    async pass(ms) {
      clock.advance(ms);
      await turnOfTheLoop();
    },
    another: () => openStage({ ...options, inner }),
  };
}

export function frameOf(eventType: string, properties: JsonObject = {}): InboundFrame {
  const read = readInbound({ event_type: eventType, properties });
  if (!read.ok) throw new Error(read.message);
  return read.frame;
}

function sendTo(session: Session, eventType: string, properties?: JsonObject): ErrorCode | undefined {
  let refused: ErrorCode | undefined;
  session.receive(frameOf(eventType, properties), "client", (code) => {
    refused = code;
  });
  return refused;
}

let counted = 0;

/** Ids that count, over every stage: a second process never repeats one of the first. */
function createCountingIds(): { create(prefix: string): string } {
  return { create: (prefix) => `${prefix}${(counted += 1).toString(16).padStart(16, "0")}` };
}
