import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSource } from "./source-file.ts";
import { helloLine, inLine, outLine, traceText } from "./testing/played-trace.ts";

const all = { turns: undefined, user: undefined, limit: undefined };
const spoken = (id: string): string =>
  JSON.stringify({
    id,
    turns: [
      { speaker: "agent", start_ms: 0, text: "hello", words: [[0, 200]] },
      { speaker: "caller", start_ms: 900, text: "hi", words: [[0, 200]] },
    ],
  });
const said = inLine(10, "user.transcript", { text: "hi there" });

describe("Y10 a file is what its content says", () => {
  test("one call per line", () => {
    const source = readSource("calls.ndjson", `${spoken("a")}\n\n${spoken("b")}`, all);
    expect(source.scripts.map(({ id, user, turnsBy }) => [id, user, turnsBy])).toEqual([
      ["a", "caller", "server"],
      ["b", "caller", "server"],
    ]);
    expect(source.replies.texts).toEqual(["hello", "hello"]);
    expect(readSource("c", `${spoken("a")}\n${spoken("b")}`, { ...all, limit: 1 }).scripts).toHaveLength(1);
  });

  test("or a trace, whatever the name and with empty lines before it", () => {
    const words = (role: string, speech: string, at: number) =>
      outLine(at, "conversation.utterance", { role, speech, interrupted: false });
    const lines = [helloLine("client"), said, words("user", "hi there", 20), words("replica", "Hello!", 30)];
    const source = readSource("folder/talk.jsonl", `\n${traceText(...lines)}\n`, all);
    expect(source.scripts).toMatchObject([
      { id: "talk", user: "user", turnsBy: "client", turns: [{ said: "hi there" }] },
    ]);
    expect([...source.replies.answers]).toEqual([["hi there", "Hello!"]]);
  });

  test("a real trace is read whole", () => {
    const text = readFileSync(new URL("golden/call.ndjson", import.meta.url), "utf8");
    const [script] = readSource("call.ndjson", text, all).scripts;
    expect(script?.turns.map((turn) => turn.said)).toEqual([
      "hi my name is patricia brown i lost my debit card can you send me a new one",
      "my debit card",
      "yes my debit card",
      "no that was going to be it",
      "bye",
    ]);
  });

  test.each([
    [`${spoken("a")}\n{`, "line 2: not JSON"],
    [`${traceText(said)}\n{`, "line 2: the line is not valid JSON"],
    [`${traceText(said, { at_ms: -1, direction: "in", frame: { event_type: "x" } })}`, "line 2: at_ms"],
    [traceText(helloLine("server")), "the trace has no word of the user"],
    ["", "the file is empty"],
    ["not JSON", "line 1: not JSON"],
  ])("what cannot be read is told with its line: %#", (text, message) => {
    expect(() => readSource("f", text, all)).toThrow(message);
  });

  test("a trace has one speaker", () => {
    expect(() => readSource("f", traceText(said), { ...all, user: "ann" })).toThrow(
      'no one in the trace is named "ann"; it has "user"',
    );
  });
});
