import { foldConversation, foldToolResult, recordTrace, viewRecord } from "@repartee/client";
import type { Client, ConnectionState, LiveConversation, TraceRecorder } from "@repartee/client";
import { foldLanes } from "@repartee/client/lane";
import type { Conversation, ReceivedFrame, TurnsBy } from "@repartee/protocol";
import type { ToolResult } from "../tool/tool-desk.ts";
import { Batch } from "../layout/batch.ts";
import type { Schedule } from "../layout/frame-schedule.ts";
import { createTalkClock } from "./talk-clock.ts";
import type { TalkClock } from "./talk-clock.ts";
import { createSnapshot } from "./talk-snapshot.ts";
import type { TalkSnapshot } from "./talk-snapshot.ts";

export interface TalkOptions {
  readonly client: Pick<Client, "connect" | "conversations">;
  readonly conversation: Pick<Conversation, "conversation_id" | "status">;
  readonly turnsBy: TurnsBy;
  readonly schedule: Schedule;
  readonly now: () => number;
  readonly createId: () => string;
  /** Takes note of a failure; whether it is shown elsewhere. */
  readonly noteFailure: (failure: unknown) => boolean;
  /** How much of the talk is recorded. */
  readonly traceBounds?: { readonly maxLines: number; readonly maxChars: number };
}

/** Some hours of talk; a page must not grow without an end. */
const defaultBounds = { maxLines: 50_000, maxChars: 16 * 1024 * 1024 };

/** One conversation in the page: reads it from its beginning, over all losses, and says what is typed. */
export class Talk {
  readonly #options: TalkOptions;
  readonly #batch: Batch;
  readonly #closed = new AbortController();
  readonly #trace: TraceRecorder;
  readonly #clock: TalkClock;
  #live: LiveConversation | undefined;
  #now: TalkSnapshot;
  #shown: TalkSnapshot;
  #utteranceId: string;
  #text = "";

  constructor(options: TalkOptions) {
    const { conversation, turnsBy, now, traceBounds = defaultBounds } = options;
    this.#options = options;
    this.#trace = recordTrace({ now, ...traceBounds });
    this.#clock = createTalkClock(now);
    this.#now = createSnapshot(conversation.conversation_id, turnsBy, now());
    this.#shown = this.#now;
    this.#utteranceId = options.createId();
    this.#batch = new Batch(options.schedule, () => (this.#shown = this.#now));
    if (conversation.status === "ended") void this.#readRecord(); // Shows its own failure.
    else this.#dial(0);
  }

  get subscribe(): (listener: () => void) => () => void {
    return this.#batch.subscribe;
  }

  readonly snapshot = (): TalkSnapshot => this.#shown;

  /** The present on the conversation's clock, where that is known. */
  get now(): () => number | undefined {
    return this.#clock.now;
  }

  /** Every frame so far, both ways, as a file that can be opened again. */
  toTrace(): string {
    return this.#trace.toNdjson();
  }

  /** The words so far. Each change of them is a partial transcript. */
  type(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#say((live) => live.partial(text, { utterance_id: this.#utteranceId }));
  }

  /** The turn is over; a turn without words is none. */
  endTurn(text: string): void {
    if (text.trim() === "") return;
    this.#say((live) => live.turnEnd(text));
    this.#beginUtterance();
  }

  interrupt(): void {
    this.#say((live) => live.interrupt());
  }

  /** Gives a tool call its result, by hand. The server takes it in and tells nobody: it is noted here. */
  readonly answer = (result: ToolResult): void => {
    this.#say((live) => {
      live.toolResult(result);
      const { view, lanes } = this.#now;
      const atMs = this.#clock.now();
      const frame = {
        message_type: "conversation",
        event_type: "conversation.tool_result",
        properties: result,
      } as const;
      this.#change({
        view: foldToolResult(view, result),
        lanes: atMs === undefined ? lanes : foldLanes(lanes, { direction: "in", atMs: Math.round(atMs), frame }),
      });
    });
  };

  /** Who ends a turn belongs to the connection: it is dialled anew, and goes on where it was. */
  setTurnsBy(turnsBy: TurnsBy): void {
    if (turnsBy === this.#now.turnsBy) return;
    this.#change({ turnsBy });
    if (this.#live === undefined) return;
    const afterSeq = this.#live.seq ?? 0;
    this.#live.close();
    this.#dial(afterSeq);
  }

  /** Leaves the conversation, which goes on without the page. */
  close(): void {
    this.#closed.abort();
    this.#live?.close();
    this.#live = undefined;
    this.#batch.stop();
  }

  #dial(afterSeq: number): void {
    const { client } = this.#options;
    const live = client.connect(this.#now.conversationId, {
      turns: this.#now.turnsBy,
      features: ["drafts", "streaming", "read_tools"],
      afterSeq,
      trace: this.#trace,
      retry: { maxAttempts: Number.POSITIVE_INFINITY, maxDelayMs: 4_000 },
    });
    this.#live = live;
    void this.#read(live); // Neither rejects: both show their own failure.
    void this.#watch(live);
  }

  async #read(live: LiveConversation): Promise<void> {
    try {
      for await (const frame of live) {
        if (this.#live !== live) return;
        this.#take(frame);
      }
      // Refused because it is over: it was never seen live.
      if (this.#live === live && this.#now.view.ended === undefined) await this.#readRecord();
    } catch (cause) {
      if (this.#live === live) this.#fail(cause);
    }
  }

  async #watch(live: LiveConversation): Promise<void> {
    for await (const connection of live.states()) {
      if (this.#live !== live) return;
      this.#changeConnection(connection);
    }
  }

  #changeConnection(connection: ConnectionState): void {
    const goesOn = isUp(this.#now.connection) === isUp(connection);
    this.#change({ connection, ...(goesOn ? {} : { phaseSinceMs: this.#options.now() }) });
  }

  async #readRecord(): Promise<void> {
    const { client, conversation } = this.#options;
    const { signal } = this.#closed;
    try {
      const record = await client.conversations.getVerbose(conversation.conversation_id, { signal });
      const view = viewRecord(record);
      this.#change({ view: { ...view, ended: view.ended ?? "" } });
    } catch (cause) {
      if (!signal.aborted) this.#fail(cause);
    }
  }

  #take(frame: ReceivedFrame): void {
    this.#clock.note(frame);
    const before = this.#now;
    const view = foldConversation(before.view, frame);
    const lanes = foldLanes(before.lanes, { direction: "out", atMs: undefined, frame });
    if (view === before.view && lanes === before.lanes) return;
    const loads = view.loading !== undefined && before.view.loading === undefined;
    this.#change({
      view,
      lanes,
      recorded: this.#trace.lines.length,
      unrecorded: this.#trace.left,
      ...(loads ? { loadingSinceMs: this.#options.now() } : {}),
    });
    const silence = frame.event_type === "conversation.turn.committed" && frame.properties.reason === "silence";
    if (silence) this.#beginUtterance();
  }

  /** What is typed from here on is said anew. */
  #beginUtterance(): void {
    this.#utteranceId = this.#options.createId();
    this.#text = "";
    this.#change({ utterances: this.#now.utterances + 1 });
  }

  #say(send: (live: LiveConversation) => void): void {
    if (this.#live === undefined) return;
    try {
      send(this.#live);
      if (this.#now.failure !== undefined) this.#change({ failure: undefined });
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #fail(cause: unknown): void {
    if (this.#options.noteFailure(cause)) return;
    this.#change({ failure: cause instanceof Error ? cause.message : String(cause) });
  }

  #change(changed: Partial<TalkSnapshot>): void {
    this.#now = { ...this.#now, ...changed };
    this.#batch.mark();
  }
}

function isUp(connection: ConnectionState | undefined): boolean {
  return connection?.phase === "open";
}
