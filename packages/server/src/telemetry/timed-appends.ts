import { StoreError, type ConversationStore } from "../ports/store.ts";
import type { Metrics } from "./metrics.ts";

/** TM8 The same store; how long each append took is measured, on a clock finer than milliseconds. */
export function timeAppends(
  store: ConversationStore,
  metrics: Pick<Metrics, "appended" | "appendFailed">,
  now: () => number,
): ConversationStore {
  return {
    create: (row, first) => store.create(row, first),
    get: (workspaceId, id) => store.get(workspaceId, id),
    list: (workspaceId, request) => store.list(workspaceId, request),
    claim: (workspaceId, id) => store.claim(workspaceId, id),
    events: (workspaceId, id, afterSeq) => store.events(workspaceId, id, afterSeq),
    delete: (workspaceId, id) => store.delete(workspaceId, id),
    async append(request) {
      const startedAt = now();
      try {
        await store.append(request);
        metrics.appended((now() - startedAt) / 1000);
      } catch (cause) {
        metrics.appendFailed(cause instanceof StoreError ? cause.code : "unexplained");
        throw cause;
      }
    },
  };
}
