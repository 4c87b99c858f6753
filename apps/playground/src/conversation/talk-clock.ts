import type { ReceivedFrame } from "@repartee/protocol";

/** The conversation's clock, as far as its frames tell it. */
export interface TalkClock {
  /** Takes note of what a frame says of when it was made. */
  note(frame: ReceivedFrame): void;
  /** The present, in milliseconds since the conversation's start; undefined before the first frame that says when. */
  readonly now: () => number | undefined;
}

/** A clock over the page's own: set by the frame that came with the least delay. */
export function createTalkClock(pageNow: () => number): TalkClock {
  let offsetMs: number | undefined;
  return {
    note(frame) {
      if (frame.event_type === "unknown") return;
      const madeAtMs = "at_ms" in frame.properties ? frame.properties.at_ms : undefined;
      if (madeAtMs === undefined) return;
      const heard = madeAtMs - pageNow();
      offsetMs = offsetMs === undefined ? heard : Math.max(offsetMs, heard);
    },
    now: () => (offsetMs === undefined ? undefined : pageNow() + offsetMs),
  };
}
