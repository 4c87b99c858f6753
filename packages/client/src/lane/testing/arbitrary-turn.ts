import * as fc from "fast-check";

import { createScene } from "./scene.ts";
import type { Scene } from "./scene.ts";
import type { TurnRecord } from "../turn-record.ts";

const texts = fc.array(
  fc.constantFrom("I", "would", "like", "two", "incomprehensibilities", "Zürich", "予約", "🙂🙂", "at", "eight."),
  { minLength: 1, maxLength: 12 },
);

interface Talk {
  readonly words: readonly string[];
  readonly everyMs: number;
  readonly drafts: readonly { afterMs: number; forMs: number; end: "revoked" | "discarded" | "open"; tokens: number }[];
  readonly ending: "none" | "asked" | "adopted" | "reopened" | "failed";
  readonly afterMs: number;
  readonly modelMs: number;
  readonly voiceMs: number | undefined;
  readonly tool: boolean;
  readonly cut: boolean;
  readonly completed: boolean;
  /** Whether the numbers come, or only the frames. */
  readonly numbered: boolean;
}

const talk: fc.Arbitrary<Talk> = fc.record({
  words: texts,
  everyMs: fc.integer({ min: 0, max: 900 }),
  drafts: fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 4_000 }),
      forMs: fc.integer({ min: 0, max: 2_000 }),
      end: fc.constantFrom("revoked" as const, "discarded" as const, "open" as const),
      tokens: fc.integer({ min: 0, max: 500 }),
    }),
    { maxLength: 16 },
  ),
  ending: fc.constantFrom("none", "asked", "adopted", "reopened", "failed"),
  afterMs: fc.integer({ min: 0, max: 1_500 }),
  modelMs: fc.integer({ min: 0, max: 3_000 }),
  voiceMs: fc.option(fc.integer({ min: 0, max: 900 }), { nil: undefined }),
  tool: fc.boolean(),
  cut: fc.boolean(),
  completed: fc.boolean(),
  numbered: fc.boolean(),
});

/** A turn of any kind, as frames tell it. */
export const turnRecord: fc.Arbitrary<TurnRecord> = talk.map((one) => play(one).record());

function play(one: Talk): Scene {
  const start = 1_000;
  const last = start + (one.words.length - 1) * one.everyMs;
  let scene = createScene().say(start, one.words.join(" "), one.everyMs);
  for (const [index, draft] of one.drafts.entries()) {
    const at = start + draft.afterMs;
    scene = scene.draft(at, `d${index}`);
    if (draft.end === "revoked") scene = scene.revoke(at + draft.forMs, `d${index}`, { tokens: draft.tokens });
    if (draft.end === "discarded") scene = scene.discard(at + draft.forMs, `d${index}`, { tokens: draft.tokens });
  }
  return one.ending === "none" ? scene : answer(one, scene, last);
}

function answer(one: Talk, asked: Scene, last: number): Scene {
  const commit = last + one.afterMs;
  const adopts = one.ending !== "asked" && one.ending !== "failed";
  let scene = adopts ? asked.draft(last, "a").commit(commit, "a", { rung: "equal" }) : asked.commit(commit, "a");
  if (one.ending === "reopened") scene = scene.reopen(commit + 100, "a").revoke(commit + 100, "a", { tokens: 3 });
  if (one.ending === "reopened") return scene;
  const sent = commit + one.modelMs;
  if (one.tool) scene = scene.tool(commit, "find", commit + Math.floor(one.modelMs / 2));
  if (one.ending === "failed") scene = scene.fail(sent, "the model went away");
  else scene = scene.speak(sent, "a", one.words.join(" "));
  const heard = one.voiceMs === undefined ? undefined : sent + one.voiceMs;
  if (heard !== undefined && one.ending !== "failed") scene = scene.play(heard, "a", 5);
  const end = Math.max(sent, heard ?? 0) + 2_000;
  scene = one.ending === "failed" ? scene : scene.stop(end, "a", one.cut);
  if (!one.completed) return scene;
  const spoke = one.ending !== "failed";
  const stamps = { last_word_at: last, ended_at: commit, released_at: commit, first_words_at: spoke ? sent : null };
  return scene.complete(end, { ...(one.numbered ? stamps : {}), outcome: spoke ? "completed" : "failed" });
}
