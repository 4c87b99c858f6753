import type { StoreErrorCode } from "../ports/store.ts";

/** What a failing store means to a client. */
export const storeErrorStatus: Readonly<Record<StoreErrorCode, 404 | 409 | 500 | 503 | 507>> = {
  unavailable: 503,
  closed: 503,
  "read-only": 503,
  full: 507,
  conflict: 409,
  "stale-owner": 409,
  "not-found": 404,
  corrupt: 500,
};
