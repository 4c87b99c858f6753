import fc from "fast-check";
import type { Effect } from "../effect.ts";
import type { ContextLimit, Level, Settings, SpeculationMode } from "../session/session.ts";
import { anyScene } from "./arbitrary-scenes.ts";
import { plainSettings, type Cue, type Stage } from "./stage.ts";

/** One thing that happens in a random conversation: an event, time, or news of a generation that may be long gone. */
export type Happening =
  | { readonly type: "cue"; readonly cue: Cue }
  | { readonly type: "wait"; readonly ms: number }
  | {
      readonly type: "model";
      readonly draft: number;
      readonly news: ModelNews;
      readonly text: string;
      readonly tool: string;
      readonly given: string;
    }
  | { readonly type: "playback"; readonly draft: number; readonly chars: number | undefined; readonly done: boolean }
  | { readonly type: "tool-result"; readonly call: number; readonly status: "success" | "error" };

export type ModelNews = "text" | "flood" | "call" | "usage" | "finish" | "failure";

const word = fc.constantFrom("a", "table", "for", "two", "no", "not", "mhm", "yeah", "at", "eight.", "7", "我", "um");
const text = fc.array(word, { maxLength: 5 }).map((words) => words.join(" "));
const endedBy = fc.constantFrom("client" as const, "server" as const);
const utteranceId = fc.constantFrom(undefined, "u1", "u2", "u3");

const transcript = fc.record({
  text,
  scope: fc.constantFrom("turn" as const, "turn" as const, "segment" as const),
  final: fc.boolean(),
  utteranceId,
  stability: fc.constantFrom(undefined, 0.2, 0.95),
});

const cue: fc.Arbitrary<Cue> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ type: fc.constant("user-transcript" as const), endedBy, transcript }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("user-turn-end" as const),
      endedBy,
      text: fc.option(text, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("user-turn-resume" as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("user-speech-start" as const), endedBy }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("user-speech-stop" as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("user-respond" as const), text }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("agent-echo" as const),
      echoId: fc.constantFrom("e1", "e2", "e3"),
      text,
      done: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("interrupt" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom("context-overwrite" as const, "context-append" as const, "perception-update" as const),
      text,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom("participant-join" as const, "participant-leave" as const) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("read-tools" as const), wanted: fc.boolean() }) },
);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: cue.map((one) => ({ type: "cue" as const, cue: one })) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(1, 50, 200, 300, 700, 2500, 20_000).map((ms) => ({ type: "wait" as const, ms })),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant("model" as const),
      draft: fc.integer({ min: -1, max: 3 }),
      text: fc.constantFrom(
        "Yes, of course. ",
        "Okay, ",
        "Let me check that for you. ",
        "Which",
        " time",
        " suits you?",
        "3.",
        "5 pm",
        "我很好。",
        " ",
        "",
        "\u{1F600}",
      ),
      news: fc.constantFrom<ModelNews>("text", "text", "text", "call", "call", "usage", "finish", "finish", "failure"),
      tool: fc.constantFrom("look", "look", "read", "read", "read", "tell", "nothing"),
      given: fc.constantFrom("{}", '{"a": 1}', "{", "7"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("playback" as const),
      draft: fc.nat(2),
      chars: fc.option(fc.nat(40), { nil: undefined }),
      done: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("tool-result" as const),
      call: fc.nat(3),
      status: fc.constantFrom("success" as const, "success" as const, "error" as const),
    }),
  },
);

export const anyTalk = (maxLength: number): fc.Arbitrary<readonly Happening[]> => {
  const one = happening.map((alone) => [alone]);
  const some = fc.oneof({ weight: 20, arbitrary: one }, { weight: 3, arbitrary: anyScene });
  return fc.array(some, { maxLength, size: "max" }).map((parts) => parts.flat());
};

const level = fc.constantFrom<Level>("low", "medium", "high");

/** Plenty, or so little that turns are left out, told again in few words, or refused. */
const contextLimit: fc.Arbitrary<ContextLimit> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(plainSettings.contextLimit) },
  {
    weight: 2,
    arbitrary: fc.record({
      hard: fc.integer({ min: 250, max: 600 }),
      soft: fc.integer({ min: 60, max: 200 }),
      reserve: fc.constant(10),
      policy: fc.constantFrom("trim" as const, "summarize" as const, "summarize" as const, "error" as const),
    }),
  },
);

export const anySettings: fc.Arbitrary<Partial<Settings>> = fc.record({
  greeting: fc.constantFrom(undefined, "Hello, this is Mara."),
  pipeline: fc.constantFrom("full" as const, "full" as const, "full" as const, "echo" as const),
  speculation: fc.constantFrom<SpeculationMode>("off", "conservative", "balanced", "eager"),
  patience: level,
  prefixCache: fc.boolean(),
  // Long enough to be worth warming, or not.
  systemPrompt: fc.constantFrom("You are Mara.", `You are Mara. ${"You answer the telephone of a bank. ".repeat(10)}`),
  interruptibility: level,
  contextLimit,
});

/** Makes it happen. `draft` counts back from the generation that was started last; -1 is the newest summary. */
export function happen(stage: Stage, one: Happening): void {
  switch (one.type) {
    case "cue":
      stage.send(one.cue);
      return;
    case "wait":
      stage.wait(one.ms);
      return;
    case "model":
      return newsOf(stage, one, draftBack(stage, one.draft));
    case "playback":
      stage.send({ type: "playback", draftId: draftBack(stage, one.draft), spokenChars: one.chars, done: one.done });
      return;
    case "tool-result": {
      const told = stage.effects.flatMap(callsTold);
      stage.answer("42", { callId: told.at(-1 - one.call) ?? "unknown", status: one.status });
    }
  }
}

function callsTold(effect: Effect): readonly string[] {
  if (effect.type === "tool-prepare") return [effect.callId];
  return effect.type === "record" && effect.entry.type === "tool-call" ? [effect.entry.callId] : [];
}

function draftBack(stage: Stage, back: number): string {
  const started = stage.of("model-start");
  const one = back < 0 ? started.findLast(({ purpose }) => purpose === "summary") : started.at(-1 - back);
  return one?.draftId ?? "e1";
}

function newsOf(stage: Stage, one: Extract<Happening, { type: "model" }>, draftId: string): void {
  switch (one.news) {
    case "text":
      return stage.text(one.text, draftId);
    case "flood":
      return stage.text("word ".repeat(40_001), draftId);
    case "finish":
      return stage.finish(draftId);
    case "failure":
      return stage.fail(draftId);
    case "usage":
      stage.send({ type: "model-usage", draftId, usage: { in: 10, cached: 0, out: 3 } });
      return;
    case "call":
      return stage.callTool("call_0", { draftId, name: one.tool, given: one.given });
  }
}
