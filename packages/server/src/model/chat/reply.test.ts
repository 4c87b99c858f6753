import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelError, ModelPart } from "../../ports/model-client.ts";
import { spoken } from "../testing/generation.ts";
import { createFailures } from "./failure.ts";
import { Reply } from "./reply.ts";

interface Heard {
  readonly parts: ModelPart[];
  error?: ModelError;
  ends: number;
}

/** Reads a body in the given pieces. */
function read(...pieces: readonly (string | Uint8Array)[]): Heard {
  const heard: Heard = { parts: [], ends: 0 };
  const reply = new Reply(
    {
      part: (part) => heard.parts.push(part),
      progress: () => undefined,
      finishing: () => undefined,
      done: () => void (heard.ends += 1),
      failed: (error) => {
        heard.error = error;
        heard.ends += 1;
      },
    },
    { failures: createFailures("custom-1", ["sk-very-secret"]), createCallId: () => "call_made" },
  );
  for (const piece of pieces) reply.push(typeof piece === "string" ? Buffer.from(piece) : piece);
  reply.end();
  return heard;
}

function event(body: unknown): string {
  return `data: ${JSON.stringify(body)}\n\n`;
}

function delta(fields: object, finishReason?: string): string {
  return event({
    choices: [{ delta: fields, ...(finishReason === undefined ? {} : { finish_reason: finishReason }) }],
  });
}

function call(...fragments: readonly object[]): string {
  return delta({ tool_calls: fragments });
}

const stop = delta({}, "stop");
const done = "data: [DONE]\n\n";
const usage = event({
  choices: [],
  usage: { prompt_tokens: 10, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 8 } },
});

const wholeParts: readonly ModelPart[] = [
  { type: "text-delta", text: "Grüße, " },
  { type: "text-delta", text: "日本 👋🏽" },
  { type: "usage", usage: { in: 10, cached: 8, out: 3 } },
  { type: "finish", reason: "stop" },
];
const whole = `: hello\n\n${delta({ role: "assistant", content: "" })}${delta({ content: "Grüße, " })}${delta({
  content: "日本 👋🏽",
})}${stop}${usage}${done}`;

describe("reading in pieces", () => {
  const bodies = { LF: whole, CRLF: whole.replaceAll("\n", "\r\n"), CR: whole.replaceAll("\n", "\r") };
  test.each(Object.entries(bodies))("M6 a body with %s is the same, cut at any byte", (_name, body) => {
    const bytes = Buffer.from(body);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual({ parts: wholeParts, ends: 1 });
    }
  });

  test("M6 a body is the same in single bytes, and behind a byte order mark", () => {
    const bytes = Buffer.from(`\uFEFF${whole}`);
    expect(read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual({ parts: wholeParts, ends: 1 });
  });

  test("M14 every proper beginning of a body without its end is truncated, and none of its words are lost", () => {
    const bytes = Buffer.from(delta({ content: "one " }) + delta({ content: "two" }));
    for (let cut = 0; cut < bytes.length; cut += 1) {
      const { parts, error, ends } = read(bytes.subarray(0, cut));
      expect({ code: error?.code, ends }).toEqual({ code: "truncated", ends: 1 });
      expect("one two").toContain(spoken(parts));
    }
    expect(read(bytes)).toMatchObject({ error: { code: "truncated" }, ends: 1 });
  });

  test("M13 whatever comes, there is one end", () => {
    const pieces = fc.constantFrom(whole, stop, done, usage, "data: {", "<html>", '{"a":1}', "\n", "data: 5\n\n", "x");
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
        const heard = read(...parts);
        expect(heard.ends).toBe(1);
        expect(heard.parts.filter((part) => part.type === "finish")).toHaveLength(heard.error === undefined ? 1 : 0);
      }),
    );
  });
});

describe("words", () => {
  test("M7 the smallest chunks are read, one part for each", () => {
    expect(read(delta({ content: "a" }), delta({ content: "b" }), done).parts).toEqual([
      { type: "text-delta", text: "a" },
      { type: "text-delta", text: "b" },
      { type: "finish", reason: "stop" },
    ]);
  });

  test("M7 content may be null, a list of text parts, or missing; what is unknown is ignored", () => {
    const list = [{ type: "text", text: "a" }, { type: "image" }, { type: "text", text: "b" }, 5, null];
    const odd = event({ choices: [{ delta: { content: "c", audio: 1 }, index: 0 }], system_fingerprint: "x" });
    const other = event({ choices: [{ index: 1, delta: { content: "no" } }] });
    const { parts } = read(delta({ content: null }), delta({}), delta({ content: list }), other, odd, done);
    expect(spoken(parts)).toBe("abc");
  });

  test("M7 a refusal is what the model says", () => {
    expect(spoken(read(delta({ refusal: "I cannot do that." }), stop).parts)).toBe("I cannot do that.");
  });

  test.each(["reasoning_content", "reasoning"])("M8 %s is thinking, not words", (name) => {
    const { parts } = read(delta({ [name]: "hm", content: null }), delta({ content: "yes" }), stop);
    expect(parts.slice(0, 2)).toEqual([
      { type: "reasoning-delta", text: "hm" },
      { type: "text-delta", text: "yes" },
    ]);
  });
});

describe("tool calls", () => {
  function callsOf(...pieces: readonly string[]): readonly ModelPart[] {
    return read(...pieces, delta({}, "tool_calls"), done).parts;
  }
  const weather = { type: "tool-call", id: "c1", name: "weather", arguments: '{"city":"Bern"}' };

  test("M9 fragments are joined by index, and the whole calls come when the model has finished", () => {
    const parts = callsOf(
      call({ index: 0, id: "c1", function: { name: "weather", arguments: "" } }),
      call({ index: 1, id: "c2", function: { name: "time", arguments: "{" } }),
      call({ index: 0, function: { arguments: '{"city":' } }, { index: 1, function: { arguments: "}" } }),
      call({ index: 0, function: { arguments: '"Bern"}' } }),
    );
    expect(parts).toEqual([
      weather,
      { type: "tool-call", id: "c2", name: "time", arguments: "{}" },
      { type: "finish", reason: "tool_calls" },
    ]);
  });

  test("M9 without an index fragments belong to the last call, and a new id and name begin another", () => {
    const parts = callsOf(
      call({ id: "c1", function: { name: "weather", arguments: '{"city":' } }),
      call({ function: { arguments: '"Bern"}' } }),
      call({ id: "c2", function: { name: "weather", arguments: "{}" } }),
    );
    expect(parts.slice(0, 2)).toEqual([weather, { ...weather, id: "c2", arguments: "{}" }]);
  });

  test("M9 an index that comes late begins no call of its own", () => {
    const parts = callsOf(
      call({ id: "c1", function: { name: "weather", arguments: '{"city":' } }),
      call({ index: 0, function: { arguments: '"Bern"}' } }),
    );
    expect(parts[0]).toEqual(weather);
  });

  test("M9 calls that all have index 0 are told apart by their ids", () => {
    const one = (id: string): string => call({ index: 0, id, function: { name: "weather", arguments: "{}" } });
    expect(callsOf(one("c1"), one("c2")).slice(0, 2)).toMatchObject([{ id: "c1" }, { id: "c2" }]);
  });

  test("M9 a repeated id and name are not another call", () => {
    const again = (text: string): string =>
      call({ index: 0, id: "c1", function: { name: "weather", arguments: text } });
    expect(callsOf(again('{"city":'), again('"Bern"}'))).toEqual([weather, { type: "finish", reason: "tool_calls" }]);
  });

  test("M9 a missing id is made, missing arguments are an empty object, and an object is written as JSON", () => {
    expect(callsOf(call({ function: { name: "time" } }))[0]).toEqual({
      type: "tool-call",
      id: "call_made",
      name: "time",
      arguments: "{}",
    });
    expect(callsOf(call({ id: "c1", function: { name: "weather", arguments: { city: "Bern" } } }))[0]).toEqual(weather);
  });

  test("M9 calls are whole at [DONE] too, where no finish reason came", () => {
    const { parts } = read(call({ index: 0, id: "c1", function: { name: "time", arguments: "{}" } }), done);
    expect(parts.map((part) => part.type)).toEqual(["tool-call", "finish"]);
    expect(parts.at(-1)).toEqual({ type: "finish", reason: "tool_calls" });
  });

  test("M17 more than 1 MiB of arguments, or 64 calls, are malformed", () => {
    const big = call({ index: 0, id: "c1", function: { name: "x", arguments: "y".repeat(600_000) } });
    expect(read(big, big).error).toMatchObject({ code: "malformed" });
    const many = Array.from({ length: 65 }, (_, index) => ({ index, id: `c${index}`, function: { name: "x" } }));
    expect(read(call(...many)).error).toMatchObject({ code: "malformed" });
  });
});

describe("usage", () => {
  test("M10 is the last count, once, before finish", () => {
    const counting = event({
      choices: [{ delta: { content: "a" } }],
      usage: { prompt_tokens: 10, completion_tokens: 1 },
    });
    expect(read(counting, stop, usage, done).parts).toEqual([
      { type: "text-delta", text: "a" },
      { type: "usage", usage: { in: 10, cached: 8, out: 3 } },
      { type: "finish", reason: "stop" },
    ]);
  });

  test("M10 null or odd usage does no harm", () => {
    const odd = event({ choices: [], usage: { prompt_tokens: "many", completion_tokens: -1 } });
    expect(read(event({ choices: [], usage: null }), stop, odd).parts).toEqual([
      { type: "usage", usage: { in: 0, cached: 0, out: 0 } },
      { type: "finish", reason: "stop" },
    ]);
  });
});

describe("the end", () => {
  test("M13 a finish reason without [DONE] is an end, and keeps its words", () => {
    expect(read(delta({ content: "cut short" }, "length")).parts).toEqual([
      { type: "text-delta", text: "cut short" },
      { type: "finish", reason: "length" },
    ]);
  });

  test("M13 [DONE] without the empty line after it is an end", () => {
    expect(read(delta({ content: "a" }), "data: [DONE]")).toMatchObject({ parts: [{}, { type: "finish" }] });
  });

  test.each([done, stop, `${delta({ role: "assistant", content: null })}${stop}${done}`, ": wait\n\n" + done])(
    "M13 %j ends properly without a word: the model says nothing",
    (body) => {
      expect(read(body)).toEqual({ parts: [{ type: "finish", reason: "stop" }], ends: 1 });
    },
  );

  test("M14 an empty body and one of comments are truncated", () => {
    for (const body of ["", "\n\n", ": keep-alive\n\n: keep-alive\n\n"]) {
      expect(read(body).error).toMatchObject({ code: "truncated", retryable: true });
    }
  });

  test("M12 a whole completion is one text part, its usage and its end", () => {
    const completion = {
      choices: [{ index: 0, message: { role: "assistant", content: "Hello." }, finish_reason: "stop" }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    };
    expect(read(` \n${JSON.stringify(completion, undefined, 2)}`).parts).toEqual([
      { type: "text-delta", text: "Hello." },
      { type: "usage", usage: { in: 1, cached: 0, out: 2 } },
      { type: "finish", reason: "stop" },
    ]);
  });

  test("M12 a whole completion may call tools", () => {
    const message = { content: null, tool_calls: [{ id: "c1", function: { name: "time", arguments: "{}" } }] };
    expect(read(JSON.stringify({ choices: [{ message }] })).parts).toEqual([
      { type: "tool-call", id: "c1", name: "time", arguments: "{}" },
      { type: "finish", reason: "tool_calls" },
    ]);
  });

  test.each([
    ["<!doctype html><title>Sign in</title>", 'the page "Sign in"'],
    ['{"model":"llama","done":false}\n{"model":"llama","done":true}', '{"model":"llama","done":false}'],
    ["pong", "pong"],
    ['{"choices":[]}', '{"choices":[]}'],
  ])("M15 %j is not a stream", (body, words) => {
    const { error } = read(body);
    expect(error).toMatchObject({ code: "not-a-stream", retryable: false });
    expect(error?.message).toContain(words);
  });

  test("M15 a page that never ends is known from its beginning", () => {
    const heard = read(`<html>${"x".repeat(5000)}`, "more", "<b>");
    expect(heard).toMatchObject({ error: { code: "not-a-stream" }, ends: 1 });
  });
});

describe("errors in the stream", () => {
  const started = delta({ content: "I" });

  test.each([
    [event({ error: { message: "out of memory", type: "server_error" } }), true],
    [event({ error: "out of memory" }), true],
    [event({ object: "error", message: "out of memory", code: 400 }), false],
    [event({ error: { message: "out of memory", code: 400 } }), false],
    [event({ error: { message: "out of memory", code: "429" } }), true],
    [`event: error\n${event({ message: "out of memory" })}`, true],
  ])("M16 %j is an upstream error in its words, to be retried: %s", (body, retryable) => {
    const { parts, error } = read(started, body, done);
    expect(parts).toHaveLength(1);
    expect(error).toMatchObject({ code: "upstream-error", retryable });
    expect(error?.message).toBe("custom-1 failed while it answered: out of memory");
  });

  test("M16 an error in place of the stream is an upstream error", () => {
    expect(read('{"error":{"message":"model is loading"}}').error).toMatchObject({ code: "upstream-error" });
  });

  test("M16 error: null is no error", () => {
    expect(read(event({ error: null, choices: [{ delta: { content: "a" } }] }), stop).error).toBeUndefined();
  });

  test("M22 what the upstream says in its stream is cleaned of the key", () => {
    expect(read(event({ error: "bad key sk-very-secret" })).error?.message).not.toContain("sk-very-secret");
    expect(read("data: sk-very-secret\n\n").error?.message).not.toContain("sk-very-secret");
    expect(read("<b>sk-very-secret</b>").error?.message).not.toContain("sk-very-secret");
  });

  test.each(['data: {"choices":[{\n\n', "data: 5\n\n", "data: [1]\n\n", "data: hello\n\n"])(
    "M17 %j is malformed",
    (body) => {
      expect(read(started, body, stop)).toMatchObject({ error: { code: "malformed" }, parts: [{ text: "I" }] });
    },
  );

  test("M17 an event or a body of more than 1 MiB is malformed, and read no further", () => {
    const mebibyte = "y".repeat(1_048_577);
    expect(read("data: ", mebibyte, "more", "\n\n").error).toMatchObject({ code: "malformed" });
    expect(read("{", mebibyte, "more").error).toMatchObject({ code: "malformed" });
  });
});
