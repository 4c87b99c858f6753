import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { StoreError, type ConversationEvent, type ConversationStore } from "../ports/store.ts";

/** Something to store, and what to do once it is there. */
export interface JournalItem {
  readonly event?: ConversationEvent;
  readonly status?: "ended";
  readonly seqHighWater?: number;
  readonly stored: () => void;
}

/**
 * Writes a conversation down, in order, beside its loop: what is waiting goes in one append. While the store fails
 * nothing is lost and nothing is announced: it is tried again until it takes what waits.
 */
export interface Journal {
  write(item: JournalItem): void;
  /** Resolves when nothing is waiting, or when nothing more can be stored: whether everything was. */
  flushed(): Promise<boolean>;
  /** Gives up what waits, and takes nothing more. */
  close(): void;
}

export interface JournalParts {
  readonly store: Pick<ConversationStore, "append">;
  readonly clock: Clock;
  readonly log: Log;
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly epoch: number;
  /** The store fails, and is tried again; told once for each time that it goes silent. */
  readonly onTrouble: (error: StoreError) => void;
  /** Nothing more can be stored: another owner has the conversation, or too much is waiting. */
  readonly onLost: (error: StoreError) => void;
}

const retryMs = 1000;
const mostWaiting = 1000;

export function createJournal(parts: JournalParts): Journal {
  const { store, clock, log, workspaceId, conversationId, epoch } = parts;
  const waiting: JournalItem[] = [];
  const sleepers: ((whole: boolean) => void)[] = [];
  let writing = false;
  let troubled = false;
  let closed = false;
  /** Whether nothing was given up. */
  let whole = true;
  let cancelRetry: (() => void) | undefined;

  function wake(): void {
    for (const sleeper of sleepers.splice(0)) sleeper(whole);
  }

  function close(): void {
    if (closed) return;
    closed = true;
    whole = waiting.length === 0;
    waiting.length = 0;
    cancelRetry?.();
    wake();
  }

  function lose(error: StoreError): void {
    if (closed) return;
    const { code, message: reason, cause } = error;
    log.error("a conversation can no longer be stored", { conversationId, code, reason, cause });
    close();
    parts.onLost(error);
  }

  function pump(): void {
    if (writing || closed || cancelRetry !== undefined) return;
    if (waiting.length === 0) return wake();
    writing = true;
    // It never rejects: whatever happens is settled, tried again, or lost.
    void append([...waiting]);
  }

  async function append(batch: readonly JournalItem[]): Promise<void> {
    try {
      await store.append(toAppend(batch));
    } catch (cause) {
      return fail(toStoreError(cause));
    }
    try {
      settle(batch);
    } catch (cause) {
      lose(new StoreError("unavailable", "a fault of the server while it told what was stored", { cause }));
    }
  }

  function toAppend(batch: readonly JournalItem[]): Parameters<ConversationStore["append"]>[0] {
    const marks = batch.flatMap((item) => item.seqHighWater ?? []);
    return {
      workspaceId,
      conversationId,
      epoch,
      events: batch.flatMap((item) => item.event ?? []),
      updatedAt: clock.wall().toISOString(),
      ...(batch.some((item) => item.status === "ended") ? { status: "ended" as const } : {}),
      ...(marks.length === 0 ? {} : { seqHighWater: Math.max(...marks) }),
    };
  }

  function settle(batch: readonly JournalItem[]): void {
    writing = false;
    troubled = false;
    if (closed) return;
    waiting.splice(0, batch.length);
    for (const item of batch) item.stored();
    pump();
  }

  function fail(error: StoreError): void {
    writing = false;
    if (closed) return;
    const final =
      error.code === "stale-owner" ||
      error.code === "not-found" ||
      error.code === "conflict" ||
      error.code === "closed";
    if (final) return lose(error);
    log.warn("a conversation could not be stored; trying again", {
      conversationId,
      code: error.code,
      reason: error.message,
    });
    if (!troubled) parts.onTrouble(error);
    troubled = true;
    cancelRetry = clock.after(retryMs, () => {
      cancelRetry = undefined;
      pump();
    });
  }

  return {
    write(item) {
      if (closed) return;
      if (waiting.length >= mostWaiting) {
        return lose(new StoreError("unavailable", `the store has not taken the last ${mostWaiting} entries`));
      }
      waiting.push(item);
      pump();
    },
    flushed: () =>
      closed || waiting.length === 0 ? Promise.resolve(whole) : new Promise((done) => sleepers.push(done)),
    close,
  };
}

function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError("unavailable", "the store failed in a way that it did not explain", { cause: error });
}
