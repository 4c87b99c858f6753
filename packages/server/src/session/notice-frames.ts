import type { ErrorCode, WarningCode } from "@repartee/protocol";
import type { StoreError } from "../ports/store.ts";
import type { UnsentFrame } from "./frame.ts";

/** What the shell itself has to tell a client, beside what the engine orders. */
export function errorFrame(code: ErrorCode, message: string, atMs: number): UnsentFrame {
  return {
    message_type: "conversation",
    event_type: "conversation.error",
    properties: { code, message, at_ms: atMs },
  };
}

export function warningFrame(code: WarningCode, message: string, atMs: number): UnsentFrame {
  return {
    message_type: "conversation",
    event_type: "conversation.warning",
    properties: { code, message, at_ms: atMs },
  };
}

export function storeTrouble(error: StoreError, atMs: number): UnsentFrame {
  // The store's own words name files of the server: they are for its log.
  const message = `the store failed (${error.code}); nothing is lost: it is stored, and told, as soon as that is possible`;
  return errorFrame("store_unavailable", message, atMs);
}

export function standInWarning(model: string, atMs: number): UnsentFrame {
  const message = `no model is configured for ${model}: a stand-in answers; map it in repartee.config.json, or give the persona a base_url`;
  return warningFrame("stand_in", message, atMs);
}

export function diagnosticsDropped(count: number, atMs: number): UnsentFrame {
  const message = `this connection read too slowly: ${count} diagnostic frames were dropped`;
  return warningFrame("diagnostics_dropped", message, atMs);
}
