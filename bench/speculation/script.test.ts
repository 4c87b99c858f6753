import { describe, expect, test } from "vitest";
import { pinned } from "./params.ts";
import { readScript } from "./script.ts";
import { steady, repliesOf, turnOf } from "./testing/spoken.ts";
import { createUpstream } from "./upstream.ts";

describe("BS20 what is heard of a turn", () => {
  const turn = turnOf(["my", 100, 300], ["creditcard", 330, 600, "card"], ["please", 900, 1000]);
  test("a partial 100 ms after each word, its last word as it was first heard; a final 200 ms after a pause began", () => {
    const heard = turn.events.filter((event) => event.type === "partial" || event.type === "final");
    expect(heard).toEqual([
      { type: "partial", at: 400, words: ["my"] },
      { type: "partial", at: 700, words: ["my", "creditcard"] },
      { type: "final", at: 800, words: ["my", "card"] },
      { type: "partial", at: 1100, words: ["my", "card", "please"] },
      { type: "final", at: 1200, words: ["my", "card", "please"] },
    ]);
    expect(turn.endMs).toBe(1000);
  });
  test("voice activity is exact: a break of 30 ms is a stop, and nobody is told whether it will be a pause", () => {
    const voice = turn.events.filter((event) => event.type === "voice-start" || event.type === "voice-stop");
    expect(voice.map((event) => event.at)).toEqual([100, 300, 330, 600, 900, 1000]);
  });
});

describe("BS21 who is played", () => {
  const line = (speakers: readonly string[]): string =>
    JSON.stringify({
      id: "c",
      turns: speakers.map((speaker, index) => ({
        speaker,
        start_ms: index * 1000,
        text: "hello there",
        words: [
          [0, 200],
          [250, 200],
        ],
      })),
    });
  const played = (text: string, user?: string): readonly string[] =>
    readScript(text, { params: pinned, user }).calls.map((call) => `${call.user}: ${call.turns.length}`);
  test("everyone but the agent; without one each speaker in turn; or the one that is named", () => {
    expect(played(line(["agent", "ann", "agent", "ann"]))).toEqual(["ann: 2"]);
    expect(played(line(["ann", "bob", "ann"]))).toEqual(["ann: 2", "bob: 1"]);
    expect(played(line(["ann", "bob", "ann"]), "bob")).toEqual(["bob: 1"]);
  });
  test("nobody is an error", () => {
    expect(() => played(line(["agent"]))).toThrow(/no timed word of a user/);
    expect(() => played("")).toThrow(/empty/);
  });
});

describe("BS22 the model that stands in", () => {
  const turn = turnOf(["hello", 0, 200]);
  const ask = (number: number, parts: Partial<typeof pinned> = {}): number =>
    createUpstream({ ...pinned, ...parts }, repliesOf("Hello.")).call(turn, { number, at: 0, transcript: "x" })
      .firstTokenAt;
  test("the same draw for the same turn and call, another one for another call or seed", () => {
    expect(ask(0)).toBe(ask(0));
    expect(new Set([ask(0), ask(1), ask(2), ask(0, { seed: 2 })]).size).toBe(4);
  });
  test("lognormal: median 400, σ 0.35", () => {
    const draws = Array.from({ length: 4001 }, (_, number) => Math.log(ask(number))).toSorted(
      (one, other) => one - other,
    );
    expect(Math.abs(Math.exp(draws[2000] ?? 0) - 400)).toBeLessThan(8);
    // 84.1 % of a normal distribution are below one σ.
    expect((draws[3365] ?? 0) - (draws[2000] ?? 0)).toBeCloseTo(0.35, 1);
  });
  test("it goes on behind what was said, and does not say it again", () => {
    const upstream = createUpstream(steady, repliesOf("Okay. How are you?"));
    const said = (continueFrom: string): string =>
      upstream.call(turn, { number: 0, at: 0, transcript: "x", continueFrom }).tokens.join("");
    expect([said("okay,"), said("Sure,")]).toEqual(["How are you?", "Okay. How are you?"]);
  });
  test("as it is asked it answers, however it is written", () => {
    const upstream = createUpstream(steady, repliesOf("Hello. How are you?"));
    const said = (transcript: string): readonly string[] =>
      upstream.call(turn, { number: 0, at: 0, transcript }).tokens;
    expect(said("My card.")).toEqual(said("my card"));
  });
});
