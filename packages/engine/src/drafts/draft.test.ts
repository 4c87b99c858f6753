import { describe, expect, test } from "vitest";
import type { ModelEvent } from "../event.ts";
import { findExcess, isAnswered, isOver, isRunning, nextRound, nothingPrepared, stepDraft } from "./draft.ts";
import type { Draft, DraftPhase } from "./draft.ts";

const draft: Draft = {
  id: "d1",
  purpose: "reply",
  phase: "waiting",
  words: ["book"],
  transcript: "book",
  contextVersion: 1,
  startedAt: 0,
  opener: undefined,
  text: "",
  calls: [],
  rounds: [],
  usage: undefined,
  usageBefore: undefined,
  price: undefined,
  asked: undefined,
  problem: undefined,
  prepared: nothingPrepared,
  readyAt: undefined,
};
const call = { id: "c1", name: "look", arguments: "{}" };
const usage = { in: 3, cached: 1, out: 2 };
const problem = { code: "model_failed", message: "it broke" };
const head = { at: 1, draftId: "d1" } as const;
const news: { readonly [T in ModelEvent["type"]]: Extract<ModelEvent, { type: T }> } = {
  "model-served": { ...head, type: "model-served", price: { in: 1, cached: 1, out: 2 } },
  "model-text": { ...head, type: "model-text", text: "Yes." },
  "model-tool-call": { ...head, type: "model-tool-call", call },
  "model-usage": { ...head, type: "model-usage", usage },
  "model-finish": { ...head, type: "model-finish", reason: "stop" },
  "model-failure": { ...head, type: "model-failure", problem },
};

describe("D1 a generation that runs takes all its news", () => {
  test.each<DraftPhase>(["waiting", "streaming"])("%s", (phase) => {
    const running = { ...draft, phase };
    expect(stepDraft(running, news["model-served"])).toEqual({ ...draft, phase, price: { in: 1, cached: 1, out: 2 } });
    expect(stepDraft(running, news["model-text"])).toEqual({ ...draft, phase: "streaming", text: "Yes." });
    expect(stepDraft(running, news["model-tool-call"])).toEqual({ ...draft, phase: "streaming", calls: [call] });
    expect(stepDraft(running, news["model-usage"])).toEqual({ ...draft, phase, usage });
    expect(stepDraft(running, news["model-finish"])).toEqual({ ...draft, phase: "finished" });
    expect(stepDraft(running, news["model-failure"])).toEqual({ ...draft, phase: "failed", problem });
    expect(isRunning(running)).toBe(true);
  });
});

describe("D2 a generation ends once: behind its end only a late count of tokens is taken", () => {
  test.each<DraftPhase>(["calling", "finished", "failed"])("%s", (phase) => {
    const over = { ...draft, phase };
    for (const type of ["model-served", "model-text", "model-tool-call", "model-finish", "model-failure"] as const) {
      expect(stepDraft(over, news[type])).toBe(over);
    }
    expect(stepDraft(over, news["model-usage"])).toEqual({ ...over, usage });
    expect(isRunning(over)).toBe(false);
  });
});

describe("D3 a draft may take several generations", () => {
  const calling = stepDraft({ ...draft, text: "One moment.", calls: [call], usage }, news["model-finish"]);

  test("one that ends with calls waits for them", () => {
    expect(calling).toMatchObject({ phase: "calling", calls: [] });
    expect(calling.rounds).toEqual([{ upTo: 11, calls: [{ ...call, phase: "made", answer: undefined }] }]);
    expect([isOver(calling), isAnswered(calling)]).toEqual([false, false]);
  });

  test("the next goes on behind it: words do not run together, and tokens add up", () => {
    const next = nextRound(calling);
    expect(next.phase).toBe("waiting");
    expect(stepDraft(next, news["model-text"]).text).toBe("One moment. Yes.");
    expect(stepDraft(next, { ...news["model-text"], text: "\nYes." }).text).toBe("One moment.\nYes.");
    expect(stepDraft({ ...next, text: "", rounds: [] }, news["model-text"]).text).toBe("Yes.");
    expect(stepDraft(next, news["model-usage"]).usage).toEqual({ in: 6, cached: 2, out: 4 });
    expect(isOver(stepDraft(next, news["model-finish"]))).toBe(true);
  });
});

describe("T91 a generation has bounds", () => {
  const long: Draft = { ...draft, text: "x".repeat(200_000), calls: Array.from({ length: 128 }, () => call) };
  test("its text and its calls may reach them, and not pass them", () => {
    expect(findExcess({ ...long, text: "x".repeat(199_996) }, news["model-text"])).toBeUndefined();
    expect(findExcess(long, news["model-text"])).toEqual({
      code: "model_malformed",
      message: "the model did not stop after 200000 characters: its answer was cut there",
    });
    expect(findExcess(long, news["model-tool-call"])?.message).toContain("128 tool calls");
  });

  test("they do not bind its end, what is over, or a script", () => {
    expect(findExcess(long, news["model-finish"])).toBeUndefined();
    expect(findExcess({ ...long, phase: "finished" }, news["model-text"])).toBeUndefined();
    expect(findExcess({ ...long, purpose: "echo" }, news["model-text"])).toBeUndefined();
  });
});
