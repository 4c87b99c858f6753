import { describe, expect, test } from "vitest";
import { plainPolicies } from "../policy/plain.ts";
import { restore } from "../restore.ts";
import type { ContextLimit, Settings } from "../session/session.ts";
import { countLetters } from "../testing/arbitrary-history.ts";
import { openStage, plainSettings, type Stage } from "../testing/stage.ts";

const policies = { ...plainPolicies, countTokens: countLetters };
const limit: ContextLimit = { hard: 2000, soft: 700, reserve: 100, policy: "summarize" };

function say(stage: Stage, letters: number): void {
  stage.respond("u".repeat(letters));
  stage.text("ok");
  stage.finish();
}

/** Near its limit after three turns. */
function open(settings: Partial<Settings> = {}): Stage {
  const stage = openStage({ contextLimit: limit, tools: [], ...settings }, policies);
  for (let turn = 0; turn < 3; turn += 1) say(stage, 300);
  return stage;
}

const summaries = (stage: Stage): readonly string[] =>
  stage
    .of("model-start")
    .filter(({ purpose }) => purpose === "summary")
    .map(({ draftId }) => draftId);

describe("C13 over the soft limit the oldest turns are summarised", () => {
  test("when nothing has happened for a moment, and once", () => {
    const stage = open();
    expect(summaries(stage)).toEqual([]);
    stage.wait(500);
    const start = stage.of("model-start").at(-1);
    expect(start).toMatchObject({ purpose: "summary", tools: [] });
    expect(start?.model).toBeUndefined();
    expect(start?.messages[1]?.content.split("\n").filter((line) => line.startsWith("user"))).toHaveLength(2);
    stage.wait(10_000);
    expect(summaries(stage)).toHaveLength(1);
    expect(stage.state.timers).toEqual({});
  });

  test("by the model that was named", () => {
    const stage = open({ contextLimit: { ...limit, summaryModel: "small" } });
    stage.wait(500);
    expect(stage.of("model-start").at(-1)?.model).toBe("small");
  });

  test("C15 it costs what it does where it was made; of another model nobody knows before it answers", () => {
    const price = { in: 1, cached: 1, out: 10 };
    const cost = (settings: Parameters<typeof open>[0], served?: { price?: typeof price }): number | undefined => {
      const stage = open({ price, ...settings });
      stage.wait(500);
      if (served !== undefined) stage.send({ type: "model-served", draftId: stage.draft, ...served });
      stage.text("They talked.");
      stage.send({ type: "model-usage", draftId: stage.draft, usage: { in: 700, cached: 0, out: 30 } });
      stage.finish();
      return stage.entries("summary")[0]?.cost;
    };
    expect(cost({})).toBe(0.001);
    expect(cost({}, { price: { in: 10, cached: 10, out: 100 } })).toBe(0.01);
    expect(cost({}, {})).toBeUndefined();
    const named = { contextLimit: { ...limit, summaryModel: "small" } };
    expect(cost(named)).toBeUndefined();
    expect(cost(named, { price: { in: 2, cached: 2, out: 20 } })).toBe(0.002);
  });

  test("it stands in their place, is stored with what it cost, and nothing of it is said", () => {
    const stage = open({ price: { in: 1, cached: 1, out: 10 } });
    stage.wait(500);
    stage.look();
    stage.text(" They talked.");
    stage.send({ type: "model-usage", draftId: stage.draft, usage: { in: 700, cached: 0, out: 30 } });
    stage.finish();
    expect(stage.look()).toEqual(["record"]);
    expect(stage.entries("summary")).toEqual([
      {
        type: "summary",
        turnIdx: 2,
        text: "They talked.",
        items: 2,
        turns: 2,
        tokens: { in: 700, cached: 0, out: 30 },
        cost: 0.001,
      },
    ]);
    say(stage, 10);
    const sent = stage
      .of("model-start")
      .at(-1)
      ?.messages.map(({ role, content }) => `${role}: ${content.slice(0, 60)}`);
    expect(sent?.slice(1, 2)).toEqual(["system: Summary of the conversation so far: They talked."]);
    expect(sent).toHaveLength(5);
    expect(stage.entries("reply").at(-1)?.numbers.tokens.in).toBeLessThan(700);
  });

  test("never during a turn of the user: what was begun takes its place when they have been answered", () => {
    const stage = open();
    stage.hear("wait", { endedBy: "client" });
    stage.wait(2000);
    expect(summaries(stage)).toEqual([]);
    stage.endTurn();
    stage.text("Yes.");
    stage.finish();
    stage.wait(500);
    const [summary = ""] = summaries(stage);
    stage.hear("and", { endedBy: "client", stability: 1 });
    const draft = stage.draft;
    stage.text("They talked.", summary);
    stage.finish(summary);
    expect(stage.entries("summary")).toEqual([]);
    expect(stage.of("draft-revoke")).toEqual([]);
    stage.endTurn();
    stage.text("Well.", draft);
    stage.finish(draft);
    expect(stage.entries("summary")).toHaveLength(1);
    expect(stage.of("draft-adopt").at(-1)?.draftId).toBe(draft);
  });

  test.each([
    ["fails", (stage: Stage) => stage.fail()],
    ["says nothing", (stage: Stage) => stage.finish()],
    ["does not stop", (stage: Stage) => stage.text("x".repeat(20_001))],
  ])("one that %s is told; the oldest turns are left out when there is no room, and it is tried later", (_how, end) => {
    const stage = open();
    stage.wait(500);
    end(stage);
    expect(stage.of("warning").at(-1)).toMatchObject({ code: "context_summary_failed", turnIdx: 3 });
    expect(stage.entries("summary")).toEqual([]);
    for (let turn = 0; turn < 9; turn += 1) say(stage, 250);
    stage.wait(1000);
    expect(stage.of("warning").map(({ code }) => code)).toContain("context_trimmed");
    expect(summaries(stage)).toHaveLength(1);
    say(stage, 250);
    stage.wait(1000);
    expect(summaries(stage)).toHaveLength(2);
  });

  test("the end of the conversation gives it up", () => {
    const stage = open();
    stage.wait(500);
    const [summary] = summaries(stage);
    stage.look();
    stage.end();
    expect(stage.of("model-cancel")).toEqual([{ type: "model-cancel", draftId: summary }]);
  });

  test("a summary has a bound of its own", () => {
    const stage = open();
    stage.wait(500);
    stage.text("s".repeat(3000));
    stage.finish();
    const text = stage.entries("summary")[0]?.text ?? "";
    expect(text).toContain("characters left out");
    expect(text.length).toBeLessThanOrEqual(1900 / 8);
  });

  test("other policies make none", () => {
    const stage = open({ contextLimit: { ...limit, policy: "trim" } });
    stage.wait(5000);
    expect(summaries(stage)).toEqual([]);
  });

  test("RS7 it comes back with the conversation", () => {
    const stage = open();
    stage.wait(500);
    stage.text("They talked.");
    stage.finish();
    say(stage, 10);
    const entries = stage.of("record").map(({ entry }) => ({ at: 0, entry }));
    const { state } = restore({ ...plainSettings, contextLimit: limit }, entries, 9000);
    expect({ ...state.context, from: 0 }).toEqual({ ...stage.state.context, tools: plainSettings.tools, from: 0 });
  });
});
