import { createReplyReader } from "../reply-reader.ts";
import type { Reply } from "../reply.ts";
import type { Exchange } from "../wire.ts";

/** A reply from the pieces of its body, 10 ms apart. */
export function readPieces(pieces: readonly string[], exchange: Partial<Exchange> = {}): Reply {
  const reader = createReplyReader();
  pieces.forEach((text, index) => reader.push({ text, atMs: (index + 1) * 10 }));
  const headers = { "content-type": "text/event-stream" };
  const whole = {
    reused: false,
    status: 200,
    headers,
    headMs: 1,
    end: { type: "ended" },
    endMs: pieces.length * 10,
  } as const;
  return reader.finish({ ...whole, ...exchange }, (text) => text);
}
