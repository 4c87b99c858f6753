import {
  restore,
  step,
  type Conversation,
  type Effect,
  type Event,
  type Policies,
  type Settings,
} from "@repartee/engine";
import type { ErrorCode, InboundFrame, OutboundFrame, WarningCode } from "@repartee/protocol";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Log } from "../ports/log.ts";
import type { ModelClient, Upstream } from "../ports/model-client.ts";
import type { ConversationClaim, ConversationStore, StoreError } from "../ports/store.ts";
import { createAudience, type Listener } from "./audience.ts";
import { toFrame, toStreamingFrame, type ToldEffect } from "./effect-frames.ts";
import { framesPerEntry, toEntryFrames } from "./entry-frames.ts";
import { readStoredEvents, toStoredEvent } from "./entry-store.ts";
import type { UnsentFrame } from "./frame.ts";
import { toEvent, type FrameStamp } from "./frame-events.ts";
import { createGenerations, type ModelNews } from "./generations.ts";
import { createJournal } from "./journal.ts";
import { createSequence, SequenceExhausted } from "./sequence.ts";
import { createTimers } from "./timers.ts";

/** A running conversation: the engine's value, and the shell that performs what it orders. */
export interface Session {
  readonly conversationId: string;
  readonly ended: boolean;
  /** Nothing is said, answered, awaited or heard: it may sleep without anyone noticing. */
  readonly idle: boolean;
  readonly hello: { readonly seq: number; readonly turnIdx: number; readonly atMs: number };
  /** Follows a frame; what it could not follow is told to `answer`. */
  receive(
    frame: InboundFrame,
    endedBy: FrameStamp["endedBy"],
    answer: (code: ErrorCode, message: string) => void,
  ): void;
  join(listener: Listener): void;
  leave(listener: Listener): void;
  end(reason: string): void;
  /** The number and date of a frame for one listener alone. */
  stamp(frame: UnsentFrame): OutboundFrame;
  /** The same for a frame that left before: its number, and when it left. */
  date(frame: UnsentFrame, seq: number, atMs: number): OutboundFrame;
  /** Resolves when the turn that is being answered is over and everything is stored. */
  settled(): Promise<void>;
  /** Stops without ending the conversation: another process, or this one later, goes on with it. */
  stop(code: number, reason: string): void;
}

export interface SessionParts {
  readonly claim: ConversationClaim;
  /** The mark that is stored for this owner: numbers up to it may be used. */
  readonly seqMark: number;
  readonly settings: Settings;
  readonly policies: Policies;
  readonly upstream: Upstream;
  readonly model: ModelClient;
  readonly store: Pick<ConversationStore, "append">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** It can go on no more in this process. */
  readonly onStopped: () => void;
}

/** Ids of drafts: what the wire calls `inference_id`. */
const draftPrefix = "i";

export function createSession(parts: SessionParts): Session {
  return new RunningSession(parts);
}

/** The loop: events in, strictly one after the other; effects out, none of which waits for anything. */
class RunningSession implements Session {
  readonly conversationId: string;
  readonly #parts: SessionParts;
  readonly #startedAtMs: number;
  readonly #offset: number;
  readonly #audience = createAudience();
  readonly #sequence;
  readonly #journal;
  readonly #timers;
  readonly #generations;
  readonly #queue: Event[] = [];
  readonly #waiters: (() => void)[] = [];
  #state: Conversation;
  #stepping = false;
  #stopped = false;

  constructor(parts: SessionParts) {
    const { claim, clock, log } = parts;
    this.#parts = parts;
    this.conversationId = claim.row.conversationId;
    this.#startedAtMs = Date.parse(claim.row.createdAt);
    const lastAt = claim.events.at(-1)?.atMs ?? 0;
    // The wall clock may have been set back since: a conversation's own time never falls.
    this.#offset = Math.max(lastAt, clock.wall().getTime() - this.#startedAtMs) - clock.now();
    this.#sequence = createSequence({ highWater: claim.seqHighWater, mark: parts.seqMark });
    this.#journal = createJournal({
      store: parts.store,
      clock,
      log,
      workspaceId: claim.row.workspaceId,
      conversationId: this.conversationId,
      epoch: claim.epoch,
      onTrouble: (error) => this.#tellTrouble(error),
      onLost: (error) => this.stop(error.code === "stale-owner" ? 4409 : 1013, error.message),
    });
    this.#timers = createTimers(clock, (timer) => this.#post({ type: "timer", timer, ...this.#stampEvent() }));
    this.#generations = createGenerations({
      model: parts.model,
      upstream: parts.upstream,
      conversationId: this.conversationId,
      log,
      post: (news) => this.#postNews(news),
    });
    const restored = restore(parts.settings, readStoredEvents(claim.events), this.#now());
    this.#state = restored.state;
    for (const effect of restored.effects) this.#perform(effect);
  }

  get ended(): boolean {
    return this.#state.session.phase === "ended";
  }

  get idle(): boolean {
    return this.#audience.size === 0 && this.#generations.running === 0 && this.#state.turn.phase === "idle";
  }

  get hello(): Session["hello"] {
    return { seq: this.#sequence.last, turnIdx: this.#state.session.turnIdx, atMs: this.#now() };
  }

  receive(
    frame: InboundFrame,
    endedBy: FrameStamp["endedBy"],
    answer: (code: ErrorCode, message: string) => void,
  ): void {
    if (this.ended) return answer("conversation_ended", "this conversation has ended; create another one");
    const reading = toEvent(frame, { ...this.#stampEvent(), endedBy });
    if (reading.ok) this.#post(reading.event);
    else answer(reading.code, reading.message);
  }

  join(listener: Listener): void {
    const first = this.#audience.size === 0;
    this.#audience.add(listener);
    if (this.#parts.upstream.kind === "stand-in") this.#warnOfStandIn();
    if (first) this.#post({ type: "participant-join", ...this.#stampEvent() });
  }

  leave(listener: Listener): void {
    this.#audience.remove(listener);
    if (this.#audience.size === 0 && !this.#stopped) this.#post({ type: "participant-leave", ...this.#stampEvent() });
  }

  end(reason: string): void {
    this.#post({ type: "end", reason, ...this.#stampEvent() });
  }

  async settled(): Promise<void> {
    if (this.#isAnswering()) await new Promise<void>((done) => this.#waiters.push(done));
    await this.#journal.flushed();
  }

  stop(code: number, reason: string): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#generations.cancelAll();
    this.#timers.clearAll();
    this.#journal.close();
    this.#audience.closeAll(code, reason);
    this.#wake();
    this.#parts.onStopped();
  }

  stamp(frame: UnsentFrame): OutboundFrame {
    return this.date(frame, this.#sequence.next(), this.#now());
  }

  date(frame: UnsentFrame, seq: number, atMs: number): OutboundFrame {
    const timestamp = (this.#startedAtMs + atMs) / 1000;
    return { ...frame, conversation_id: this.conversationId, seq, timestamp };
  }

  #stampEvent(): { at: number; id: string } {
    return { at: this.#now(), id: this.#parts.ids.create(draftPrefix) };
  }

  #now(): number {
    return this.#parts.clock.now() + this.#offset;
  }

  #postNews(news: ModelNews): void {
    this.#post({ ...news, at: this.#now() });
  }

  /** One event after the other: what an event sets off comes behind those that wait already. */
  #post(event: Event): void {
    if (this.#stopped) return;
    this.#queue.push(event);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next);
    } catch (cause) {
      this.#fall(cause);
    } finally {
      this.#stepping = false;
    }
    if (!this.#isAnswering()) this.#wake();
  }

  #step(event: Event): void {
    const { state, effects } = step(this.#parts.policies, this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "model-start":
        return this.#generations.start(effect);
      case "model-cancel":
        return this.#generations.cancel(effect.draftId);
      case "timer-set":
        return this.#timers.set(effect.timer, effect.at - this.#now());
      case "timer-clear":
        return this.#timers.clear(effect.timer);
      case "record":
        return this.#record(effect);
      default:
        return this.#tell(effect);
    }
  }

  #tell(effect: ToldEffect): void {
    const at = this.#now();
    const frame = toFrame(effect, at);
    if (frame !== undefined) this.#send(frame);
    if (effect.type === "speech-delta" && this.#audience.wants("streaming")) this.#send(toStreamingFrame(effect, at));
  }

  #send(frame: UnsentFrame): void {
    if (this.#audience.size === 0) return;
    this.#audience.tell(this.stamp(frame));
    this.#reserve();
  }

  /** Stored first, told when the store has it: an announcement is a promise. */
  #record(effect: Extract<Effect, { type: "record" }>): void {
    const atMs = this.#now();
    const first = this.#sequence.ahead(framesPerEntry);
    const { entry } = effect;
    this.#reserve();
    this.#journal.write({
      event: toStoredEvent(first, atMs, entry),
      ...(entry.type === "ended" ? { status: "ended" as const } : {}),
      stored: () => {
        for (const [index, frame] of toEntryFrames(entry, atMs).entries()) {
          this.#sequence.reach(first + index);
          this.#audience.tell(this.date(frame, first + index, atMs));
        }
        this.#sequence.release(first);
        if (entry.type === "ended") this.stop(1000, "the conversation has ended");
      },
    });
  }

  #reserve(): void {
    const mark = this.#sequence.takeMark();
    if (mark === undefined) return;
    this.#journal.write({ seqHighWater: mark, stored: () => this.#sequence.confirmMark(mark) });
  }

  #isAnswering(): boolean {
    const { phase } = this.#state.turn;
    return !this.#stopped && (phase === "released" || phase === "settled");
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }

  #tellTrouble(error: StoreError): void {
    const message = `${error.message}; nothing is lost: it is stored, and told, as soon as that is possible`;
    this.#sendError("store_unavailable", message);
  }

  #sendError(code: ErrorCode, message: string): void {
    this.#send({
      message_type: "conversation",
      event_type: "conversation.error",
      properties: { code, message, at_ms: this.#now() },
    });
  }

  #warnOfStandIn(): void {
    const { name } = this.#parts.upstream;
    const code: WarningCode = "stand_in";
    const message = `no model is configured for ${name}: a stand-in answers; map it in repartee.config.json, or give the persona a base_url`;
    this.#send({
      message_type: "conversation",
      event_type: "conversation.warning",
      properties: { code, message, at_ms: this.#now() },
    });
  }

  /** A fault of our own must not take the other conversations with it. */
  #fall(cause: unknown): void {
    this.#queue.length = 0;
    const full = cause instanceof SequenceExhausted;
    const { conversationId } = this;
    this.#parts.log.error("a conversation had to stop", { conversationId, cause });
    this.stop(full ? 1013 : 1011, full ? cause.message : "a fault of the server; dial again to go on");
  }
}
