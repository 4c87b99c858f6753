import type { Feature, OutboundFrame } from "@repartee/protocol";
import { encodeOutbound } from "@repartee/protocol";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ConversationClaim, ConversationStore, StoreError } from "../ports/store.ts";
import { createAudience, type Listener } from "./audience.ts";
import { framesPerEntry, toEntryFrames } from "./entry-frames.ts";
import { toStoredEvent, type RecordedEntry } from "./entry-store.ts";
import type { UnsentFrame } from "./frame.ts";
import { createJournal } from "./journal.ts";
import { createSequence } from "./sequence.ts";

/** Everything that leaves a conversation, numbered: frames at once, announcements when the store has what they tell. */
export interface Outlet {
  /** The highest number that left. */
  readonly lastSeq: number;
  readonly listeners: number;
  wants(feature: Feature): boolean;
  add(listener: Listener): void;
  remove(listener: Listener): void;
  /** To everyone, as far as they asked for it. */
  tell(frame: UnsentFrame): void;
  /** To one alone. */
  tellOne(listener: Listener, frame: UnsentFrame): void;
  /** A frame that left before, as it was: its number, and when it left. */
  date(frame: UnsentFrame, seq: number, atMs: number): OutboundFrame;
  /** Stores first, then tells: an announcement is a promise. */
  record(entry: RecordedEntry): void;
  /** Resolves when nothing waits to be stored: whether all of it was. */
  flushed(): Promise<boolean>;
  /** Gives up what is not stored yet, and ends every connection. */
  close(code: number, reason: string): void;
}

export interface OutletParts {
  readonly claim: ConversationClaim;
  /** The mark that is stored for this owner: numbers up to it may be used. */
  readonly seqMark: number;
  readonly store: Pick<ConversationStore, "append">;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds since the conversation's start. */
  readonly now: () => number;
  /** The store fails, and is tried again; told once for each time that it goes silent. */
  readonly onTrouble: (error: StoreError) => void;
  /** The conversation cannot go on here: the close code, and why. */
  readonly onLost: (code: number, reason: string) => void;
  /** The entry that ended the conversation is stored and told. */
  readonly onEnded: () => void;
}

/** How many connections one conversation may have. */
const mostListeners = 100;

export function createOutlet(parts: OutletParts): Outlet {
  const { claim, clock, log, now, onLost } = parts;
  const { conversationId, workspaceId } = claim.row;
  const startedAtMs = Date.parse(claim.row.createdAt);
  const audience = createAudience();
  const sequence = createSequence({ highWater: claim.seqHighWater, mark: parts.seqMark });
  const journal = createJournal({
    store: parts.store,
    clock,
    log,
    workspaceId,
    conversationId,
    epoch: claim.epoch,
    onTrouble: parts.onTrouble,
    onLost: (error) => onLost(...closeOf(error)),
  });

  function date(frame: UnsentFrame, seq: number, atMs: number): OutboundFrame {
    return { ...frame, conversation_id: conversationId, seq, timestamp: (startedAtMs + atMs) / 1000 };
  }

  function stamp(frame: UnsentFrame): OutboundFrame | undefined {
    const seq = sequence.next();
    if (seq === undefined) onLost(1013, "the store has been silent for too many frames; dial again to resume");
    reserve();
    return seq === undefined ? undefined : date(frame, seq, now());
  }

  function reserve(): void {
    const mark = sequence.takeMark();
    if (mark === undefined) return;
    journal.write({ seqHighWater: mark, stored: () => sequence.confirmMark(mark) });
  }

  function record(entry: RecordedEntry): void {
    const atMs = now();
    const first = sequence.ahead(framesPerEntry);
    // The mark goes first: it covers the numbers of the frames that the entry announces.
    reserve();
    journal.write({
      event: toStoredEvent(first, atMs, entry),
      ...(entry.type === "ended" ? { status: "ended" as const } : {}),
      stored: () => {
        for (const [index, frame] of toEntryFrames(entry, atMs).entries()) {
          sequence.reach(first + index);
          audience.tell(date(frame, first + index, atMs));
        }
        sequence.release(first);
        if (entry.type === "ended") parts.onEnded();
      },
    });
  }

  return {
    get lastSeq() {
      return sequence.last;
    },
    get listeners() {
      return audience.size;
    },
    wants: (feature) => audience.wants(feature),
    add(listener) {
      if (audience.size >= mostListeners) {
        return listener.close(1013, `this conversation has ${mostListeners} connections already`);
      }
      audience.add(listener);
    },
    remove: (listener) => audience.remove(listener),
    tell(frame) {
      if (audience.size === 0) return;
      const stamped = stamp(frame);
      if (stamped !== undefined) audience.tell(stamped);
    },
    tellOne(listener, frame) {
      const stamped = stamp(frame);
      if (stamped !== undefined) listener.send(encodeOutbound(stamped), stamped);
    },
    date,
    record,
    flushed: () => journal.flushed(),
    close(code, reason) {
      journal.close();
      audience.closeAll(code, reason);
    },
  };
}

/** What a connection is told when nothing more can be stored; the store's own words are for the log. */
function closeOf(error: StoreError): [code: number, reason: string] {
  if (error.code === "stale-owner") return [4409, "another server has this conversation now; dial again"];
  if (error.code === "not-found") return [4404, "the conversation was deleted"];
  return [1013, `the store failed (${error.code}); dial again to resume`];
}
