import type { ConversationAppend, ConversationStore, StoreErrorCode } from "../../ports/store.ts";
import { StoreError } from "../../ports/store.ts";

/** A store whose appends a test can hold back or let fail; everything else goes through. */
export interface HeldStore extends ConversationStore {
  /** Every append that was asked for, the failed ones too. */
  readonly appends: readonly ConversationAppend[];
  /** From now on appends wait. */
  hold(): void;
  /** Those that wait are made now, and no more wait. */
  release(): Promise<void>;
  /** From now on appends fail like this, until `mend`. */
  fail(code: StoreErrorCode): void;
  mend(): void;
}

export function createHeldStore(inner: ConversationStore): HeldStore {
  const appends: ConversationAppend[] = [];
  const waiting: (() => void)[] = [];
  let held = false;
  let failing: StoreErrorCode | undefined;
  return {
    create: (row, first) => inner.create(row, first),
    get: (workspaceId, id) => inner.get(workspaceId, id),
    list: (workspaceId, request) => inner.list(workspaceId, request),
    claim: (workspaceId, id) => inner.claim(workspaceId, id),
    events: (workspaceId, id, afterSeq) => inner.events(workspaceId, id, afterSeq),
    delete: (workspaceId, id) => inner.delete(workspaceId, id),
    appends,
    async append(request) {
      appends.push(request);
      if (failing !== undefined) throw new StoreError(failing, `the test's store is ${failing} in /secret/folder`);
      if (held) await new Promise<void>((done) => waiting.push(done));
      return inner.append(request);
    },
    hold() {
      held = true;
    },
    async release() {
      held = false;
      for (const go of waiting.splice(0)) go();
      await turnOfTheLoop();
    },
    fail(code) {
      failing = code;
    },
    mend() {
      failing = undefined;
    },
  };
}

/** Lets everything run that waits for nothing outside: no time passes. */
export function turnOfTheLoop(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
