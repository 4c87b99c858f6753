import fc from "fast-check";
import type { EndedBy } from "../transcript/user-words.ts";
import type { Happening, ModelNews } from "./arbitrary.ts";

/** Orders of events that are rare where everything comes by chance. Each may be cut short by whatever comes next. */
type Scene = readonly Happening[];

const endedBy = fc.constantFrom("client" as const, "server" as const);

function said(text: string, by: EndedBy, utteranceId?: string): Happening {
  const transcript = { text, scope: "turn", final: true, utteranceId, stability: undefined } as const;
  return { type: "cue", cue: { type: "user-transcript", endedBy: by, transcript } };
}

function told(
  news: ModelNews,
  parts: { text?: string; tool?: string; given?: string; draft?: number } = {},
): Happening {
  return { type: "model", draft: 0, news, text: "", tool: "look", given: "{}", ...parts };
}

/** Somebody new has not reported playback yet: turns end with their words. */
const joined: Happening = { type: "cue", cue: { type: "participant-join" } };

const wait = (ms: number): Happening => ({ type: "wait", ms });
const turnEnd: Happening = { type: "cue", cue: { type: "user-turn-end", endedBy: "client", text: undefined } };
const voice = (on: boolean): Happening => ({
  type: "cue",
  cue: on ? { type: "user-speech-start", endedBy: "server" } : { type: "user-speech-stop" },
});
const played = (chars: number): Happening => ({ type: "playback", draft: 0, chars, done: false });
const answered = (call: number): Happening => ({ type: "tool-result", call, status: "success" });
const ended = (by: EndedBy): Happening => (by === "client" ? turnEnd : wait(2500));

/** A draft that has begun to answer when the user goes on. */
const overtaken: fc.Arbitrary<Scene> = fc
  .record({
    opener: fc.constantFrom("Okay, ", "Let me check that for you. ", "Yes, of course. "),
    more: fc.constantFrom("for two", "at eight.", "no", "um"),
    by: endedBy,
  })
  .map(({ opener, more, by }) => [
    said("book a table", by),
    wait(400),
    told("text", { text: opener }),
    said(`book a table ${more}`, by),
    wait(400),
    told("text", { text: "Which time suits you?" }),
  ]);

/** A draft that is there when its turn ends in other words than its own. */
const matched: fc.Arbitrary<Scene> = fc
  .record({
    words: fc.constantFrom(
      "Book a table now.",
      "book a table now please",
      "um book a table now",
      "book a table now if possible",
      "book a a table now",
    ),
    by: endedBy,
  })
  .map(({ words, by }) => [
    said("book a table now", by, "u5"),
    wait(400),
    told("text", { text: "For how many people is it? " }),
    said(words, by, "u5"),
    ended(by),
  ]);

/** A turn that calls a tool; its result comes at once, late, twice, or when the user has cut in. */
const working: fc.Arbitrary<Scene> = fc
  .record({
    tool: fc.constantFrom("look", "read", "tell"),
    both: fc.boolean(),
    by: endedBy,
    fate: fc.constantFrom("answered", "answered", "twice", "cut", "expired"),
  })
  .map(({ tool, both, by, fate }) => {
    const begun = [
      said("what is in the garden", by, "u9"),
      ended(by),
      told("text", { text: "One moment please, I look. " }),
      told("call", { tool }),
      ...(both ? [told("call", { tool: "look" })] : []),
      told("finish"),
      wait(300),
    ];
    if (fate === "cut") return [...begun, played(0), played(3), voice(true), said("no wait", "client"), answered(0)];
    if (fate === "expired") return [...begun, wait(20_000), wait(20_000), answered(0)];
    const results = [answered(0), ...(fate === "twice" ? [answered(0)] : []), ...(both ? [answered(1)] : [])];
    return [...begun, ...results, told("text", { text: "Three trees. " }), told("finish")];
  });

/** A draft that reads before its turn is committed. */
const reading: fc.Arbitrary<Scene> = fc
  .record({ by: endedBy, more: fc.boolean(), again: fc.boolean(), waits: fc.boolean() })
  .map(({ by, more, again, waits }) => [
    { type: "cue", cue: { type: "read-tools", wanted: true } },
    said("what is in the garden", by, "u8"),
    wait(400),
    told("call", { tool: "read" }),
    told("finish"),
    ...(waits ? [turnEnd, wait(20)] : []),
    answered(0),
    ...(more ? [said("what is in the garden at eight", by, "u8"), wait(400)] : []),
    ...(again ? [told("call", { tool: "read" }), told("finish")] : []),
    told("text", { text: "Three trees are in it. " }),
    ended(by),
    told("finish"),
  ]);

/** A turn that is released and becomes another one. */
const reopened: fc.Arbitrary<Scene> = fc
  .record({ by: endedBy, begun: fc.boolean(), how: fc.constantFrom("resumed", "late", "went-on") })
  .map(({ by, begun, how }) => {
    const first = [
      { type: "playback", draft: 0, chars: 0, done: false } as const,
      said("a table for two", by, "u7"),
      ended(by === "client" ? "client" : "server"),
    ];
    const text = begun ? [told("text", { text: "Let me check that for you. " })] : [];
    if (how === "resumed") return [...first, ...text, { type: "cue", cue: { type: "user-turn-resume" } }];
    return [...first, ...text, said("a table for two at eight", by, how === "late" ? "u7" : "u6")];
  });

/** Turns enough to be summarised, and a model that does it. */
const summarised: fc.Arbitrary<Scene> = fc
  .constantFrom<ModelNews>("finish", "finish", "finish", "failure")
  .map((end) => {
    const turn = (words: string): Scene => [
      { type: "cue", cue: { type: "user-respond", text: words } },
      told("text", { text: "Yes, of course. We have that, and it is on the table in the garden. " }),
      told("finish"),
      wait(100),
    ];
    const turns = ["a table", "for two", "at eight."].flatMap(turn);
    return [
      { type: "cue", cue: { type: "interrupt" } },
      joined,
      ...turns,
      wait(700),
      told("text", { text: "They talked of a table. ", draft: -1 }),
      told(end, { draft: -1 }),
      wait(50),
    ];
  });

/** A model that does not stop, and one that says nothing. */
const misbehaving: fc.Arbitrary<Scene> = fc
  .constantFrom("flood", "empty", "after-words", "before-words", "late-usage")
  .map((how) => {
    const asked: Scene = [{ type: "cue", cue: { type: "user-respond", text: "how much is it" } }];
    const said = told("text", { text: "It is seven. " });
    switch (how) {
      case "flood":
        return [...asked, said, told("flood"), said];
      case "empty":
        return [...asked, told("finish")];
      case "after-words":
        return [...asked, said, told("failure"), said];
      case "before-words":
        return [...asked, told("failure"), said];
      default:
        return [...asked, said, told("finish"), told("usage")];
    }
  });

export const anyScene: fc.Arbitrary<Scene> = fc
  .tuple(fc.boolean(), fc.oneof(overtaken, matched, working, reading, reopened, summarised, misbehaving))
  .map(([anew, scene]) => (anew ? [joined, ...scene] : scene));
