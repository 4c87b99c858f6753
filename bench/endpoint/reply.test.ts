import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { behindSaid, createReplies, readReplyFile, toTokens } from "./reply.ts";

function withFile(content: string, run: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "replies-"));
  try {
    const path = join(folder, "calls.jsonl");
    writeFileSync(path, content);
    run(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function call(...turns: readonly (readonly [speaker: string, startMs: number, text: string])[]): string {
  return `${JSON.stringify({ turns: turns.map(([speaker, start_ms, text]) => ({ speaker, start_ms, text, words: [] })) })}\n`;
}

describe("replies", () => {
  test("the same words always get the same reply, others mostly another", () => {
    const replies = createReplies();
    expect(replies.tokensFor("hello")).toBe(replies.tokensFor("hello"));
    const all = new Set(Array.from({ length: 100 }, (_, index) => replies.tokensFor(`user ${index}`)));
    expect(all.size).toBeGreaterThan(3);
  });

  test("tokens are words with their space, and join to the text", () => {
    expect(toTokens("Good  day, sir.")).toEqual(["Good  ", "day, ", "sir."]);
  });

  test("a fixed length repeats or cuts the words", () => {
    expect(createReplies(["a b"], 5).tokensFor("x").join("")).toBe("a b a b a ");
  });

  test("an empty list is an error", () => {
    expect(() => createReplies([])).toThrow("the list of replies is empty");
  });

  test("a file gives the agent's turns: segments in order, joined, without tags", () => {
    const calls = call(
      ["agent", 900, "[noise] thank you"],
      ["agent", 100, "hello"],
      ["agent", 200, "this is <unk> the bank"],
      ["caller", 500, "hi"],
      ["agent", 1500, "[laughter]"],
    );
    withFile(calls, (path) => expect(readReplyFile(path)).toEqual(["hello this is the bank", "thank you"]));
  });

  test("a call without an agent gives everyone's turns", () => {
    withFile(call(["a", 1, "one"], ["b", 2, "two"]), (path) => expect(readReplyFile(path)).toEqual(["one", "two"]));
  });

  test("a file without a turn is an error that names it", () => {
    withFile(call(["agent", 1, "[noise]"]), (path) => expect(() => readReplyFile(path)).toThrow(path));
  });

  test("the calls of this repository are read", () => {
    const turns = readReplyFile(new URL("../data/harper-valley.jsonl", import.meta.url).pathname);
    expect(turns.length).toBeGreaterThan(150);
    expect(turns.every((turn) => turn !== "" && !/[[<]/.test(turn))).toBe(true);
  });
});

test("a reply that goes on is all of it, or what follows where it begins with what was said", () => {
  const tokens = toTokens("Sure, I can do that.");
  expect(behindSaid(tokens, "")).toBe(tokens);
  expect(behindSaid(tokens, "sure")).toEqual(["I ", "can ", "do ", "that."]);
  expect(behindSaid(tokens, "Okay,")).toEqual(tokens);
  expect(behindSaid(tokens, "Sure, I can do that. And more")).toEqual(tokens);
});
