import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pauseShares } from "../../packages/engine/src/policy/pauses.ts";
import { pinned } from "./params.ts";
import { readScript } from "./script.ts";

const calls = new URL("../data/harper-valley.jsonl", import.meta.url);

test("the shares of pauses that the engine knows are those of the calls", () => {
  const { calls: sides } = readScript(readFileSync(calls, "utf8"), { params: pinned });
  const gaps = sides.flatMap(({ turns }) =>
    turns.flatMap(({ words }) => words.slice(1).map((word, index) => word.startMs - (words[index]?.endMs ?? 0))),
  );
  expect(gaps).toHaveLength(1330);
  for (const { ms, share } of pauseShares.slice(1)) {
    expect(gaps.filter((gap) => gap > ms).length / gaps.length).toBeCloseTo(share, 2);
  }
});
