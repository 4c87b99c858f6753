import { encodeOutbound, requiredFeature, type Feature, type OutboundFrame } from "@repartee/protocol";

/** One connection, as the session sees it. */
export interface Listener {
  readonly features: ReadonlySet<Feature>;
  /** Sends a frame that is already text. It never throws, and never waits. */
  send(text: string, frame: OutboundFrame): void;
  /** Ends the connection with one of the close codes of the protocol. */
  close(code: number, reason: string): void;
}

/** Everyone who listens to a conversation. A frame becomes text once, however many they are. */
export interface Audience {
  readonly size: number;
  /** Whether anyone asked for this, so that nobody builds frames in vain. */
  wants(feature: Feature): boolean;
  add(listener: Listener): void;
  remove(listener: Listener): void;
  tell(frame: OutboundFrame): void;
  closeAll(code: number, reason: string): void;
}

export function createAudience(): Audience {
  const listeners = new Set<Listener>();
  return {
    get size() {
      return listeners.size;
    },
    wants(feature) {
      for (const listener of listeners) if (listener.features.has(feature)) return true;
      return false;
    },
    add: (listener) => void listeners.add(listener),
    remove: (listener) => void listeners.delete(listener),
    tell(frame) {
      if (listeners.size === 0) return;
      const needed = requiredFeature(frame);
      let text: string | undefined;
      for (const listener of listeners) {
        if (needed !== undefined && !listener.features.has(needed)) continue;
        text ??= encodeOutbound(frame);
        listener.send(text, frame);
      }
    },
    closeAll(code, reason) {
      for (const listener of listeners) listener.close(code, reason);
    },
  };
}
