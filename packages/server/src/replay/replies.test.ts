import { describe, expect, test } from "vitest";
import { agentTexts, createReplies, joinReplies } from "./replies.ts";
import { recordedCall, segmentOf } from "./testing/recorded.ts";

const agent = segmentOf("agent", 0, "hello");
const ann = segmentOf("ann", 1000, "my card");

function say(texts: readonly string[], asked: string, answers: readonly (readonly [string, string])[] = []): string {
  return createReplies({ texts, answers: new Map(answers) })
    .tokensFor(asked)
    .join("");
}

describe("Y9 what the model that stands in says", () => {
  test("the same words get the same reply, however they are written", () => {
    const texts = ["one.", "two.", "three.", "four.", "five."];
    expect(say(texts, "My card, please!")).toBe(say(texts, "my card please"));
    const said = ["a", "b", "c", "d", "e", "f", "g"].map((asked) => say(texts, asked));
    expect(new Set(said).size).toBeGreaterThan(2);
  });

  test("what was answered to these very words, where that is known", () => {
    expect(say(["one."], "my card", [["My card!", "Which card?"]])).toBe("Which card?");
    expect(say(["one."], "my cat", [["My card!", "Which card?"]])).toBe("one.");
  });

  test("without any text it has a few of its own", () => {
    expect(say([" ", ""], "hello")).toMatch(/\w+ \w+/);
  });

  test("texts of several files are one", () => {
    const joined = joinReplies([
      { texts: ["a"], answers: new Map([["x", "1"]]) },
      { texts: ["b"], answers: new Map([["y", "2"]]) },
    ]);
    expect(joined.texts).toEqual(["a", "b"]);
    expect([...joined.answers]).toEqual([
      ["x", "1"],
      ["y", "2"],
    ]);
  });

  test("its texts are the agent's turns; where the agent is the user, or there is none, the others'", () => {
    const again = segmentOf("agent", 2000, "which card");
    const more = segmentOf("agent", 3000, "do you mean");
    expect(agentTexts([recordedCall([agent, ann, again, more])])).toEqual(["hello", "which card do you mean"]);
    expect(agentTexts([recordedCall([agent, ann])], "agent")).toEqual(["my card"]);
    expect(agentTexts([recordedCall([ann, segmentOf("bob", 2000, "oh")])])).toEqual(["my card", "oh"]);
    expect(agentTexts([recordedCall([ann, segmentOf("bob", 2000, "oh")])], "ann")).toEqual(["oh"]);
  });
});
