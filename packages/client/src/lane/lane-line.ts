import type { InboundFrame, ReceivedFrame } from "@repartee/protocol";

/**
 * One frame of a conversation, and when it passed in milliseconds since the conversation's start. `in` is towards the
 * server. A frame that says itself when it was made (`at_ms`) needs no time beside it.
 */
export type LaneLine =
  | { readonly direction: "out"; readonly atMs: number | undefined; readonly frame: ReceivedFrame }
  | { readonly direction: "in"; readonly atMs: number; readonly frame: InboundFrame };
