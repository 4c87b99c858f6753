import { describe, expect, test } from "vitest";
import { hear, openUserWords, type Transcript, type UserWords } from "../transcript/user-words.ts";
import { commitWords, judgeLateness, withoutCarried, type Committed, type Lateness } from "./committed.ts";

type Said = Partial<Transcript> & { readonly text: string };

function words(...all: readonly Said[]): UserWords {
  return all.reduce<UserWords>(
    (user, said) => hear(user, { scope: "turn", final: false, ...said }, { at: 0, endedBy: "client" }),
    openUserWords(0, "client"),
  );
}

function judge(committed: Committed, said: Said, at = 500): Lateness {
  return judgeLateness(committed, { scope: "turn", final: false, ...said }, at).lateness;
}

describe("L1 without an id, the words alone tell, for two seconds", () => {
  const committed = commitWords(words({ text: "Book a table." }), 0, undefined);
  test.each<readonly [string, Lateness]>([
    ["book a table", "stale"],
    ["Book a", "stale"],
    ["", "stale"],
    ["Book a table for two", "extends"],
    ["for two", "fresh"],
    ["look a table", "fresh"],
  ])("%j is %s", (text, lateness) => expect(judge(committed, { text })).toBe(lateness));

  test("after that the same words are said anew", () => {
    expect(judge(committed, { text: "book a table" }, 2000)).toBe("stale");
    expect(judge(committed, { text: "book a table" }, 2001)).toBe("fresh");
  });
  test("other words have opened the next turn: what comes is new", () => {
    expect(judge({ ...committed, text: "forgotten" }, { text: "book a table" })).toBe("fresh");
  });
});

describe("L2 an id tells whose revision it is", () => {
  const committed = commitWords(
    words({ text: "yes", utteranceId: "u1" }, { text: "at eight", utteranceId: "u2" }),
    0,
    undefined,
  );
  test("another id is another utterance, whatever its words", () => {
    expect(judge(committed, { text: "yes", utteranceId: "u3" })).toBe("fresh");
  });
  test("each utterance is known by its own words, at any time", () => {
    expect(judge(committed, { text: "at eight", utteranceId: "u2" }, 60_000)).toBe("stale");
    expect(judge(committed, { text: "at eight thirty", utteranceId: "u2" }, 60_000)).toBe("extends");
    expect(judge(committed, { text: "yes at eight", utteranceId: "u2" }, 60_000)).toBe("stale");
  });
  test("other words under it are a correction, for ten seconds; then its id was used for new ones", () => {
    expect(judge(committed, { text: "eight", utteranceId: "u2" }, 10_000)).toBe("corrects");
    expect(judge(committed, { text: "eight", utteranceId: "u2" }, 10_001)).toBe("fresh");
  });
});

describe("L3 a segment is compared with the last segment", () => {
  const open: Said = { text: "a table", scope: "segment", utteranceId: "u1" };
  const first: Said = { text: "book", scope: "segment", final: true, utteranceId: "u1" };
  test("one that was not final when the turn ended is revised", () => {
    const committed = commitWords(words(first, open), 0, undefined);
    expect(judge(committed, { ...open, text: "a table for two" })).toBe("extends");
    expect(judge(committed, { ...open, text: "eight", final: true })).toBe("corrects");
  });
  test("behind one that was final the next is new", () => {
    const committed = commitWords(words(first, { ...open, final: true }), 0, undefined);
    expect(judge(committed, { ...open, final: true })).toBe("stale");
    expect(judge(committed, { ...open, text: "for two" })).toBe("fresh");
  });
});

describe("L4 one text that goes on over several turns is cut at each of them", () => {
  const first = commitWords(words({ text: "one", utteranceId: "u1" }), 0, undefined);
  const second = commitWords(words({ text: "two", utteranceId: "u1" }), 100, { ...first, text: "goes-on" });

  test("the whole text is known, by its id and without", () => {
    for (const utteranceId of ["u1", undefined]) {
      const late = judgeLateness(second, { text: "One two three", scope: "turn", final: true, utteranceId }, 200);
      expect(late).toEqual({ lateness: "extends", repeated: 2 });
      expect(judge(second, { text: "one two", utteranceId })).toBe("stale");
    }
  });
  test("a revision of the second turn is taken without the first", () => {
    const transcript: Transcript = { text: "One too", scope: "turn", final: true, utteranceId: "u1" };
    expect(judgeLateness(second, transcript, 200).lateness).toBe("corrects");
    expect(withoutCarried(second, transcript).text).toBe("too");
    expect(withoutCarried(first, transcript)).toBe(transcript);
  });
  test("other words in between end it", () => {
    const other = commitWords(words({ text: "two" }), 100, { ...first, text: "forgotten" });
    expect(judge(other, { text: "one two three" })).toBe("fresh");
  });
});
