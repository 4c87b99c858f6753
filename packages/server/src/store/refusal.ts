/** What every store says when it refuses a request, in the same words. */
import { StoreError } from "../ports/store.ts";

export function existsAlready(what: string, id: string): StoreError {
  return new StoreError("conflict", `there is a ${what} ${id} already; choose another id`);
}

export function revisionConflict(personaId: string, revision: number): StoreError {
  return new StoreError(
    "conflict",
    `persona ${personaId} is no longer at revision ${revision - 1}; read it again and repeat the change`,
  );
}

export function noConversation(conversationId: string): StoreError {
  return new StoreError("not-found", `there is no conversation ${conversationId}`);
}

export function staleOwner(
  conversationId: string,
  epochs: { readonly given: number; readonly stored: number },
): StoreError {
  return new StoreError(
    "stale-owner",
    `conversation ${conversationId} has another owner (epoch ${epochs.stored}, this one has ${epochs.given}); ` +
      "claim it again before writing to it",
  );
}

export function seqConflict(conversationId: string, lastSeq: number): StoreError {
  return new StoreError(
    "conflict",
    `conversation ${conversationId} has events up to seq ${lastSeq}; a new one must be above`,
  );
}

export function storeClosed(): StoreError {
  return new StoreError("closed", "the store is closed");
}

/** Where seqs do not rise within one append, the offending pair is named. */
export function assertRising(conversationId: string, seqs: readonly number[]): void {
  for (const [index, seq] of seqs.entries()) {
    const before = seqs[index - 1];
    if (before !== undefined && seq <= before) throw seqConflict(conversationId, before);
  }
}

/** How many rows a page skips; a page that cannot exist is the caller's mistake. */
export function pageOffset(request: { readonly page: number; readonly limit: number }): number {
  const { page, limit } = request;
  if (!Number.isSafeInteger(page) || !Number.isSafeInteger(limit) || page < 1 || limit < 1) {
    throw new RangeError(`page ${page} of ${limit} rows does not exist; both are whole numbers from 1`);
  }
  return (page - 1) * limit;
}
