import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { endedProperly, isWhole, pace } from "./reply.ts";
import { readPieces } from "./testing/read.ts";
import { called, counted, delta, done, event, finish, spoken } from "./testing/scripted-wire.ts";

function bodyOf(pieces: readonly unknown[] | undefined): string {
  return (pieces ?? []).filter((piece) => typeof piece === "string").join("");
}

describe("Reading a reply", () => {
  test("DR23 the same characters give the same reply, wherever they are cut", () => {
    const bodies = [
      bodyOf(spoken("eins zwei drei").pieces),
      bodyOf(called("get_weather", '{"city":"Bern"}').pieces),
      `: hello\r\n\r\n${delta({ content: "a" }).replaceAll("\n", "\r\n")}${finish.replaceAll("\n", "\r\n")}`,
      '{"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}],"usage":{"completion_tokens":1}}',
      "<!doctype html><title>No tunnel</title>",
    ];
    const cuts = fc.array(fc.nat(400), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...bodies), cuts, (body, places) => {
        const sorted = [0, ...places.map((place) => place % (body.length + 1)), body.length].toSorted((a, b) => a - b);
        const pieces = sorted.slice(1).map((to, index) => body.slice(sorted[index], to));
        const same = ({
          kind,
          words,
          toolCalls,
          finishReason,
          done: end,
          crlf,
          comments,
          malformed,
          usage,
          chunks,
        }: ReturnType<typeof readPieces>) => ({
          kind,
          words,
          toolCalls,
          finishReason,
          end,
          crlf,
          comments,
          malformed,
          usage,
          chunks,
        });
        expect(same(readPieces(pieces))).toEqual(same(readPieces([body])));
      }),
    );
  });

  test("DR23 words, their moments, the marks of the end and the count are kept", () => {
    const reply = readPieces([
      delta({ role: "assistant" }),
      delta({ content: "one " }),
      delta({ content: [{ text: "two" }] }),
      finish,
      counted,
      done,
    ]);
    expect(reply).toMatchObject({
      kind: "events",
      words: "one two",
      firstMs: 20,
      lastMs: 30,
      chunks: 2,
      pieces: 2,
      finishReason: "stop",
      done: true,
      usage: { in: 9, out: 4, cached: 0 },
    });
    expect(isWhole(reply)).toBe(true);
    expect(pace(reply)).toBeUndefined();
  });

  test("DR23 thinking counts as the first useful part, and is no word", () => {
    expect(readPieces([delta({ reasoning_content: "hm" }), done])).toMatchObject({
      words: "",
      thinking: 2,
      firstMs: 10,
    });
  });

  test("DR14 an end is a finish_reason, [DONE], or a JSON document that is whole", () => {
    expect(endedProperly(readPieces([delta({ content: "a" }), finish]))).toBe(true);
    expect(endedProperly(readPieces([delta({ content: "a" }), done]))).toBe(true);
    expect(endedProperly(readPieces([delta({ content: "a" })]))).toBe(false);
    expect(endedProperly(readPieces(['{"choices":[{"message":{"content":"a"}}]}']))).toBe(true);
    const held = { end: { type: "late", limit: "between", ms: 5000 } } as const;
    expect(endedProperly(readPieces([delta({ content: "a" }), finish], held))).toBe(true);
    expect(endedProperly(readPieces([delta({ content: "a" })], held))).toBe(false);
  });

  test.each<[unknown, string]>([
    [{ error: { message: "no" } }, "no"],
    [{ error: "no" }, "no"],
    [{ detail: "no" }, "no"],
    [{ message: "no" }, "no"],
    [{ error: { code: 7 } }, '{"code":7}'],
  ])("DR13 the upstream's own words are found in %j", (value, words) => {
    expect(readPieces([JSON.stringify(value)]).refusal).toBe(words);
    expect(readPieces([event(value)]).refusal).toBe(words);
  });

  test("DR14 what is no JSON object is counted", () => {
    expect(readPieces(["data: {bro\n\n", "data: 7\n\n", delta({ content: "a" })])).toMatchObject({
      malformed: 2,
      words: "a",
    });
  });

  test("DR16 the pace is of the tokens after the first, as they were counted, else of the chunks", () => {
    const words = Array.from({ length: 11 }, () => delta({ content: "a " }));
    expect(pace(readPieces([...words, done]))).toBe(100);
    const usage = event({ choices: [], usage: { completion_tokens: 21 } });
    expect(pace(readPieces([...words, usage, done]))).toBe(200);
  });
});
