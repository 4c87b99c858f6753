import { createReplies, type Replies } from "../../../packages/server/src/replay/replies.ts";
import { pinned, type Params } from "../params.ts";
import { scriptTurn, type TurnScript } from "../script.ts";
import { createUpstream, type Upstream } from "../upstream.ts";

/** A model whose first token always comes after 400 ms: what follows can be computed by hand. */
export const steady: Params = { ...pinned, ttftSigma: 0 };

/** Words as `[text, start, end]`, or `[text, start, end, what it is corrected to]`. */
type Said = readonly [string, number, number, string?];

export function turnOf(...said: readonly Said[]): TurnScript {
  const words = said.map(([text, startMs, endMs, revised = text]) => ({ text, revised, startMs, endMs }));
  return scriptTurn({ callId: "call", user: "caller", index: 0 }, words, steady);
}

/** Everything is answered with this text. */
export function upstreamSaying(text: string): Upstream {
  return createUpstream(steady, repliesOf(text));
}

export function repliesOf(text: string): Replies {
  return createReplies({ texts: [text], answers: new Map() });
}
