import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { continueWith, hear, joinWords, openUserWords, type Transcript, type UserWords } from "./user-words.ts";

type Said = Partial<Transcript> & { readonly text: string };

function say(user: UserWords, said: Said, at = 10): UserWords {
  return hear(user, { scope: "turn", final: false, ...said }, { at, endedBy: "server" });
}

function sayAll(...all: readonly Said[]): UserWords {
  return all.reduce((user, said, index) => say(user, said, index + 1), openUserWords(0, "server"));
}

describe("U1 a transcript of the turn stands in place of the one before it", () => {
  test("longer, shorter, other", () => {
    expect(sayAll({ text: "book a" }, { text: "book a table" }).text).toBe("book a table");
    expect(sayAll({ text: "book a table" }, { text: "look" }).text).toBe("look");
    expect(sayAll({ text: "book" }, { text: "  " }).words).toEqual([]);
  });
});

describe("U2 a segment is what was said since the last final", () => {
  const segment = { scope: "segment" } as const;
  test("finals join, and what is not final is revised", () => {
    const said = sayAll(
      { ...segment, text: "book" },
      { ...segment, text: "book a", final: true },
      { ...segment, text: "tab" },
      { ...segment, text: "table" },
    );
    expect(said.text).toBe("book a table");
  });
  test("a blank final takes back what was not final", () => {
    expect(sayAll({ ...segment, text: "book" }, { ...segment, text: "", final: true }).text).toBe("");
  });
  test("a final of the whole turn is a segment that is over", () => {
    expect(sayAll({ text: "book a", final: true }, { ...segment, text: "table" }).text).toBe("book a table");
  });
  test("a transcript of the turn stands in place of all segments", () => {
    expect(sayAll({ ...segment, text: "look a", final: true }, { text: "book a table" }).text).toBe("book a table");
  });
});

describe("U3 a new utterance id is a new utterance, a known one a revision of it", () => {
  test("each is revised by itself", () => {
    const said = sayAll(
      { text: "book a", utteranceId: "u1" },
      { text: "tab", utteranceId: "u2" },
      { text: "Book a", utteranceId: "u1", final: true },
      { text: "table", utteranceId: "u2" },
    );
    expect(said.text).toBe("Book a table");
  });
  test("one without a word is none", () => {
    expect(sayAll({ text: "", utteranceId: "u1" }).utterances).toEqual([]);
  });
});

describe("U4 some recognisers give each segment an id and still send the whole turn", () => {
  test("text that begins with all that came before it stands in place of it", () => {
    const said = sayAll({ text: "book a", utteranceId: "u1" }, { text: "Book a table", utteranceId: "u2" });
    expect(said.text).toBe("Book a table");
  });
  test("also when a known utterance turns out to hold it", () => {
    const said = sayAll(
      { text: "book a", utteranceId: "u1" },
      { text: "table", utteranceId: "u2" },
      { text: "Book a table", utteranceId: "u2", final: true },
    );
    expect(said.text).toBe("Book a table");
  });
});

describe("U5 what counts as a new word", () => {
  test("the time of the last word is that of the last change of the words, not of their spelling", () => {
    const said = sayAll({ text: "book" }, { text: "Book." }, { text: "Book!" });
    expect([said.text, said.lastWordAt]).toEqual(["Book!", 1]);
  });
  test("a final is as stable as can be", () => {
    expect(sayAll({ text: "a", stability: 0.4 }).stability).toBe(0.4);
    expect(sayAll({ text: "a", final: true, stability: 0.4 }).stability).toBe(1);
    expect(sayAll({ text: "a" }).stability).toBe(0);
  });
});

describe("U6 going on with a turn", () => {
  const stamp = { at: 50, endedBy: "server" } as const;
  const goOn = (user: UserWords, said: Said): UserWords =>
    continueWith(user, { scope: "turn", final: false, ...said }, stamp);

  test("words without an id stand behind those before them, and are revised alone", () => {
    const user = goOn(sayAll({ text: "could you book" }), { text: "a" });
    expect(say(user, { text: "a table" }).text).toBe("could you book a table");
  });
  test("the late final of what came before says nothing of what came behind it", () => {
    const user = goOn(sayAll({ text: "could you book" }), { text: "a table" });
    expect(say(user, { text: "Could you book.", final: true }).text).toBe("could you book a table");
  });
  test("an utterance with an id of its own goes on being revised by it", () => {
    const user = goOn(sayAll({ text: "could you look", utteranceId: "u1" }), { text: "a table", utteranceId: "u2" });
    expect(say(user, { text: "Could you book", utteranceId: "u1", final: true }).text).toBe("Could you book a table");
  });
});

test("U7 what waited for a turn of its own joins the turn that is open again", () => {
  const heard = sayAll({ text: "book a" });
  const pending = sayAll({ text: "table" });
  const user = joinWords(heard, pending);
  expect(user.words).toEqual(["book", "a", "table"]);
  expect(say(user, { text: "table for two" }).text).toBe("book a table for two");
  expect(joinWords(heard, undefined)).toBe(heard);
});

test("U8 hearing a transcript twice is hearing it once", () => {
  const said = fc.record({
    text: fc.constantFrom("", "book", "book a", "book a table", "我要"),
    scope: fc.constantFrom("turn" as const, "segment" as const),
    final: fc.constant(false),
    utteranceId: fc.constantFrom(undefined, "u1", "u2"),
  });
  fc.assert(
    fc.property(fc.array(said), said, (all, one) => {
      const user = sayAll(...all, one);
      expect(say(user, one, 99)).toEqual(user);
    }),
  );
});
