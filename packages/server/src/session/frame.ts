import type { OutboundFrame } from "@repartee/protocol";

type Unsent<F> = F extends OutboundFrame ? Omit<F, "seq" | "timestamp" | "conversation_id"> : never;

/** A frame that has no number, no date and no conversation yet: the session gives all three when it leaves. */
export type UnsentFrame = Unsent<OutboundFrame>;
