/** What passes between the port's thread and the database's. */
import type { StoreErrorCode } from "../../ports/store.ts";
import type { OperationName } from "../sql/operations.ts";

export interface WorkerInput {
  readonly dataDir: string;
}

export type ToWorker = SqlRequest | { readonly type: "close" };

export interface SqlRequest {
  readonly type: "request";
  readonly id: number;
  readonly name: OperationName;
  readonly input: unknown;
}

export type FromWorker =
  | { readonly type: "open"; readonly file: string; readonly schema: { readonly from: number; readonly to: number } }
  | { readonly type: "refused"; readonly problem: Problem }
  | { readonly type: "answers"; readonly answers: readonly Answer[] };

export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly problem: Problem };

/** A StoreError without its class, which does not survive the passage. */
export interface Problem {
  readonly code: StoreErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}
