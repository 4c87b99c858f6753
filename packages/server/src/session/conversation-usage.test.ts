import type { Entry, TurnNumbers } from "@repartee/engine";
import { describe, expect, test } from "vitest";
import type { ModelPart } from "../ports/model-client.ts";
import { toUsage } from "./conversation-usage.ts";
import { turnOfTheLoop } from "./testing/held-store.ts";
import { openStage, WORKSPACE, type SessionStage } from "./testing/session-stage.ts";

type Reply = Extract<Entry, { type: "reply" }>;

const numbers: TurnNumbers = {
  turnIdx: 1,
  outcome: "completed",
  endOfTurnReason: "turn_end",
  lastWordAt: 0,
  endedAt: 0,
  releasedAt: 0,
  firstWordsAt: 0,
  gapMs: 0,
  headStartMs: 0,
  drafts: { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 },
  rung: undefined,
  tokens: { in: 100, cached: 60, out: 10, wasted: 4, wastedIn: 90 },
  cost: 0.1,
  context: undefined,
  calls: 2,
  tools: 1,
};

function reply(own: Partial<TurnNumbers> = {}): Reply {
  const said = { text: "", heard: "", outcome: "completed" } as const;
  return { type: "reply", turnIdx: 1, draftId: "i1", purpose: "reply", ...said, numbers: { ...numbers, ...own } };
}

const nothing = { in: 0, cached: 0, out: 0, wasted: 0, wastedIn: 0 };
const unpriced = {
  type: "summary",
  turnIdx: 1,
  text: "",
  items: 2,
  turns: 1,
  tokens: { in: 50, cached: 5, out: 20 },
} as const;
const summary: Entry = { ...unpriced, cost: 0.2 };

describe("TM1 what a conversation has used is the sum over its turns, and its summaries beside them", () => {
  test("of two turns and a summary", () => {
    expect(toUsage([reply(), summary, reply()])).toEqual({
      turns: 2,
      calls: 4,
      tools: 2,
      tokens: { in: 200, cached: 120, out: 20, wasted: 8, wastedIn: 180 },
      summaries: { count: 1, in: 50, cached: 5, out: 20 },
      cost: 0.4,
    });
  });

  test("of nothing", () => {
    expect(toUsage([])).toEqual({
      turns: 0,
      calls: 0,
      tools: 0,
      tokens: nothing,
      summaries: { count: 0, in: 0, cached: 0, out: 0 },
      cost: undefined,
    });
  });

  test("while it runs, and the same after a restart", async () => {
    const price = { in: 1, cached: 0.5, out: 2 };
    const stage = openStage({ describeModel: () => ({ window: 32_000, softLimit: 25_000, price }) });
    const id = await stage.create();
    await say(stage, id, { in: 1000, cached: 400, out: 20 });
    const first = await usageOf(stage, id);
    expect(first).toMatchObject({ turns: 1, calls: 1, tokens: { in: 1000, cached: 400, out: 20 }, cost: 0.00084 });
    await say(stage, id, { in: 1000, cached: 900, out: 10 });
    const both = await usageOf(stage, id);
    expect(both).toMatchObject({ turns: 2, tokens: { in: 2000, cached: 1300, out: 30 }, cost: 0.00141 });
    expect(await usageOf(stage.another(), id)).toEqual(both);
  });
});

type Usage = { in: number; cached: number; out: number };

type Told = Usage & { readonly served?: ModelPart };

async function say(stage: SessionStage, id: string, { served, ...usage }: Told): Promise<void> {
  const session = await stage.wake(id);
  stage.model.expect(
    ...(served === undefined ? [] : [served]),
    { type: "text-delta", text: "Now." },
    { type: "usage", usage },
    { type: "finish", reason: "stop" },
  );
  stage.say(session, `Tell me of number ${usage.out}`);
  await turnOfTheLoop();
}

async function usageOf(stage: SessionStage, id: string): Promise<unknown> {
  return (await stage.directory.record(WORKSPACE, id))?.usage;
}

test("TM2 a turn costs what it does with the name that answered it", async () => {
  const price = { in: 1, cached: 0.5, out: 2 };
  const stage = openStage({ describeModel: () => ({ window: 32_000, softLimit: 25_000, price }) });
  const id = await stage.create();
  const usage = { in: 1000, cached: 0, out: 100 };
  const served = { type: "served", name: "slow", model: "m", via: "m.example" } as const;
  await say(stage, id, { ...usage, served: { ...served, price: { in: 10, cached: 5, out: 20 } } });
  expect(await usageOf(stage, id)).toMatchObject({ cost: 0.012 });
  await say(stage, id, { ...usage, out: 200, served });
  expect(await usageOf(stage, id)).toMatchObject({ turns: 2, cost: undefined });
});

describe("TM2 a cost is told where all of it is known", () => {
  test.each<[what: string, entries: readonly Entry[], cost: number | undefined]>([
    ["no price", [reply({ cost: undefined })], undefined],
    ["a turn that took tokens at an unknown price", [reply(), reply({ cost: undefined })], undefined],
    ["a turn that was lost with the server took none", [reply(), reply({ cost: undefined, tokens: nothing })], 0.1],
    ["a summary at an unknown price", [reply(), unpriced], undefined],
    ["sums are whole billionths", [reply({ cost: 0.1 }), reply({ cost: 0.2 })], 0.3],
  ])("%s", (_, entries, cost) => {
    expect(toUsage(entries).cost).toBe(cost);
  });
});
