import { restore, step, type Conversation, type Effect, type Event } from "@repartee/engine";
import type { ErrorCode, InboundFrame, OutboundFrame } from "@repartee/protocol";
import type { Listener } from "./audience.ts";
import { createBrokenModel } from "./broken-model.ts";
import { toFrame, toStreamingFrame, toWholeFrame, type ToldEffect } from "./effect-frames.ts";
import type { JsonObject } from "../ports/store.ts";
import { readStoredEvents } from "./entry-store.ts";
import type { UnsentFrame } from "./frame.ts";
import { FlightRecorder } from "./flight/flight-recorder.ts";
import { toFlightView } from "./flight/flight-view.ts";
import { withFlight } from "./flight/stored-flight.ts";
import { toEvent, type FrameStamp } from "./frame-events.ts";
import { createGenerations, type Generations, type ModelNews } from "./generations.ts";
import { createModelNotices } from "./model-notices.ts";
import { standInWarning, storeTrouble } from "./notice-frames.ts";
import { createOutlet, type Outlet } from "./outlet.ts";
import type { SessionParts } from "./session-parts.ts";
import { createTimers, type Timers } from "./timers.ts";

/** A running conversation: the engine's value, and the shell that performs what it orders. */
export interface Session {
  readonly conversationId: string;
  readonly ended: boolean;
  /** Nobody listens, nothing is answered or generated: it may sleep without anyone noticing. */
  readonly idle: boolean;
  /** Why its model cannot be called, where it cannot: every turn fails. */
  readonly problem: string | undefined;
  readonly hello: {
    readonly seq: number;
    readonly turnIdx: number;
    readonly atMs: number;
    readonly model: { readonly name: string; readonly standIn: boolean };
  };
  /** Follows a frame; what it could not follow is told to `answer`. */
  receive(
    frame: InboundFrame,
    endedBy: FrameStamp["endedBy"],
    answer: (code: ErrorCode, message: string) => void,
  ): void;
  join(listener: Listener): void;
  leave(listener: Listener): void;
  /** Tells a listener all that was said of the reply that is running, in place of the deltas that it missed. */
  recap(listener: Listener): void;
  /** A frame for one listener alone. */
  tell(listener: Listener, frame: UnsentFrame): void;
  /** A frame that left before, as it was: its number, and when it left. */
  date(frame: UnsentFrame, seq: number, atMs: number): OutboundFrame;
  /** Why a turn goes, or went, as it did; undefined where it is not in memory. */
  flight(turnIdx: number): JsonObject | undefined;
  end(reason: string): void;
  /** Cuts off what is being said: it is kept as far as it was heard. */
  interrupt(): void;
  /** Resolves when the turn that is being answered is over and nothing waits to be stored: whether everything was. */
  settled(): Promise<boolean>;
  /** Stops without ending the conversation: another process, or this one later, goes on with it. */
  stop(code: number, reason: string): void;
}

/** Ids of drafts: what the wire calls `inference_id`. */
const draftPrefix = "i";

export function createSession(parts: SessionParts): Session {
  return new RunningSession(parts);
}

/** The loop: events in, strictly one after the other; effects out, none of which waits for anything. */
class RunningSession implements Session {
  readonly conversationId: string;
  readonly problem: string | undefined;
  readonly #parts: SessionParts;
  readonly #offset: number;
  readonly #outlet: Outlet;
  readonly #timers: Timers;
  readonly #generations: Generations;
  readonly #flights: FlightRecorder;
  readonly #queue: Event[] = [];
  readonly #waiters: (() => void)[] = [];
  #state: Conversation;
  #stepping = false;
  #stopped: { readonly code: number; readonly reason: string } | undefined;

  constructor(parts: SessionParts) {
    const { claim, clock, log, problem } = parts;
    this.#parts = parts;
    this.conversationId = claim.row.conversationId;
    this.problem = problem;
    const lastAt = claim.events.at(-1)?.atMs ?? 0;
    // The wall clock may have been set back since: a conversation's own time never falls.
    this.#offset = Math.max(lastAt, clock.wall().getTime() - Date.parse(claim.row.createdAt)) - clock.now();
    this.#outlet = createOutlet({
      ...parts,
      now: () => this.#now(),
      onTrouble: (error) => this.#outlet.tell(storeTrouble(error, this.#now())),
      onLost: (code, reason) => this.stop(code, reason),
      onEnded: () => this.stop(1000, "the conversation has ended"),
    });
    this.#timers = createTimers(clock, (timer) => this.#post({ type: "timer", timer, ...this.#stampEvent() }));
    this.#flights = new FlightRecorder(this.#now());
    this.#generations = createGenerations({
      model: problem === undefined ? parts.model : createBrokenModel(problem),
      upstream: parts.upstream,
      resolveModel: parts.resolveModel,
      conversationId: this.conversationId,
      log,
      watch: parts.watch,
      post: (news) => this.#postNews(news),
      heard: (draftId, part) => this.#flights.answered(draftId, part, this.#now()),
      aside: createModelNotices({
        turnIdx: () => this.#state.session.turnIdx,
        now: () => this.#now(),
        tell: (frame) => this.#outlet.tell(frame),
      }),
    });
    const restored = restore(parts.settings, readStoredEvents(claim.events), this.#now());
    this.#state = restored.state;
    this.#performAll(restored.effects);
  }

  get ended(): boolean {
    return this.#state.session.phase === "ended";
  }

  get idle(): boolean {
    return this.#outlet.listeners === 0 && this.#generations.running === 0 && !this.#isAnswering();
  }

  get hello(): Session["hello"] {
    const { name, kind } = this.#parts.upstream;
    const model = { name, standIn: kind === "stand-in" };
    return { seq: this.#outlet.lastSeq, turnIdx: this.#state.session.turnIdx, atMs: this.#now(), model };
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
    // It may have stopped while the connection was made.
    if (this.#stopped !== undefined) return listener.close(this.#stopped.code, this.#stopped.reason);
    const first = this.#outlet.listeners === 0;
    this.#outlet.add(listener);
    this.#tellWishes();
    const { upstream } = this.#parts;
    if (upstream.kind === "stand-in") this.tell(listener, standInWarning(upstream.name, this.#now()));
    if (first) this.#post({ type: "participant-join", ...this.#stampEvent() });
  }

  leave(listener: Listener): void {
    const before = this.#outlet.listeners;
    this.#outlet.remove(listener);
    this.#tellWishes();
    if (before > 0 && this.#outlet.listeners === 0) this.#post({ type: "participant-leave", ...this.#stampEvent() });
  }

  recap(listener: Listener): void {
    const { turn } = this.#state;
    const reply = turn.phase === "released" || turn.phase === "settled" ? turn.reply : undefined;
    if (reply !== undefined && reply.said !== "") this.tell(listener, toWholeFrame(reply, this.#now()));
  }

  /** Calls before the commit are made where somebody takes them. */
  #tellWishes(): void {
    const wanted = this.#outlet.wants("read_tools");
    if (wanted !== this.#state.session.readTools) this.#post({ type: "read-tools", wanted, ...this.#stampEvent() });
  }

  tell(listener: Listener, frame: UnsentFrame): void {
    if (this.#stopped === undefined) this.#outlet.tellOne(listener, frame);
  }

  date(frame: UnsentFrame, seq: number, atMs: number): OutboundFrame {
    return this.#outlet.date(frame, seq, atMs);
  }

  flight(turnIdx: number): JsonObject | undefined {
    const flight = this.#flights.find(turnIdx);
    return flight === undefined ? undefined : toFlightView(flight);
  }

  end(reason: string): void {
    this.#post({ type: "end", reason, ...this.#stampEvent() });
  }

  interrupt(): void {
    this.#post({ type: "interrupt", ...this.#stampEvent() });
  }

  async settled(): Promise<boolean> {
    if (this.#isAnswering()) await new Promise<void>((done) => this.#waiters.push(done));
    return this.#outlet.flushed();
  }

  stop(code: number, reason: string): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = { code, reason };
    this.#queue.length = 0;
    this.#generations.cancelAll();
    this.#timers.clearAll();
    this.#outlet.close(code, reason);
    this.#parts.watch?.stopped();
    this.#wake();
    this.#parts.onStopped();
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
    if (this.#stopped !== undefined) return;
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
    this.#flights.happened(event);
    const { state, effects } = step(this.#parts.policies, this.#state, event);
    this.#state = state;
    if (event.type === "model-usage") this.#parts.onTokenScale?.(state.session.tokenScale);
    this.#performAll(effects);
  }

  /** An effect may stop the conversation: those behind it are not performed, or nobody would end what they start. */
  #performAll(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (this.#stopped !== undefined) return;
      this.#perform(effect);
    }
  }

  #perform(effect: Effect): void {
    if (effect.type !== "speech-delta") this.#parts.watch?.performed(effect);
    this.#flights.performed(effect);
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
        return this.#outlet.record(withFlight(effect.entry, this.#flights));
      default:
        return this.#tell(effect);
    }
  }

  #tell(effect: ToldEffect): void {
    const at = this.#now();
    this.#outlet.tell(toFrame(effect, at));
    if (effect.type === "speech-delta" && this.#outlet.wants("streaming")) {
      this.#outlet.tell(toStreamingFrame(effect, at));
    }
  }

  #isAnswering(): boolean {
    const { phase } = this.#state.turn;
    return this.#stopped === undefined && (phase === "released" || phase === "settled");
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }

  /** A fault of our own must not take the other conversations with it. */
  #fall(cause: unknown): void {
    const { conversationId } = this;
    this.#parts.log.error("a conversation had to stop", { conversationId, cause });
    this.stop(1011, "a fault of the server; dial again to go on");
  }
}
