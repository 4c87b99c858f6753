import { describe, expect, test } from "vitest";
import { plainPolicies } from "../policy/plain.ts";
import type { Settings } from "../session/session.ts";
import { countLetters } from "../testing/arbitrary-history.ts";
import { openStage, type Stage } from "../testing/stage.ts";
import { correctScale } from "./counting.ts";

const policies = { ...plainPolicies, countTokens: countLetters };
const limit = { hard: 1000, soft: 700, reserve: 100, policy: "trim" } as const;

function open(settings: Partial<Settings> = {}): Stage {
  return openStage({ contextLimit: limit, tools: [], ...settings }, policies);
}

function say(stage: Stage, letters: number): void {
  stage.respond("u".repeat(letters));
  stage.text("ok");
  stage.finish();
}

const told = (stage: Stage): readonly string[] =>
  stage.of("warning").map((warning) => `${warning.code} ${warning.turnIdx}`);

describe("C9 a context that is nearly full is told", () => {
  test("once each time that it comes so far, with the counts", () => {
    const stage = open();
    say(stage, 300);
    say(stage, 300);
    expect(told(stage)).toEqual([]);
    say(stage, 100);
    say(stage, 20);
    expect(told(stage)).toEqual(["context_near_limit 3"]);
    expect(stage.of("warning")[0]).toMatchObject({
      message: "the context holds about 741 of 1,000 tokens: above 700 models answer more slowly",
      context: { tokens: 741, limit: 1000, soft: 700 },
    });
  });

  test("whenever turns are left out; and again when it comes near after it was ample", () => {
    const stage = open();
    for (let turn = 0; turn < 8; turn += 1) say(stage, 150);
    expect(told(stage)).toEqual([
      "context_near_limit 5",
      "context_trimmed 6",
      "context_near_limit 7",
      "context_trimmed 8",
    ]);
    expect(stage.of("warning")[1]?.message).toMatch(/the 2 oldest turns are no longer sent$/u);
  });

  test("a warning stands behind the request that it is about", () => {
    const stage = open();
    stage.look();
    stage.respond("u".repeat(800));
    expect(stage.look().slice(-2)).toEqual(["model-start", "warning"]);
  });
});

describe("C10 what the model cannot hold is not sent: the turn fails, and says what is too much", () => {
  test("the words of the user", () => {
    const stage = open();
    stage.respond("u".repeat(2000));
    expect(stage.of("model-start")).toEqual([]);
    expect(stage.of("model-cancel")).toEqual([]);
    expect(stage.entries("reply")[0]).toMatchObject({
      outcome: "failed",
      numbers: { calls: 0, context: undefined, tokens: { in: 0, out: 0 } },
      problem: { code: "context_full" },
    });
    expect(stage.entries("reply")[0]?.problem?.message).toBe(
      "prompt and words of the user have about 2,021 tokens, 1,121 more than the model's 900 (1,000, less 100 for " +
        "the answer): say less in one turn, or shorten the prompt",
    );
    say(stage, 10);
    expect(stage.entries("reply")[1]).toMatchObject({ outcome: "completed" });
  });

  test("the prompt", () => {
    const stage = open({ systemPrompt: "x".repeat(1500) });
    stage.hear("hello", { endedBy: "client" });
    stage.endTurn();
    expect(stage.entries("reply")[0]?.problem?.message).toContain("shorten system_prompt, context or tools");
  });

  test("the whole conversation, where nothing may be left out", () => {
    const stage = open({ contextLimit: { ...limit, policy: "error" } });
    for (let turn = 0; turn < 5; turn += 1) say(stage, 200);
    const replies = stage.entries("reply");
    expect(replies.map(({ outcome }) => outcome)).toEqual([...Array.from({ length: 4 }, () => "completed"), "failed"]);
    expect(replies[4]?.problem?.message).toContain("layers.llm.context.policy");
    expect(told(stage)).toEqual(["context_near_limit 4"]);
  });

  test("a draft does not start, and is looked at again with the next words", () => {
    const stage = open();
    stage.hear("u".repeat(2000), { stability: 1 });
    stage.wait(300);
    expect(stage.of("draft-start")).toEqual([]);
    stage.hear("hello", { stability: 1 });
    expect(stage.of("draft-start")).toHaveLength(1);
  });
});

describe("C11 the upstream's own count corrects how tokens are counted", () => {
  const report = (stage: Stage, tokens: number): void => {
    stage.send({ type: "model-usage", draftId: stage.draft, usage: { in: tokens, cached: 0, out: 2 } });
  };

  test("a long request tells more than a short one", () => {
    expect(correctScale(1, 2000, 2400)).toBeCloseTo(1.1);
    expect(correctScale(1, 20_000, 24_000)).toBeCloseTo(1.18);
    expect(correctScale(1, 20, 520)).toBeLessThan(1.03);
    expect(correctScale(1, 0, 520)).toBe(1);
  });

  test("it stays between a half and three, whatever is reported", () => {
    let scale = 1;
    for (let turn = 0; turn < 100; turn += 1) scale = correctScale(scale, 30_000, 10_000_000);
    expect(scale).toBeCloseTo(3);
    for (let turn = 0; turn < 100; turn += 1) scale = correctScale(scale, 30_000, 1);
    expect(scale).toBeCloseTo(0.5);
  });

  test("what is sent afterwards is held to it", () => {
    const stage = open({ tokenScale: 2 });
    stage.respond("u".repeat(440));
    expect(stage.entries("reply")[0]?.problem?.code).toBe("context_full");
    const other = open({ tokenScale: 2 });
    other.respond("hello");
    expect(other.state.turn).toMatchObject({ reply: { draft: { asked: { counted: 26, tokens: 52 } } } });
    report(other, 26);
    expect(other.state.session.tokenScale).toBeLessThan(2);
  });

  test("drafts teach as well as replies; what is reported of nothing that is known teaches nothing", () => {
    const stage = open();
    stage.hear("hello", { stability: 1 });
    report(stage, 50);
    const { tokenScale } = stage.state.session;
    expect(tokenScale).toBeGreaterThan(1);
    stage.send({ type: "model-usage", draftId: "gone", usage: { in: 900, cached: 0, out: 2 } });
    expect(stage.state.session.tokenScale).toBe(tokenScale);
  });
});

describe("C14 every request counts: as it was reported, else as it is counted here", () => {
  test("a reply that was not reported", () => {
    const stage = open();
    say(stage, 100);
    const { tokens, context } = stage.entries("reply")[0]?.numbers ?? {};
    expect(tokens).toEqual({ in: 121, cached: 0, out: 2, wasted: 0, wastedIn: 0 });
    expect(context).toEqual({ tokens: 121, limit: 1000, soft: 700 });
  });

  test("a draft that was aborted is wasted, in and out", () => {
    const stage = open();
    stage.hear("hello", { stability: 1, endedBy: "client" });
    stage.text("Hi");
    stage.hear("help me", { stability: 1 });
    stage.endTurn();
    stage.text("Sure.");
    stage.finish();
    expect(stage.entries("reply")[0]?.numbers.tokens).toEqual({ in: 28, cached: 0, out: 5, wasted: 2, wastedIn: 26 });
  });

  test("rounds of which some were reported", () => {
    const tools = [{ name: "look" }];
    const stage = open({ tools });
    stage.respond("hello");
    stage.callTool("c1");
    stage.finish();
    stage.send({ type: "tool-result", callId: "c1", output: "two seats", status: "success" });
    stage.text("Two.");
    stage.send({ type: "model-usage", draftId: stage.draft, usage: { in: 70, cached: 30, out: 4 } });
    stage.finish();
    const numbers = stage.entries("reply")[0]?.numbers;
    expect(numbers?.calls).toBe(2);
    expect(numbers?.tokens).toMatchObject({ in: 26 + JSON.stringify(tools).length + 70, cached: 30, out: 4 });
  });
});

test("C15 a turn costs what its tokens cost, wasted ones too; without a price nobody knows", () => {
  const stage = open({ price: { in: 2, cached: 0.5, out: 8 } });
  stage.hear("hello", { stability: 1, endedBy: "client" });
  stage.send({ type: "model-usage", draftId: stage.draft, usage: { in: 100, cached: 0, out: 10 } });
  stage.hear("help me", { stability: 1 });
  stage.endTurn();
  stage.text("Sure.");
  stage.send({ type: "model-usage", draftId: stage.draft, usage: { in: 110, cached: 90, out: 5 } });
  stage.finish();
  const cost = (100 * 2 + 10 * 8 + 20 * 2 + 90 * 0.5 + 5 * 8) / 1e6;
  expect(stage.entries("reply")[0]?.numbers.cost).toBeCloseTo(cost, 9);
  const free = open();
  say(free, 10);
  expect(free.entries("reply")[0]?.numbers.cost).toBeUndefined();
});

describe("C15 every request costs what it does where it was answered", () => {
  const price = { in: 2, cached: 0.5, out: 8 };
  const dear = { in: 100, cached: 10, out: 400 };
  const usage = { in: 100, cached: 50, out: 10 };
  const serve = (stage: Stage, by: typeof price | undefined): void => {
    stage.send({ type: "model-served", draftId: stage.draft, price: by });
  };
  const costOfLast = (stage: Stage): number | undefined => stage.entries("reply").at(-1)?.numbers.cost;
  const answer = (stage: Stage, by: typeof price | undefined): void => {
    serve(stage, by);
    stage.text("Sure.");
    stage.send({ type: "model-usage", draftId: stage.draft, usage });
    stage.finish();
  };

  test("a fallback that has another price, or is the only one to have one", () => {
    for (const settings of [{ price }, {}]) {
      const stage = open(settings);
      stage.respond("hello");
      answer(stage, dear);
      expect(costOfLast(stage)).toBe((50 * 100 + 50 * 10 + 10 * 400) / 1e6);
    }
  });

  test("a fallback without a price makes the cost of its turn unknown, and of no other", () => {
    const stage = open({ price });
    stage.respond("hello");
    answer(stage, undefined);
    expect(costOfLast(stage)).toBeUndefined();
    stage.respond("and");
    answer(stage, price);
    expect(costOfLast(stage)).toBe((50 * 2 + 50 * 0.5 + 10 * 8) / 1e6);
  });

  test("of a draft that was aborted too, reported or not", () => {
    const stage = open({ price });
    stage.hear("hello", { stability: 1, endedBy: "client" });
    serve(stage, dear);
    stage.text("Hi");
    stage.hear("help me", { stability: 1 });
    stage.endTurn();
    answer(stage, price);
    const { tokens } = stage.entries("reply")[0]?.numbers ?? {};
    const wasted = (tokens?.wastedIn ?? 0) * 100 + (tokens?.wasted ?? 0) * 400;
    expect(wasted).toBeGreaterThan(0);
    expect(costOfLast(stage)).toBeCloseTo((wasted + 50 * 2 + 50 * 0.5 + 10 * 8) / 1e6, 9);
  });

  test("of each round of one answer by itself", () => {
    const stage = open({ price, tools: [{ name: "look" }] });
    stage.respond("hello");
    serve(stage, dear);
    stage.callTool("c1");
    stage.send({ type: "model-usage", draftId: stage.draft, usage });
    stage.finish();
    stage.send({ type: "tool-result", callId: "c1", output: "two seats", status: "success" });
    answer(stage, price);
    const { cost, tokens } = stage.entries("reply")[0]?.numbers ?? {};
    expect(tokens).toMatchObject({ in: 200, cached: 100, out: 20 });
    expect(cost).toBeCloseTo((50 * 102 + 50 * 10.5 + 10 * 408) / 1e6, 9);
  });

  test("where no model was asked, a known price tells that it cost nothing", () => {
    const echo = (settings: Parameters<typeof open>[0]): number | undefined => {
      const stage = open(settings);
      stage.send({ type: "agent-echo", echoId: "e1", text: "Hello.", done: true });
      stage.end();
      return costOfLast(stage);
    };
    expect(echo({ price })).toBe(0);
    expect(echo({})).toBeUndefined();
  });
});
