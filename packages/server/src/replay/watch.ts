import { createConversationView, foldConversation, type ConversationView } from "@repartee/client";
import type { OutboundType, ReceivedFrame } from "@repartee/protocol";

/** What the client's side saw of a conversation, with the times at which it saw it, in milliseconds of the play. */
export interface Observation {
  readonly view: ConversationView;
  /** By `inference_id`; of each kind the first. */
  readonly draftStarted: ReadonlyMap<string, number>;
  readonly committed: ReadonlyMap<string, number>;
  readonly firstClause: ReadonlyMap<string, number>;
}

/** Follows a conversation's frames. */
export interface Watch {
  readonly observation: Observation;
  /** When the last frame came. */
  readonly lastFrameAt: number;
  /** When the newest turn was committed; undefined before the first. */
  readonly lastCommitAt: number | undefined;
  /** A turn was committed and is not over. */
  readonly answering: boolean;
  see(frame: ReceivedFrame, atMs: number): void;
}

export function createWatch(): Watch {
  // As many entries as the call has drafts: the length of the call bounds them.
  const draftStarted = new Map<string, number>();
  const committed = new Map<string, number>();
  const firstClause = new Map<string, number>();
  const marks: { readonly [Type in OutboundType]?: Map<string, number> } = {
    "conversation.draft.started": draftStarted,
    "conversation.turn.committed": committed,
    "conversation.replica.clause": firstClause,
  };
  let view = createConversationView();
  let lastFrameAt = 0;
  let lastCommitAt: number | undefined;

  return {
    get observation() {
      return { view, draftStarted, committed, firstClause };
    },
    get lastFrameAt() {
      return lastFrameAt;
    },
    get lastCommitAt() {
      return lastCommitAt;
    },
    get answering() {
      return view.turns.some((turn) => turn.phase === "released");
    },
    see(frame, atMs) {
      lastFrameAt = atMs;
      view = foldConversation(view, frame);
      if (frame.event_type === "unknown") return;
      if (frame.event_type === "conversation.turn.committed") lastCommitAt = atMs;
      const times = marks[frame.event_type];
      const id = frame.inference_id;
      if (times !== undefined && id !== undefined && !times.has(id)) times.set(id, atMs);
    },
  };
}
