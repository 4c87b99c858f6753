import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { parseSpokenFile, SpokenFileError } from "./spoken-file.ts";
import { selectCalls } from "./spoken-turns.ts";

const segment = {
  speaker: "caller",
  start_ms: 1000,
  text: "hi there",
  words: [
    [0, 200],
    [300, 400],
  ],
};

function fileOf(...turns: readonly object[]): string {
  return JSON.stringify({ turns });
}

function problemOf(text: string): string {
  try {
    parseSpokenFile(text);
  } catch (cause) {
    if (cause instanceof SpokenFileError) return cause.message;
    throw cause;
  }
  return "no problem";
}

describe("a file of spoken calls", () => {
  test("a word has its times on the recording's clock", () => {
    expect(parseSpokenFile(fileOf(segment))).toEqual([
      {
        id: "line 1",
        segments: [
          {
            speaker: "caller",
            startMs: 1000,
            words: [
              { text: "hi", revised: "hi", startMs: 1000, endMs: 1200 },
              { text: "there", revised: "there", startMs: 1300, endMs: 1700 },
            ],
          },
        ],
      },
    ]);
  });

  test("times belong to the machine's words; where both align, the human's correct them", () => {
    const [call] = parseSpokenFile(fileOf({ ...segment, text: "hi dear", asr: "hi there" }));
    expect(call?.segments[0]?.words).toMatchObject([
      { text: "hi", revised: "hi" },
      { text: "there", revised: "dear" },
    ]);
    const [other] = parseSpokenFile(fileOf({ ...segment, text: "hi my dear", asr: "hi there" }));
    expect(other?.segments[0]?.words.map((word) => word.revised)).toEqual(["hi", "there"]);
  });

  test("a tag is no word, a word that was cut off is one, and so is a mask of what was said", () => {
    const words = [
      [0, 100],
      [100, 100],
      [200, 100],
      [300, 100],
      [400, 100],
    ];
    const [call] = parseSpokenFile(fileOf({ ...segment, text: "[noise] i wou~ <unk> [PII]", words }));
    expect(call?.segments[0]?.words.map((word) => word.text)).toEqual(["i", "wou", "[PII]"]);
  });

  test("segments are put in the order of time, empty lines are left out, other fields are passed over", () => {
    const late = { ...segment, start_ms: 9000 };
    const [call] = parseSpokenFile(`\n${JSON.stringify({ id: "c1", task: "x", turns: [late, segment] })}\n\n`);
    expect(call?.id).toBe("c1");
    expect(call?.segments.map(({ startMs }) => startMs)).toEqual([1000, 9000]);
  });

  test.each([
    ["", "the file is empty: it should have one call per line"],
    ["\n{", "line 2: not JSON: "],
    ["[]", "line 1: the whole line: "],
    ["{}", "line 1: turns: "],
    [fileOf({ ...segment, speaker: 1 }), "line 1: turns[0].speaker: "],
    [fileOf(segment, { ...segment, start_ms: "0" }), "line 1: turns[1].start_ms: "],
    [fileOf({ ...segment, start_ms: -1 }), "line 1: turns[0].start_ms: "],
    [fileOf({ ...segment, text: null }), "line 1: turns[0].text: "],
    [fileOf({ ...segment, asr: 1 }), "line 1: turns[0].asr: "],
    [fileOf({ ...segment, words: [[0, 200], [300]] }), "line 1: turns[0].words[1]"],
    [fileOf({ ...segment, words: [[0, 200]] }), "line 1: turns[0].words: 1 times for the 2 words of text"],
    [fileOf({ ...segment, asr: "hi" }), "line 1: turns[0].words: 2 times for the 1 words of asr"],
  ])("%j is refused with line and field", (text, problem) => {
    expect(problemOf(text)).toContain(problem);
  });

  test("a line cut at any byte is refused", () => {
    const whole = fileOf(segment);
    for (let cut = 1; cut < whole.length; cut += 1)
      expect(problemOf(whole.slice(0, cut))).toContain("line 1: not JSON");
  });

  test("the files that come with the benchmarks can be read", () => {
    const calls = ["harper-valley", "aws-example-call"].map((name) => {
      const path = new URL(`../../../../bench/data/${name}.jsonl`, import.meta.url);
      return selectCalls(parseSpokenFile(readFileSync(path, "utf8")));
    });
    expect(calls.map((sides) => sides.length)).toEqual([40, 1]);
    expect(calls.map((sides) => sides.reduce((sum, side) => sum + side.turns.length, 0))).toEqual([210, 18]);
  });
});
