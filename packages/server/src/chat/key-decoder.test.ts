import { describe, expect, test } from "vitest";
import { createKeyDecoder } from "./key-decoder.ts";
import type { Key } from "./key.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The keys as words; texts and pastes that came in pieces are joined. */
function show(keys: readonly Key[]): string {
  let last = "";
  const words = keys.map((key) => {
    const joined = "text" in key && key.type === last;
    last = key.type;
    if (!("text" in key)) return ` <${key.type}>`;
    return joined ? key.text : ` ${key.type}:${key.text}`;
  });
  return words.join("").trim();
}

const sent =
  "héllo 日本👩‍👩‍👧\u007f\u0017\u001b[D\u001bOC\u001b[1;5D\u001bb\u001b\u007f\u001b[3~\u001b[1~\u001b[F\u0001\u0005\u0015\u000b" +
  "\u001b[200~two\r\nlines \u001b[31m\u0003\u001b[201~x\r\u0004\u0003";
const meant =
  "text:héllo 日本👩‍👩‍👧 <backspace> <delete-word> <left> <right> <word-left> <word-left> <delete-word> <delete> <home> <end>" +
  " <home> <end> <delete-to-start> <delete-to-end> paste:two\r\nlines \u001b[31m\u0003 text:x <enter> <leave-or-delete> <leave>";

describe("keys", () => {
  test("are read the same wherever the bytes are cut", () => {
    const bytes = bytesOf(sent);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const decoder = createKeyDecoder();
      const keys = [...decoder.feed(bytes.subarray(0, cut)), ...decoder.feed(bytes.subarray(cut))];
      expect(show(keys)).toBe(meant);
      expect(decoder.undecided).toBe(false);
    }
    const decoder = createKeyDecoder();
    expect(show([...bytes].flatMap((byte) => decoder.feed(Uint8Array.of(byte))))).toBe(meant);
  });

  test("an ESC is a key when nothing has followed in time, and the beginning of a sequence otherwise", () => {
    const decoder = createKeyDecoder();
    expect(decoder.feed(bytesOf("\u001b"))).toEqual([]);
    expect(decoder.undecided).toBe(true);
    expect(show(decoder.settle())).toBe("<escape>");
    expect(decoder.undecided).toBe(false);
    expect(decoder.feed(bytesOf("\u001b"))).toEqual([]);
    expect(show(decoder.feed(bytesOf("[C")))).toBe("<right>");
    expect(decoder.settle()).toEqual([]);
  });

  test("two in a row are one key and the beginning of something", () => {
    const decoder = createKeyDecoder();
    expect(show(decoder.feed(bytesOf("\u001b\u001b[D")))).toBe("<escape> <left>");
    expect(show(decoder.feed(bytesOf("\u001b\u001b")))).toBe("<escape>");
    expect(show(decoder.settle())).toBe("<escape>");
  });

  test("what was typed behind a lone ESC is not lost", () => {
    const decoder = createKeyDecoder();
    expect(decoder.feed(bytesOf("\u001b["))).toEqual([]);
    expect(show(decoder.settle())).toBe("<escape> text:[");
  });

  test("CR and LF together are one Enter, apart they are two", () => {
    expect(show(createKeyDecoder().feed(bytesOf("a\r\nb\n\nc\rd")))).toBe(
      "text:a <enter> text:b <enter> <enter> text:c <enter> text:d",
    );
  });

  test("sequences and controls that mean nothing here are left out; one without an end is bounded", () => {
    expect(show(createKeyDecoder().feed(bytesOf("a\u001b[15~\u001bOP\u0000\u001bxb")))).toBe("text:ab");
    const decoder = createKeyDecoder();
    expect(show(decoder.feed(bytesOf(`\u001b[${"1;".repeat(100)}`)))).toMatch(/^text:/);
    expect(decoder.undecided).toBe(false);
  });
});
