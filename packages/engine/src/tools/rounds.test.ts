import fc from "fast-check";
import { expect, test } from "vitest";
import { answeredRounds } from "./call.ts";
import { answerMessages, openCallMessages, type Round } from "./rounds.ts";

const round = (upTo: number, ...ids: readonly string[]): Round => ({
  upTo,
  calls: ids.map((id) => ({ id, name: "look", arguments: "{}", output: `out ${id}` })),
});

test("K9 an answer is told as it was made: words, calls, results, words", () => {
  const messages = answerMessages("One moment. Two. Three.", [round(11, "c1", "c2"), round(16, "c3")]);
  const call = (id: string) => ({ id, name: "look", arguments: "{}" });
  expect(messages).toEqual([
    { role: "assistant", content: "One moment.", toolCalls: [call("c1"), call("c2")] },
    { role: "tool", content: "out c1", toolCallId: "c1" },
    { role: "tool", content: "out c2", toolCallId: "c2" },
    { role: "assistant", content: "Two.", toolCalls: [call("c3")] },
    { role: "tool", content: "out c3", toolCallId: "c3" },
    { role: "assistant", content: "Three." },
  ]);
});

test("K9 of an answer that was cut short the rounds stay, with as much of their words as was heard", () => {
  const contents = answerMessages("One", [round(11, "c1"), round(16, "c2")]).map((message) => message.content);
  expect(contents).toEqual(["One", "out c1", "", "out c2"]);
  expect(answerMessages("", [])).toEqual([]);
  expect(openCallMessages([])).toEqual([]);
});

test("K9 what the model was told in one round is the beginning of what it is told in the next, and ever after", () => {
  const words = fc.constantFrom("", "One moment.", "Well ", " so");
  const law = fc.property(fc.array(words, { minLength: 2, maxLength: 6 }), (parts) => {
    const texts = parts.map((_part, index) => parts.slice(0, index + 1).join(""));
    const rounds = texts.slice(0, -1).map((text, index) => round(text.length, `c${index}`));
    const asked = rounds.map((_one, index) => answerMessages(texts[index] ?? "", rounds.slice(0, index + 1)));
    const whole = answerMessages(texts.at(-1) ?? "", rounds);
    for (const messages of asked) expect(whole.slice(0, messages.length)).toEqual(messages);
  });
  fc.assert(law);
});

test("K9 a call without an answer is not told, nor is a round without a call; of a turn that is over only what was stored", () => {
  const call = { id: "c1", name: "look", arguments: "{}" };
  const answer = { output: "two", status: "success" } as const;
  const rounds = [
    { upTo: 0, calls: [{ ...call, phase: "taken", answer: undefined }] },
    { upTo: 1, calls: [{ ...call, phase: "prepared", answer }] },
    { upTo: 2, calls: [{ ...call, phase: "taken", answer: { output: "", status: "error" } }] },
  ] as const;
  expect(answeredRounds(rounds).map(({ upTo }) => upTo)).toEqual([1, 2]);
  expect(answeredRounds(rounds, true)).toEqual([{ upTo: 2, calls: [{ ...call, output: "Error" }] }]);
});
