import fc from "fast-check";
import { expect, test } from "vitest";
import type { Effect } from "../effect.ts";
import { plainPolicies } from "../policy/plain.ts";
import { anySettings, anyTalk, happen } from "../testing/arbitrary.ts";
import { countLetters } from "../testing/arbitrary-history.ts";
import { expectSameFold } from "../testing/laws.ts";
import { openStage, type Stage } from "../testing/stage.ts";
import type { ChatMessage } from "./messages.ts";

type Start = Extract<Effect, { type: "model-start" }>;

/** What of a request stands before everything that may still become another: open calls, perception, this turn. */
function settledPart({ messages }: Start): readonly string[] {
  const turn = messages.findLastIndex(({ role }) => role === "user");
  const lines = messages.slice(0, turn);
  const open = lines.findIndex((message, index) => index > 0 && isPlaceholder(message));
  const perceived = lines.findIndex(({ content }) => content.startsWith("seen: "));
  const ends = [open === -1 ? undefined : open - 1, perceived === -1 ? undefined : perceived, lines.length];
  return lines.slice(0, Math.min(...ends.filter((end) => end !== undefined))).map((line) => JSON.stringify(line));
}

function isPlaceholder(message: ChatMessage): boolean {
  return message.role === "tool" && message.content.includes("still running");
}

/** Everything that may change a prefix says so. */
function saysSo(effect: Effect): boolean {
  if (effect.type === "warning") return effect.code === "context_trimmed";
  if (effect.type !== "record") return false;
  return effect.entry.type === "summary" || (effect.entry.type === "context" && effect.entry.change === "overwrite");
}

const contextLimit = fc.record({
  hard: fc.integer({ min: 350, max: 1500 }),
  soft: fc.integer({ min: 160, max: 500 }),
  reserve: fc.constant(10),
  policy: fc.constantFrom("trim" as const, "summarize" as const, "summarize" as const, "error" as const),
});

test("C5 from one request to the next the settled part is byte-identical, unless something says that it is not", () => {
  const policies = { ...plainPolicies, countTokens: countLetters };
  let same = 0;
  let excused = 0;
  let summaries = 0;
  fc.assert(
    fc.property(anySettings, contextLimit, anyTalk(150), (settings, limit, talk) => {
      const stage = openStage({ ...settings, systemPrompt: "You are Mara.", contextLimit: limit }, policies);
      // C11 What is counted here may be fewer tokens to the upstream.
      let scale = 1;
      for (const one of talk) {
        happen(stage, seen(one));
        if (one.type === "wait") finishSummary(stage);
        scale = Math.min(scale, stage.state.session.tokenScale);
      }
      let before: readonly string[] = [];
      let free = true;
      let room = 0;
      for (const effect of stage.effects) {
        if (saysSo(effect)) free = true;
        if (effect.type !== "model-start" || effect.purpose === "summary") continue;
        const now = settledPart(effect);
        // A warning of what was left out stands right behind the request that it is about.
        const next = stage.effects[stage.effects.indexOf(effect) + 1];
        const said = free || (next !== undefined && saysSo(next));
        if (!said) expect(now.slice(0, before.length)).toEqual(before);
        else if (before.some((line, index) => now[index] !== line)) excused += 1;
        if (!said && before.length > 0) same += 1;
        before = now;
        free = false;
        room = Math.max(room, countLetters(effect.messages.map(({ content }) => content).join("")));
      }
      expect(room).toBeLessThanOrEqual((limit.hard - limit.reserve) / scale);
      summaries += stage.entries("summary").length;
      // What was cut is cut anew, where that is needed, when the conversation comes back.
      const cut = stage.of("warning").some(({ message }) => message.endsWith("were cut"));
      if (!cut) expectSameFold(stage, { ...settings, systemPrompt: "You are Mara.", contextLimit: limit });
    }),
    { numRuns: 700 },
  );
  // It is no empty promise: most of them have something to keep, and some were changed and said so.
  expect(same).toBeGreaterThan(400);
  expect(excused).toBeGreaterThan(10);
  expect(summaries).toBeGreaterThan(0);
});

/** A summary that runs is told, as long as nobody waits for it. */
function finishSummary(stage: Stage): void {
  const { run } = stage.state.summary;
  if (run?.phase !== "running") return;
  stage.text("They talked.", run.draftId);
  stage.finish(run.draftId);
}

/** Perception marked, so that it can be told from the rest. */
function seen(one: Parameters<typeof happen>[1]): Parameters<typeof happen>[1] {
  if (one.type !== "cue" || one.cue.type !== "perception-update" || one.cue.text === "") return one;
  return { ...one, cue: { ...one.cue, text: `seen: ${one.cue.text}` } };
}
