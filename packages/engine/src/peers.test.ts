import { describe, expect, test } from "vitest";

import { answerAll, everyMode, openIn, reply, say, spoken } from "./testing/every-mode.ts";
import type { Stage } from "./testing/stage.ts";

/**
 * What has gone wrong in systems that answer before the user has finished, each under the name that its users gave it:
 * what is said, what is asked for, and when. docs/safety.md says where it was reported. With the policies that the server uses, in every mode.
 */
describe.each(everyMode)("%s", (mode) => {
  const drafts = mode !== "off";

  test("one utterance has one reply, however often and however late it is told (E10, T13)", () => {
    const stage = openIn(mode);
    say(stage, "what time do you open", "server");
    stage.hear("What time do you open?", { final: true, utteranceId: "u1" });
    stage.wait(1600);
    stage.hear("What time do you open?", { final: true, utteranceId: "u1" });
    stage.endTurn("what time do you open");
    reply(stage, "At nine. ");
    stage.hear("what time do you open", { final: true, utteranceId: "u1" });
    stage.endTurn();
    stage.wait(5000);
    expect(new Set(stage.of("turn-commit").map(({ turnIdx }) => turnIdx))).toEqual(new Set([1]));
    expect(stage.entries("reply")).toHaveLength(1);
    expect(spoken(stage)).toBe("At nine. ");
    expect(stage.lines).toEqual([expect.stringMatching(/^user: what time do you open\??$/iu), "mara: At nine. "]);
  });

  test("a reply that was superseded never plays, though its model goes on (T22, E21)", () => {
    const stage = openIn(mode);
    say(stage, "do you open on monday");
    answerAll(stage, "Wrong. ");
    const before = stage.of("model-start").map(({ draftId }) => draftId);
    say(stage, "do you open on monday no wait on sunday");
    stage.endTurn();
    const superseded = stage.of("turn-commit").at(-1)?.draftId;
    stage.send({ type: "user-turn-resume" });
    say(stage, "do you open on monday no wait on sunday at noon");
    stage.endTurn();
    for (const draftId of [...before, superseded]) {
      stage.text("Wrong. ", draftId);
      stage.callTool("call_0", { draftId, name: "tell" });
      stage.finish(draftId);
    }
    reply(stage, "At noon, yes. ");
    stage.wait(5000);
    expect(stage.of("draft-start").length > 0).toBe(drafts);
    expect(spoken(stage)).toBe("At noon, yes. ");
    expect(stage.entries("tool-call")).toEqual([]);
    expect(stage.lines.at(-1)).toBe("mara: At noon, yes. ");
  });

  test("an agent that was interrupted, or whose answer was cancelled, speaks again (E11, E25)", () => {
    const stage = openIn(mode);
    for (const round of [1, 2, 3, 4]) {
      stage.hear(`question ${round}`, { final: true, utteranceId: `q${round}` });
      stage.endTurn();
      stage.text("Let me tell you a long story. ", stage.of("turn-commit").at(-1)?.draftId);
      if (round % 2 === 0) stage.interrupt();
      else {
        stage.play(8);
        stage.hear("stop it now please", { utteranceId: `s${round}` });
        stage.endTurn();
        stage.send({ type: "user-turn-resume" });
        stage.interrupt();
      }
    }
    stage.hear("are you still there", { final: true, utteranceId: "last" });
    stage.endTurn();
    reply(stage, "Here I am. ");
    expect(spoken(stage).endsWith("Here I am. ")).toBe(true);
    stage.play("Here I am. ".length, { draftId: stage.of("turn-commit").at(-1)?.draftId ?? "", done: true });
    expect(stage.entries("reply").at(-1)).toMatchObject({ outcome: "completed", heard: "Here I am. " });
    expect(stage.state.turn.phase).toBe("idle");
  });

  test("an answer without a word does not displace one that has some (T27, T66)", () => {
    const stage = openIn(mode);
    stage.voice(true);
    stage.wait(400);
    stage.voice(false);
    stage.hear("What time do you open?", { final: true });
    stage.wait(0);
    const [first, second] = stage.state.drafts.map(({ id }) => id);
    if (second !== undefined) stage.finish(second);
    if (first !== undefined) stage.text("At nine, every day. ", first);
    stage.endTurn();
    if (first === undefined) stage.text("At nine, every day. ");
    expect(spoken(stage)).toBe("At nine, every day. ");
  });

  test("a request that nobody wants any more is closed in the very step that makes it so (T20, T64, T42, T74)", () => {
    const stage = openIn(mode);
    const running = new Set<string>();
    let seen = 0;
    const wanted = (): readonly string[] => {
      for (const effect of stage.effects.slice(seen)) {
        if (effect.type === "model-start") running.add(effect.draftId);
        if (effect.type === "model-cancel") running.delete(effect.draftId);
      }
      seen = stage.effects.length;
      return [...running];
    };
    say(stage, "do you open on monday");
    wanted();
    stage.hear("no, who are you");
    expect(stage.of("draft-start").length > 0).toBe(drafts);
    expect(wanted().length).toBeLessThanOrEqual(stage.state.drafts.length);
    stage.endTurn();
    expect(wanted()).toEqual([stage.of("turn-commit").at(-1)?.draftId]);
    stage.send({ type: "user-turn-resume" });
    expect(wanted().length).toBe(stage.state.drafts.length);
    stage.endTurn();
    stage.interrupt();
    expect(wanted()).toEqual([]);
    say(stage, "and what time is it");
    stage.end();
    expect(wanted()).toEqual([]);
  });

  test("a budget is not burnt on the first words: there is a draft for the last one (P22, P23)", () => {
    const long = "i would like to know whether you could move my appointment from monday to next friday at nine";
    for (const final of [false, true]) {
      const stage = openIn(mode);
      stage.voice(true);
      const words = long.split(" ");
      for (const length of words.keys()) {
        stage.wait(300);
        // The worst recogniser: it is sure of every word.
        const text = words.slice(0, length + 1).join(" ");
        stage.hear(text, { endedBy: "server", utteranceId: "u1", final, stability: 1 });
      }
      stage.voice(false);
      stage.wait(300);
      answerAll(stage, "Yes, on Friday at nine. ");
      stage.wait(3000);
      expect(stage.of("draft-adopt")).toHaveLength(drafts ? 1 : 0);
      expect(stage.of("turn-commit").map(({ transcript }) => transcript)).toEqual([long]);
    }
  });

  test("clauses that were made ready, openers too, are withdrawn before their draft ends (T25, SV5)", () => {
    const stage = openIn(mode);
    stage.hear("do you open on monday", { final: true, endedBy: "client" });
    stage.wait(500);
    answerAll(stage, "Let me check that for you. We do open on ");
    stage.hear("do you open on monday or on sunday", { final: true });
    stage.wait(500);
    answerAll(stage, "On both of them. ");
    stage.send({ type: "context-append", text: "It is closed on Sunday." });
    stage.hear("who are you", { final: true });
    const prepared = new Map<string, boolean>();
    for (const effect of stage.effects) {
      if (effect.type === "draft-clause") prepared.set(effect.draftId, true);
      if (effect.type === "draft-withdraw") prepared.set(effect.draftId, false);
      const ends = effect.type === "draft-revoke" || effect.type === "draft-discard";
      if (ends) expect(prepared.get(effect.draftId) ?? false).toBe(false);
    }
    expect(prepared.size > 0).toBe(drafts);
    expect(spoken(stage)).toBe("");
  });

  test("a turn is judged by all of its words, not by its last fragment (P11)", () => {
    const whole = openIn(mode);
    whole.hear("my number is five five five and then", { endedBy: "server", final: true });
    whole.hear("my number is five five five and then thank you.", { final: true });
    const cut = openIn(mode);
    cut.hear("my number is five five five and then", { endedBy: "server", scope: "segment", final: true });
    cut.hear("thank you.", { scope: "segment", final: true });
    for (const stage of [whole, cut]) {
      stage.wait(3000);
      expect(stage.of("turn-commit")).toHaveLength(1);
    }
    const judged = (stage: Stage): unknown =>
      stage.effects.flatMap((effect) =>
        effect.type === "draft-start" || effect.type === "turn-commit" ? [[effect.transcript, effect.evidence]] : [],
      );
    expect(judged(cut)).toEqual(judged(whole));
  });
});
