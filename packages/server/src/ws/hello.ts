import { PROTOCOL_VERSION, type ConnectOptions, type OutboundFrame } from "@repartee/protocol";
import type { ConversationStore } from "../ports/store.ts";
import { framesPerEntry, toEntryFrames } from "../session/entry-frames.ts";
import { readStoredEvent } from "../session/entry-store.ts";
import type { UnsentFrame } from "../session/frame.ts";
import type { Session } from "../session/session.ts";

/** The first frame of every connection. */
export function helloFrame(at: Session["hello"], options: ConnectOptions): UnsentFrame {
  return {
    message_type: "system",
    event_type: "system.hello",
    properties: {
      protocol: PROTOCOL_VERSION,
      seq: at.seq,
      turn_idx: at.turnIdx,
      turns: options.turns,
      features: [...options.features],
      resumed: options.afterSeq !== undefined,
      model: { name: at.model.name, stand_in: at.model.standIn },
      at_ms: at.atMs,
    },
  };
}

export interface MissedParts {
  readonly store: Pick<ConversationStore, "events">;
  readonly session: Session;
  readonly workspaceId: string;
  readonly afterSeq: number;
  /** The highest number that had left when the connection joined: what comes behind it, the connection is told itself. */
  readonly upToSeq: number;
}

/** What was announced after `afterSeq`, from the store, under the numbers that it had, oldest first. */
export async function missedFrames(parts: MissedParts): Promise<readonly OutboundFrame[]> {
  const { store, session, workspaceId, afterSeq, upToSeq } = parts;
  // An entry stands under its first number; its later frames may be the ones that were missed.
  const events = await store.events(workspaceId, session.conversationId, Math.max(0, afterSeq - framesPerEntry));
  return events.flatMap((event) => {
    const stored = readStoredEvent(event);
    if (stored === undefined) return [];
    const frames = toEntryFrames(stored.entry, stored.at).map((frame, index) =>
      session.date(frame, event.seq + index, stored.at),
    );
    return frames.filter((frame) => frame.seq > afterSeq && frame.seq <= upToSeq);
  });
}
