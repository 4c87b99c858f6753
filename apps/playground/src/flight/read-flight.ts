import type { FlightRecord } from "@repartee/protocol";

/** Asks why one turn went as it did. Rejects with the server's words where it does not know. */
export type ReadFlight = (turnIdx: number, signal: AbortSignal) => Promise<FlightRecord>;
