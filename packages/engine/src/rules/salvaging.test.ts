import { describe, expect, test } from "vitest";
import { openerOf, opens } from "../policy/openers/openers.ts";
import { plainPolicies } from "../policy/plain.ts";
import type { SalvagePolicy } from "../policy/policies.ts";
import { policiesFor } from "../policy/speculative.ts";
import { openStage, type Stage } from "../testing/stage.ts";

const salvage: SalvagePolicy = { opener: openerOf, fits: opens, wordMs: 100, share: 0.5, clauseMs: 0 };
const policies = { ...plainPolicies, salvage };

/** A first draft on "i lost my card", of which came what is given; more words have ruled it out. */
function revoked(
  text = "Sure, let me check that for you. Which",
  more = "i lost my card can you send me a new one",
): Stage {
  const stage = openStage({}, policies);
  stage.hear("i lost my card", { endedBy: "client" });
  stage.wait(200);
  // As long as first tokens are taken to take before anything is known.
  stage.wait(400);
  stage.text(text);
  stage.hear(more);
  return stage;
}

const opener = "Sure, let me check that for you.";

describe("SV3 what a turn keeps of drafts that ended", () => {
  test("the opener of one that was ruled out", () => {
    expect(revoked().state.turn).toMatchObject({ opener: { text: opener, fate: "revoked" } });
    expect(revoked("Your card is").state.turn).toMatchObject({ opener: undefined });
  });

  test("the newest one", () => {
    const stage = revoked();
    stage.wait(200);
    stage.text(" Okay.");
    expect(stage.state.drafts[0]?.text).toBe(`${opener} Okay.`);
    stage.hear("i lost my card can you send me a new one today");
    expect(stage.state.turn).toMatchObject({ opener: { text: `${opener} Okay.`, fromDraft: stage.draft } });
  });

  test("also of one that failed, or that knew less of the context", () => {
    const failed = revoked("");
    failed.wait(200);
    failed.text("Okay, ");
    failed.fail();
    expect(failed.state.turn).toMatchObject({ opener: { text: "Okay,", fate: "discarded" } });
    const changed = revoked("");
    changed.wait(200);
    changed.text("Okay, ");
    changed.send({ type: "context-append", text: "The branch is closed." });
    expect(changed.state.turn).toMatchObject({ opener: { text: "Okay,", fate: "revoked" } });
  });

  test("until the turn is over", () => {
    const stage = revoked();
    stage.endTurn();
    stage.finish();
    stage.wait(3000);
    stage.hear("and what is my balance.");
    expect(stage.of("model-start").at(-1)?.continueFrom).toBeUndefined();
  });

  test("and where the turn is open again, that of the reply that was taken back", () => {
    const stage = revoked("Okay, ");
    stage.endTurn();
    stage.send({ type: "user-turn-resume" });
    expect(stage.state.turn).toMatchObject({ phase: "open", opener: { text: "Okay,", fate: "revoked" } });
    stage.wait(200);
    stage.endTurn();
    stage.send({ type: "user-turn-resume" });
    expect(stage.state.turn).toMatchObject({ phase: "open", opener: { text: "Okay,", fromDraft: stage.draft } });
  });
});

describe("SV4 the next answer goes on behind it", () => {
  test("a draft is asked to go on, and its text begins with the opener", () => {
    const stage = revoked();
    stage.wait(200);
    expect(stage.of("model-start").at(-1)).toMatchObject({ continueFrom: opener });
    stage.text("Where do");
    stage.text(" you live?");
    expect(stage.state.drafts[0]?.text).toBe(`${opener} Where do you live?`);
    stage.endTurn();
    expect(stage.of("speech-delta").map(({ text }) => text)).toEqual([`${opener} Where do you live?`]);
  });

  test.each([
    [" Where", `${opener} Where`],
    ["Where", `${opener} Where`],
    ["\nWhere", `${opener}\nWhere`],
    [".. Where", `${opener}.. Where`],
  ])("words do not run into it: %j", (text, whole) => {
    const stage = revoked();
    stage.wait(200);
    stage.text(text);
    expect(stage.state.drafts[0]?.text).toBe(whole);
  });

  test("the reply that starts at the end of the turn does so, too", () => {
    const stage = revoked();
    stage.endTurn();
    expect(stage.of("model-start").at(-1)).toMatchObject({ continueFrom: opener });
    stage.text("Where do you live?");
    stage.finish();
    expect(stage.entries("reply")[0]?.text).toBe(`${opener} Where do you live?`);
  });

  test("not where the user turns round what was asked for", () => {
    const stage = revoked(undefined, "i lost my card no wait i have it here");
    stage.endTurn();
    expect(stage.of("model-start").at(-1)?.continueFrom).toBeUndefined();
  });

  test("not behind its tools, where it stands among the messages", () => {
    const stage = revoked();
    stage.endTurn();
    stage.callTool("c1", { name: "look" });
    stage.finish();
    stage.answer("42");
    const [first, second] = stage.of("model-start").slice(-2);
    expect([first?.continueFrom, second?.continueFrom]).toEqual([opener, undefined]);
    expect(stage.asked.join("\n")).toContain(`assistant: ${opener}`);
  });

  test("nor what an application has the agent say", () => {
    const stage = revoked();
    stage.respond("what time is it");
    expect(stage.of("model-start").at(-1)?.continueFrom).toBeUndefined();
  });
});

describe("SV5 prepared clauses", () => {
  test("the opener is withdrawn with its draft and prepared again, as a clause, by the next", () => {
    const stage = revoked();
    stage.wait(200);
    const told = stage.effects.filter(({ type }) => /^draft-(?:clause|withdraw|start)$/u.test(type));
    expect(told.map(({ type }) => type)).toEqual([
      "draft-start",
      "draft-clause",
      "draft-withdraw",
      "draft-start",
      "draft-clause",
    ]);
    expect(stage.of("draft-clause").map(({ index, text }) => [index, text])).toEqual([
      [0, opener],
      [0, opener],
    ]);
  });

  test("short ones, too; what follows is numbered on", () => {
    const stage = revoked("Okay, ");
    stage.wait(200);
    stage.text("what is your address? ");
    stage.endTurn();
    expect(stage.of("speech-clause").map(({ index, text }) => [index, text])).toEqual([
      [0, "Okay,"],
      [1, "what is your address?"],
    ]);
  });
});

describe("SV6 no hole behind an opener", () => {
  // Seven words of 100 ms; first tokens take 400 ms by what is known.
  const seven = "Sure, let me check that for you.";
  const two = "Of course,";

  test("one that is soon spoken waits until what follows is expected in time", () => {
    const stage = revoked(`${two} I`);
    stage.endTurn();
    expect(stage.of("speech-delta")).toEqual([]);
    stage.wait(199);
    expect(stage.of("speech-delta")).toEqual([]);
    stage.wait(1);
    expect(stage.of("speech-delta").map(({ text }) => text)).toEqual([two]);
    stage.text("I will.");
    expect(stage.of("speech-delta").at(-1)).toMatchObject({ text: " I will.", whole: `${two} I will.` });
  });

  test("one that takes longer than the model is spoken at once", () => {
    const stage = revoked(`${seven} I`);
    stage.endTurn();
    expect(stage.of("speech-delta").map(({ text }) => text)).toEqual([seven]);
  });

  test("what follows ends the wait, and so does the end of the generation", () => {
    const stage = revoked(`${two} I`);
    stage.endTurn();
    stage.wait(50);
    stage.text("I will.");
    expect(stage.of("speech-delta").map(({ text }) => text)).toEqual([two, " I will."]);
    const empty = revoked(`${two} I`);
    empty.endTurn();
    empty.finish();
    expect(empty.entries("reply")[0]).toMatchObject({ text: two, outcome: "completed" });
  });

  test("a reply that fails meanwhile says nothing", () => {
    const stage = revoked(`${two} I`);
    stage.endTurn();
    stage.fail();
    expect(stage.entries("reply")[0]).toMatchObject({ text: "", outcome: "failed" });
    expect(stage.state.timers.opener).toBeUndefined();
  });
});

describe("SV7 who salvages", () => {
  test("balanced keeps whole clauses, eager a word as well; the others nothing", () => {
    const openerIn = (speculation: "off" | "conservative" | "balanced" | "eager", text: string): string | undefined =>
      policiesFor({ speculation }).salvage?.opener(text);
    expect(openerIn("eager", "Okay, what")).toBe("Okay,");
    expect(openerIn("balanced", "Okay, what")).toBeUndefined();
    expect(openerIn("balanced", "Let me check. It")).toBe("Let me check.");
    expect(policiesFor({ speculation: "conservative" }).salvage).toBeUndefined();
    expect(policiesFor({ speculation: "off" }).salvage).toBeUndefined();
    expect(plainPolicies.salvage).toBeUndefined();
  });
});

test("SV8 a draft whose opener was said counts as salvaged, in place of revoked", () => {
  const stage = revoked();
  stage.wait(200);
  stage.text("Where do you live?");
  stage.endTurn();
  stage.finish();
  expect(stage.entries("reply")[0]?.numbers.drafts).toEqual({
    started: 2,
    adopted: 1,
    salvaged: 1,
    revoked: 0,
    discarded: 0,
  });
});
