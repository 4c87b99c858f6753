import { globSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { completeness } from "../../packages/engine/src/policy/completeness/completeness.ts";
import type { CompletenessWeights } from "../../packages/engine/src/policy/completeness/model.ts";
import { stoppedTurns, wholeTurns } from "../../packages/engine/src/policy/completeness/testing/cases.ts";
import { trainedSilence, trainedWeights } from "../../packages/engine/src/policy/completeness/weights.ts";
import { fitLine } from "./calibrate.ts";
import { completenessForCall } from "./completeness-for-call.ts";
import { examplesOfCalls, foldCount, readCalls, readPhrases } from "./examples.ts";
import { foldOfCall, foldWeights } from "./fold-weights.ts";
import { scoreOf } from "./score.ts";
import { tableText } from "./table.ts";
import { train, type Trained } from "./training.ts";

const root = new URL("../../", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** Equal but for the last digit, which may differ between processors. */
function expectSame(one: CompletenessWeights, other: CompletenessWeights): void {
  expect(Object.keys(one.named)).toEqual(Object.keys(other.named));
  for (const [name, value] of Object.entries(one.named)) expect(value, name).toBeCloseTo(other.named[name] ?? NaN, 2);
  expect(one.scale).toBeCloseTo(other.scale, 6);
  const [bytes, others] = [one, other].map(({ hashed }) => new Int8Array(Buffer.from(hashed, "base64")));
  expect(bytes?.every((byte, index) => Math.abs(byte - (others?.[index] ?? NaN)) <= 1)).toBe(true);
}

describe("TC11 what is committed is what the training gives", () => {
  let trained: Trained;
  beforeAll(() => {
    trained = train();
  }, 60_000);

  test("the weights of the model, and its silences", () => {
    expectSame(trained.weights, trainedWeights);
    expect(trained.silence).toEqual(trainedSilence);
  });

  test("the weights of the folds", () => {
    expect(trained.foldOfCall).toEqual(foldOfCall);
    expect(trained.folds).toHaveLength(foldWeights.length);
    for (const [index, weights] of trained.folds.entries()) expectSame(weights, foldWeights[index] ?? trainedWeights);
  });

  test("the numbers of docs/completeness.md", () => {
    const plain = (text: string): string => text.replaceAll(/ +/gu, " ").replaceAll(/-{3,}/gu, "---");
    expect(plain(read("docs/completeness.md"))).toContain(plain(tableText(trained.report)));
  });

  test("on calls that it has not seen it is far better than length and punctuation", () => {
    const { model, baseline, afterPause } = trained.report;
    expect(model.words.auc).toBeGreaterThan(baseline.words.auc + 0.25);
    expect(model.pauses.auc).toBeGreaterThan(baseline.pauses.auc + 0.25);
    expect(model.words.ece).toBeLessThan(0.04);
    expect(afterPause.f1).toBeGreaterThan(0.8);
  });
});

describe("TC12 a call is judged by a model that has not seen it", () => {
  test("every call is in one fold, and the folds are about equal", () => {
    const calls = readCalls();
    expect(Object.keys(foldOfCall).toSorted()).toEqual(calls.map((call) => call.id).toSorted());
    const sizes = foldWeights.map((_, fold) => Object.values(foldOfCall).filter((one) => one === fold).length);
    expect(sizes).toHaveLength(foldCount);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test("calls of one fold share a model, those of another have another one", () => {
    const [first = "", second = ""] = [0, 1].map((fold) =>
      Object.keys(foldOfCall).find((id) => foldOfCall[id] === fold),
    );
    const text = "i would like to reset my password";
    expect(completenessForCall(first)(text)).not.toBe(completenessForCall(second)(text));
  });

  test("a call that none has seen gets the server's", () => {
    expect(completenessForCall("of somebody else")).toBe(completeness);
  });

  test("no case of the tests is among the phrases", () => {
    const known = new Set(readPhrases().flatMap(({ text, label }) => (label > 0 ? [text] : [])));
    expect(wholeTurns.filter((text) => known.has(text))).toEqual([]);
    const lines = new Set(read("bench/completeness/phrases.txt").split("\n"));
    expect(stoppedTurns.filter((text) => lines.has(`${text} ...`))).toEqual([]);
  });
});

describe("TC13 examples", () => {
  test("one after each word of a turn; the last one is complete", () => {
    const examples = examplesOfCalls([
      {
        id: "one",
        segments: [
          { speaker: "agent", startMs: 0, words: [{ text: "hello", revised: "hello", startMs: 0, endMs: 100 }] },
          {
            speaker: "caller",
            startMs: 500,
            words: [
              { text: "to", revised: "two", startMs: 500, endMs: 700 },
              { text: "five", revised: "five", startMs: 1000, endMs: 1200 },
            ],
          },
        ],
      },
    ]);
    expect(examples).toEqual([
      { text: "to", source: "user", group: "one", label: 0, gapMs: 300 },
      { text: "two five", source: "user", group: "one", label: 1, gapMs: Infinity },
      { text: "hello", source: "agent", group: "one", label: 1, gapMs: Infinity },
    ]);
  });

  test("of a phrase some could have ended, and some had not", () => {
    const phrases = readPhrases();
    expect(new Set(phrases.map((one) => one.label))).toEqual(new Set([0, 0.4, 1]));
    expect(phrases.find((one) => one.text === "i was hoping that you could")?.label).toBe(0);
  });
});

describe("TC14 scores", () => {
  const guess = (probability: number, complete: boolean): { probability: number; complete: boolean } => ({
    probability,
    complete,
  });
  test("of four guesses", () => {
    const score = scoreOf([guess(0.9, true), guess(0.8, false), guess(0.4, true), guess(0.1, false)]);
    expect(score).toMatchObject({ positions: 4, baseRate: 0.5, auc: 0.75, precision: 0.5, recall: 0.5, f1: 0.5 });
    expect(score.ece).toBeCloseTo((0.1 + 0.8 + 0.6 + 0.1) / 4);
  });
  test("equal guesses are no order", () => {
    expect(scoreOf([guess(0.5, true), guess(0.5, false)]).auc).toBe(0.5);
  });
  test("a line is found again", () => {
    const unseen = Array.from({ length: 4000 }, (_, index) => {
      const odds = ((index % 40) - 20) / 5;
      const share = 1 / (1 + Math.exp(-(0.5 * odds + 1)));
      const label = (Math.floor(index / 40) + 0.5) / 100 < share ? 1 : 0;
      return {
        row: { example: { text: "", source: "user" as const, group: "", label, gapMs: 0 }, features: [] },
        odds,
      };
    });
    const line = fitLine(unseen);
    expect(line.slope).toBeCloseTo(0.5, 1);
    expect(line.shift).toBeCloseTo(1, 1);
  });
});

test("TC0 every rule of docs/spec/completeness.md is a test's title, and the other way round", () => {
  const rules = [...read("docs/spec/completeness.md").matchAll(/\*\*(TC\d+)\*\*/gu)].map((match) => match[1] ?? "");
  const files = ["packages/engine/src/policy/completeness", "bench/completeness"].flatMap((folder) =>
    globSync(`${folder}/*.test.ts`, { cwd: root }),
  );
  const titled = files
    .flatMap(
      (file) => read(file).match(/(?:describe|test)\(\s*["`].*|^\]\)\(\s*["`].*|^\] as const\)\(["`].*/gmu) ?? [],
    )
    .flatMap((title) => title.match(/\bTC\d+\b/gu) ?? []);
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.toSorted()).toEqual([...new Set(titled)].toSorted());
});
