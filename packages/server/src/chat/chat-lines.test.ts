import { describe, expect, test } from "vitest";
import { chatLines } from "./chat-lines.ts";
import { LongLineError, readLines } from "./lines.ts";
import { Feed, mara, ScriptedTalk } from "./testing/scripted-talk.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const settled = (): Promise<void> => new Promise((done) => void setImmediate(() => setImmediate(done)));

function openLines(given: { readonly greets?: boolean; readonly json?: boolean } = {}) {
  const talk = new ScriptedTalk(mara);
  const input = new Feed<Uint8Array>();
  const said = { stdout: "", stderr: "" };
  const stop = new AbortController();
  const over = chatLines({
    input,
    talk,
    greets: given.greets === true,
    json: given.json === true,
    signal: stop.signal,
    stdout: (text) => void (said.stdout += text),
    stderr: (text) => void (said.stderr += text),
  });
  over.catch(() => {});
  return { talk, input, said, stop, over };
}

function answer(talk: ScriptedTalk, turnIdx: number, words: string): void {
  talk.commit(turnIdx, "as heard", "respond");
  talk.delta(turnIdx, 0, words);
  talk.complete(turnIdx, { end_of_turn_reason: "respond" });
}

async function collect(pieces: readonly Uint8Array[]): Promise<readonly string[]> {
  const input = new Feed<Uint8Array>();
  for (const piece of pieces) input.push(piece);
  input.end();
  const lines: string[] = [];
  for await (const line of readLines(input)) lines.push(line);
  return lines;
}

describe("lines", () => {
  test("are the same wherever the bytes are cut; the last one needs no end", async () => {
    const bytes = bytesOf("one\r\nzwölf\n\n日本");
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(await collect([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(["one", "zwölf", "", "日本"]);
    }
  });

  test("have a bound, also where no line break ever comes", async () => {
    const long = bytesOf("x".repeat(20_000));
    await expect(collect([bytesOf("a\n"), long, long, long])).rejects.toThrow(new LongLineError(2).message);
  });
});

describe("a talk line by line", () => {
  test("every line is a turn, and is said when the one before is answered; blank lines are none", async () => {
    const { talk, input, said, over } = openLines();
    input.push(bytesOf("one\n\n  two \nthr"));
    await settled();
    expect(talk.told).toEqual(["respond: one"]);
    answer(talk, 1, "First\nanswer.\u001b[2J");
    await settled();
    expect(talk.told).toEqual(["respond: one", "respond: two"]);
    answer(talk, 2, "Second.");
    input.push(bytesOf("ee"));
    input.end();
    await settled();
    answer(talk, 3, "Third.");
    expect(await over).toBe(true);
    expect(talk.told.at(-1)).toBe("respond: three");
    expect(said).toEqual({
      stdout: "First answer.[2J\nSecond.\nThird.\n",
      stderr: "212 ms to first words · 84 tokens\n".repeat(3),
    });
  });

  test("the first words of an agent that begins are waited for", async () => {
    const { talk, input, said, over } = openLines({ greets: true });
    input.push(bytesOf("hi\n"));
    input.end();
    await settled();
    expect(talk.told).toEqual([]);
    talk.commit(1, "", "greeting");
    talk.delta(1, 0, "Welcome.");
    talk.complete(1, { end_of_turn_reason: "greeting", tokens: { in: 0, cached: 0, out: 0, wasted: 0 } });
    await settled();
    answer(talk, 2, "Hello.");
    await over;
    expect(said).toEqual({ stdout: "Welcome.\nHello.\n", stderr: "212 ms to first words · 84 tokens\n" });
  });

  test("a turn that failed keeps its line, and the talk goes on", async () => {
    const { talk, input, said, over } = openLines();
    input.push(bytesOf("one\ntwo\n"));
    input.end();
    await settled();
    talk.commit(1, "one", "respond");
    talk.say("conversation.error", { code: "model_failed", message: "it broke" }, 1);
    talk.complete(1, { outcome: "failed", end_of_turn_reason: "respond", first_words_at: null });
    await settled();
    answer(talk, 2, "Well.");
    expect(await over).toBe(false);
    expect(said.stdout).toBe("\nWell.\n");
    expect(said.stderr).toMatch(/^error: it broke \(model_failed\)\nfailed/);
  });

  test("JSON is one object per turn; what was not even taken is one too", async () => {
    const { talk, input, said, over } = openLines({ json: true });
    input.push(bytesOf("one\ntwo\n"));
    input.end();
    await settled();
    talk.say("conversation.warning", { code: "stand_in", message: "a stand-in answers" });
    answer(talk, 1, "First.");
    await settled();
    talk.say("conversation.error", { code: "rate_limited", message: "too fast" });
    expect(await over).toBe(false);
    const [first, second] = said.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ user: "one", reply: "First.", outcome: "completed", numbers: { turn_idx: 1 } });
    expect(first).not.toHaveProperty("error");
    const error = { code: "rate_limited", message: "too fast" };
    expect(second).toEqual({ user: "two", reply: "", outcome: "failed", numbers: null, error });
    expect(said.stderr).toBe("warning: a stand-in answers\n");
  });

  test.each(["before a line", "within a turn"])("a signal stops it %s", async (when) => {
    const { talk, input, over, stop } = openLines();
    if (when === "within a turn") input.push(bytesOf("one\n"));
    await settled();
    stop.abort(new Error("stopped"));
    // The connection has the same signal.
    if (when === "within a turn") talk.frames.end(new Error("stopped"));
    await expect(over).rejects.toThrow("stopped");
  });

  test("a conversation that ends before the last answer is a failure", async () => {
    const { talk, input, over } = openLines();
    input.push(bytesOf("one\n"));
    await settled();
    talk.frames.end();
    await expect(over).rejects.toThrow("the conversation ended before the last answer");
  });
});
