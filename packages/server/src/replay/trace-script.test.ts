import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TurnsBy } from "@repartee/protocol";
import { helloLine, inLine, outLine, readLines, traceText } from "./testing/played-trace.ts";
import { scriptTrace } from "./trace-script.ts";

const partial = (atMs: number, text: string, more: object = {}) => inLine(atMs, "user.transcript", { text, ...more });
const committed = (atMs: number) => {
  const properties = { turn_idx: 1, inference_id: "i1", reason: "silence", transcript: "", grace_ms: 0 };
  return outLine(atMs, "conversation.turn.committed", properties);
};

function scriptOf(lines: readonly object[], turns?: TurnsBy) {
  return scriptTrace("c1", readLines(traceText(...lines)), turns);
}

function textsOf(...lines: readonly object[]): readonly string[] {
  return scriptOf(lines).turns.map((turn) => turn.said);
}

function typesOf(lines: readonly object[], turns: TurnsBy): readonly (readonly [number, string])[] {
  const short = (type: string): string => type.replace(/^conversation\.(user\.)?/, "");
  return scriptOf(lines, turns).cues.map((cue) => [cue.atMs, short(cue.message.event_type)]);
}

describe("Y11 the turns of a trace", () => {
  test("an utterance that is named is a turn, however often it was committed", () => {
    const named = { utterance_id: "u1" };
    const lines = [partial(0, "my", named), committed(500), partial(900, "my card", named)];
    expect(textsOf(...lines, partial(2000, "yes", { utterance_id: "u2" }))).toEqual(["my card", "yes"]);
  });

  test("without names a turn ends with a commit, unless the next words begin with it", () => {
    expect(textsOf(partial(0, "my"), committed(500), partial(900, "my card"))).toEqual(["my card"]);
    expect(textsOf(partial(0, "my"), committed(500), partial(900, "yes"))).toEqual(["my", "yes"]);
  });

  test("it ends with turn_end, whose text is the turn's; a respond is a turn of its own", () => {
    const end = inLine(300, "user.turn_end", { text: "my car" });
    expect(textsOf(partial(0, "my"), end, partial(900, "yes"))).toEqual(["my car", "yes"]);
    expect(textsOf(partial(0, "my"), inLine(10, "respond", { text: "hello" }))).toEqual(["my", "hello"]);
  });

  test("segments are joined where they are final", () => {
    const segment = { scope: "segment" };
    const lines = [
      partial(0, "my", segment),
      partial(1, "my car", { ...segment, final: true }),
      partial(2, "is", segment),
    ];
    expect(textsOf(...lines)).toEqual(["my car is"]);
  });

  test("a word is told when it first came, and was over when the voice had stopped before that", () => {
    const voice = (atMs: number, what: string) => inLine(atMs, `user.${what}_speaking`);
    const lines = [voice(100, "started"), partial(400, "my"), voice(700, "stopped"), partial(800, "my card")];
    expect(scriptOf(lines).turns).toEqual([
      {
        startMs: 100,
        endMs: 700,
        said: "my card",
        words: [
          { toldMs: 400, endMs: 400 },
          { toldMs: 800, endMs: 700 },
        ],
      },
    ]);
  });

  test("whatever is told: as many times as words, and none goes back", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c d", ""), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, (texts) => {
        const { turns, cues } = scriptOf(texts.map((text, index) => partial(index * 100, text)));
        expect(cues).toHaveLength(texts.length);
        for (const turn of turns) {
          expect(turn.words).toHaveLength(turn.said.split(" ").length);
          const told = turn.words.map((word) => word.toldMs);
          expect(told).toEqual(told.toSorted((one, other) => one - other));
        }
      }),
    );
  });
});

describe("Y12 who ends the turns of a trace", () => {
  const end = inLine(500, "user.turn_end");

  test("is who ended them when it was recorded", () => {
    expect(scriptOf([helloLine("client"), partial(0, "my"), end])).toMatchObject({ turnsBy: "client" });
    expect(scriptOf([helloLine("server"), partial(0, "my")])).toMatchObject({ turnsBy: "server" });
  });

  test("or who is asked to: then the ends are left out, or told 200 ms after the last word", () => {
    expect(typesOf([helloLine("client"), partial(0, "my"), end], "server")).toEqual([[0, "transcript"]]);
    expect(typesOf([helloLine("server"), partial(0, "my"), partial(900, "my card")], "client")).toEqual([
      [0, "transcript"],
      [900, "transcript"],
      [1100, "turn_end"],
    ]);
  });

  test("a respond ends its turn by itself", () => {
    expect(typesOf([helloLine("server"), inLine(5, "respond", { text: "hi" })], "client")).toEqual([[5, "respond"]]);
  });
});

test("Y13 what is told of a reply or answers a tool says what it was about", () => {
  const call = (atMs: number, id: string) =>
    outLine(atMs, "conversation.tool_call", { name: "f", arguments: "{}", tool_call_id: id });
  const { cues } = scriptOf([
    partial(0, "my"),
    call(10, "t0"),
    call(11, "t1"),
    inLine(20, "tool_result", { tool_call_id: "t1", output: "x" }),
    inLine(30, "replica.playback", { inference_id: "i1", spoken_chars: 4 }),
  ]);
  expect(cues.map((cue) => cue.about)).toEqual([undefined, { type: "tool-call", place: 1 }, { type: "reply" }]);
});
