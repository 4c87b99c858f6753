import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureTurn } from "./measure.ts";
import { pinned } from "./params.ts";
import { players } from "./policies.ts";
import { readScript, scriptTurn, type CallScript } from "./script.ts";
import { makeStress, stressKinds } from "./stress.ts";
import { repliesOf } from "./testing/spoken.ts";
import { createUpstream } from "./upstream.ts";

const recorded = readFileSync(new URL("../data/harper-valley.jsonl", import.meta.url), "utf8");
const modes = ["conservative", "balanced", "eager"] as const;

describe("BS33 every turn is answered to its end, whatever is said and whenever", () => {
  const word = fc.record({
    text: fc.constantFrom(
      "yeah",
      "oh",
      "um",
      "mhm",
      "okay",
      "no",
      "book",
      "a",
      "table",
      "two",
      "five",
      "please",
      "bye",
    ),
    ms: fc.integer({ min: 0, max: 600 }),
    gapMs: fc.oneof(fc.integer({ min: -50, max: 150 }), fc.integer({ min: 100, max: 3000 })),
  });
  const turn = fc.array(word, { minLength: 1, maxLength: 12 });
  const replies = repliesOf("Sure, I can do that for you. It takes two more minutes, and then it is done.");

  test.each(modes)("%s", (mode) => {
    const law = fc.property(fc.array(turn, { minLength: 1, maxLength: 4 }), fc.nat(1000), (said, seed) => {
      const params = { ...pinned, seed };
      const script = scriptOf(said);
      const traces = players[mode]?.(script, { params, upstream: createUpstream(params, replies) }) ?? [];
      expect(traces.map((trace) => measureTurn(trace, params).gapMs === undefined)).toEqual(said.map(() => false));
    });
    fc.assert(law, { numRuns: 150 });
  });

  function scriptOf(said: readonly (readonly { text: string; ms: number; gapMs: number }[])[]): CallScript {
    let at = 0;
    const turns = said.map((words, index) => {
      at += 3000;
      const spoken = words.map(({ text, ms, gapMs }) => {
        const startMs = at;
        at += Math.max(0, ms + gapMs);
        return { text, revised: text, startMs, endMs: startMs + ms };
      });
      return scriptTurn({ callId: "made", user: "caller", index }, spoken, pinned);
    });
    return { id: "made", user: "caller", turns };
  }
});

describe("BS34 made-up talk for what was not recorded", () => {
  test.each(stressKinds)("%s: the same seed makes the same file, which can be read", (kind) => {
    const text = makeStress(recorded, kind, 1);
    expect(makeStress(recorded, kind, 1)).toBe(text);
    const { calls } = readScript(text, { params: pinned });
    expect(calls.flatMap(({ turns }) => turns).length).toBeGreaterThan(0);
  });

  test("in a monologue there are two hundred words and more", () => {
    const { calls } = readScript(makeStress(recorded, "monologues", 1), { params: pinned });
    const lengths = calls.flatMap(({ turns }) => turns.map(({ words }) => words.length));
    expect(Math.max(...lengths)).toBeGreaterThan(200);
  });

  test("balanced makes at most 0.7 calls a turn more than a fixed wait, where turns are not joined", () => {
    const kinds = ["everyone", "slow", "fillers", "written"];
    for (const kind of kinds) {
      const script = readScript(makeStress(recorded, kind, 1), { params: pinned });
      const world = { params: pinned, upstream: createUpstream(pinned, script.replies) };
      const calls = (name: string): number =>
        script.calls
          .flatMap((call) => players[name]?.(call, world) ?? [])
          .reduce((sum, one) => sum + one.calls.length, 0);
      const turns = script.calls.flatMap((call) => call.turns).length;
      expect([kind, (calls("balanced") - calls("fixed-500")) / turns <= 0.7]).toEqual([kind, true]);
    }
  });
});
