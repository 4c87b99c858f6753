import { describe, expect, test } from "vitest";
import type { Settings } from "../session/session.ts";
import { openStage, plainSettings, type Stage } from "../testing/stage.ts";

const settings = {
  prefixCache: true,
  systemPrompt: `You are Mara. ${"You answer the telephone of a bank. ".repeat(10)}`,
};

function warming(more: Partial<Settings> = {}): Stage {
  return openStage({ ...settings, ...more });
}

function warmed(stage: Stage): readonly string[] {
  return stage.of("model-start").flatMap(({ purpose, draftId }) => (purpose === "warm" ? [draftId] : []));
}

/** A whole turn. */
function turn(stage: Stage, text: string): void {
  stage.hear(text, { endedBy: "client" });
  stage.endTurn();
  stage.text("Of course.");
  stage.finish();
}

describe("WM1 what is sent before it is asked", () => {
  test("the beginning of the first request, when somebody comes or speaks", () => {
    const stage = warming();
    stage.send({ type: "participant-join" });
    stage.wait(49);
    expect(warmed(stage)).toEqual([]);
    stage.wait(1);
    expect(warmed(stage)).toHaveLength(1);
    expect(stage.asked).toEqual([`system: ${settings.systemPrompt}`.trim(), "user: …"]);
    expect(stage.of("model-start")[0]?.tools).toEqual(plainSettings.tools);
  });

  test("after a turn the history with its answer, and while the user speaks what was said so far", () => {
    const stage = warming();
    turn(stage, "book a table");
    stage.hear("and");
    stage.wait(50);
    expect(warmed(stage)).toHaveLength(1);
    expect(stage.asked.slice(1)).toEqual(["user: book a table", "assistant: Of course.", "user: and"]);
  });

  test("without what is volatile", () => {
    const stage = warming();
    stage.send({ type: "perception-update", text: "The user smiles." });
    stage.wait(50);
    expect(stage.asked.join()).not.toContain("smiles");
  });

  test("only where the upstream remembers it, and where it is long enough", () => {
    for (const more of [
      { prefixCache: false },
      { systemPrompt: "You are Mara.", tools: [] },
      { pipeline: "echo" },
    ] as const) {
      const stage = warming(more);
      turn(stage, "book a table");
      stage.wait(1000);
      expect(warmed(stage)).toEqual([]);
    }
  });
});

describe("WM2 when nothing is warmed", () => {
  test("where the upstream was given the same beginning already, by whatever request", () => {
    const stage = warming();
    stage.hear("book a table", { endedBy: "client" });
    stage.wait(50);
    stage.finish();
    stage.hear("book a table for two");
    stage.wait(1000);
    stage.hear("book a table for two at eight");
    stage.wait(1000);
    expect(warmed(stage)).toHaveLength(1);
  });

  test("while something is drafted or answered", () => {
    const stage = warming();
    stage.hear("book a table.", { endedBy: "client" });
    stage.wait(100);
    stage.endTurn();
    stage.send({ type: "context-append", text: "It rains." });
    stage.wait(1000);
    expect(warmed(stage)).toEqual([]);
    stage.text("Of course.");
    stage.finish();
    stage.wait(50);
    expect(warmed(stage)).toHaveLength(1);
  });
});

describe("WM3 one at a time", () => {
  test("the newest wins: what nobody will ask with is cancelled", () => {
    const stage = warming();
    stage.send({ type: "context-append", text: "It rains." });
    stage.wait(50);
    stage.send({ type: "context-append", text: "It snows." });
    expect(stage.of("model-cancel").map(({ draftId }) => draftId)).toEqual(warmed(stage));
    stage.wait(50);
    expect(warmed(stage)).toHaveLength(2);
  });

  test("a draft that starts meanwhile lets it run: it needs the same", () => {
    const stage = warming();
    stage.hear("book a table", { endedBy: "client" });
    stage.wait(200);
    expect(stage.of("draft-start")).toHaveLength(1);
    expect(warmed(stage)).toHaveLength(1);
    expect(stage.of("model-cancel")).toEqual([]);
  });

  test("the end of the conversation cancels it", () => {
    const stage = warming();
    stage.send({ type: "participant-join" });
    stage.wait(50);
    stage.end();
    expect(stage.of("model-cancel")).toHaveLength(1);
  });
});

test("WM4 nothing of it is heard, and a failure is nobody's concern", () => {
  const stage = warming();
  stage.send({ type: "participant-join" });
  stage.wait(50);
  const [draftId = ""] = warmed(stage);
  stage.look();
  stage.text("Hello", draftId);
  stage.callTool("c1", { draftId });
  stage.fail(draftId);
  expect(stage.look()).toEqual([]);
  stage.wait(1000);
  expect(warmed(stage)).toHaveLength(1);
  expect(stage.state.warming.run).toBeUndefined();
});

test("WM5 its cost is told with the next turn, apart", () => {
  const price = { in: 1000, cached: 100, out: 0 };
  const stage = warming({ price, speculation: "off" });
  stage.send({ type: "participant-join" });
  stage.wait(50);
  const [draftId = ""] = warmed(stage);
  stage.send({ type: "model-usage", draftId, usage: { in: 100, cached: 0, out: 1 } });
  stage.finish(draftId);
  const whole = (): number | undefined => stage.entries("reply").at(-1)?.numbers.cost;
  turn(stage, "book a table");
  const numbers = stage.entries("reply")[0]?.numbers;
  expect(numbers).toMatchObject({ calls: 1, warmCalls: 1, tokens: { warmIn: 100, wastedIn: 0 } });
  expect(whole()).toBeCloseTo(((numbers?.tokens.in ?? 0) + 100) / 1000, 3);
  turn(stage, "thank you");
  expect(stage.entries("reply")[1]?.numbers).not.toHaveProperty("warmCalls");
  // One that nobody counted is estimated.
  stage.wait(50);
  stage.finish(warmed(stage)[1]);
  turn(stage, "bye");
  expect(stage.entries("reply")[2]?.numbers.tokens.warmIn).toBeGreaterThan(64);
});
