import fc from "fast-check";
import type { ReceivedFrame } from "@repartee/protocol";
import { describe, expect, test } from "vitest";

import { createConversationView } from "./conversation-view.ts";
import { foldConversation } from "./fold-conversation.ts";
import { frameOf } from "./testing/frames.ts";
import { complete } from "./testing/turn-frames.ts";

const usageOf = (...frames: readonly ReceivedFrame[]) =>
  frames.reduce(foldConversation, createConversationView()).usage;

const tokens = { in: 400, cached: 380, out: 20, wasted: 7, wasted_in: 300 };
const summary = (cost: number | null) =>
  frameOf("conversation.warning", {
    code: "context_summarized",
    message: "summarised",
    tokens: { in: 900, cached: 0, out: 80 },
    cost,
  });

describe("what a conversation has used", () => {
  test("is the sum over its turns, and over summaries apart from them", () => {
    const first = complete(1, { tokens: { ...tokens, warm_in: 90 }, calls: 2, tools: 1, cost: 0.002 });
    expect(usageOf(first, complete(2, { tokens, calls: 1, cost: 0.001 }), summary(0.003))).toEqual({
      turns: 2,
      calls: 3,
      tools: 1,
      tokens: { in: 800, cached: 760, out: 40, wasted: 14, wastedIn: 600, warmIn: 90 },
      summaries: { count: 1, in: 900, cached: 0, out: 80 },
      cost: 0.006,
    });
  });

  test("a turn that is told twice counts once", () => {
    const turn = complete(1, { tokens, calls: 2 });
    expect(usageOf(turn, turn)).toEqual(usageOf(turn));
  });

  test("has a cost only where that of everything that took tokens is known, in whatever order it came", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.option(fc.integer({ min: 0, max: 9 })))),
        (turns) => {
          const frames = turns.map(([out, cost], index) =>
            complete(index + 1, { tokens: { in: 0, cached: 0, out, wasted: 0 }, cost }),
          );
          const known = turns.flatMap(([, cost]) => (cost === null ? [] : [cost]));
          const gap = turns.some(([out, cost]) => out > 0 && cost === null);
          const sum = known.reduce((whole, one) => whole + one, 0);
          expect(usageOf(...frames).cost).toBe(gap || known.length === 0 ? undefined : sum);
        },
      ),
    );
  });

  test("an older server tells no cost, and nothing of what drafts took in", () => {
    const { wasted_in: _, ...older } = tokens;
    expect(usageOf(complete(1, { tokens: older }))).toMatchObject({ tokens: { wastedIn: 0 }, cost: undefined });
  });
});
