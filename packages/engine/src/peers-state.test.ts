import { describe, expect, test } from "vitest";

import type { SpeculationMode } from "./session/session.ts";
import { answerAll, everyMode, openIn, reply, say, spoken } from "./testing/every-mode.ts";

/**
 * What has gone wrong in systems that answer before the user has finished, each under the name that its users gave it:
 * what is called, stored and remembered. docs/safety.md says where it was reported. With the policies that the server uses, in every mode.
 */
describe.each(everyMode)("%s", (mode) => {
  const drafts = mode !== "off";

  test("a draft that was told of a call as still running is not adopted when its result has come (K10, T24, E24)", () => {
    const stage = openIn(mode);
    stage.respond("what is in the garden");
    stage.callTool("call_0");
    stage.finish();
    stage.interrupt();
    say(stage, "is there anything new");
    answerAll(stage, "I do not know yet. ");
    expect(stage.of("draft-start").length > 0).toBe(drafts);
    stage.answer("three trees", { callId: "call_0" });
    expect(stage.state.drafts).toEqual([]);
    stage.endTurn();
    reply(stage, "Three trees are. ");
    stage.wait(5000);
    const draftId = stage.of("turn-commit").at(-1)?.draftId;
    const asked = stage.of("model-start").find((start) => start.draftId === draftId);
    const told = asked?.messages.filter(({ role }) => role === "tool").map(({ content }) => content);
    expect(told).toEqual(["three trees"]);
    expect(spoken(stage)).toBe("Three trees are. ");
  });

  test("drafts that came to nothing leave no trace: history, store and tools are those without drafts (T22, T41, T45)", () => {
    const talk = (speculation: SpeculationMode): unknown => {
      const stage = openIn(speculation);
      stage.takeReads(true);
      say(stage, "do you open on monday");
      answerAll(stage, "Wrong, I look that up. ");
      for (const { id } of stage.state.drafts) {
        stage.callTool("call_0", { draftId: id, name: "look" });
        stage.callTool("call_1", { draftId: id, name: "read" });
        stage.finish(id);
      }
      say(stage, "do you open on monday no wait on sunday");
      for (const { id } of stage.state.drafts) stage.fail(id);
      say(stage, "and who are you");
      stage.endTurn();
      reply(stage, "I am Mara. ");
      stage.wait(3000);
      expect(stage.of("draft-start").length > 0).toBe(speculation !== "off");
      const { history } = stage.state.context;
      const stored = stage.of("record").map(({ entry }) => {
        if (entry.type !== "release" && entry.type !== "reply") return entry;
        return { type: entry.type, turnIdx: entry.turnIdx, text: entry.text };
      });
      return { history, stored, tools: stage.state.tools, floor: stage.state.floor, timers: stage.state.timers };
    };
    expect(talk(mode)).toEqual(talk("off"));
  });

  test("drafts that were cancelled leave no second user message, in no request and not in the history (E22)", () => {
    const stage = openIn(mode);
    say(stage, "do you open on monday");
    say(stage, "do you open on monday no wait on sunday");
    say(stage, "do you open on monday no wait on sunday at noon");
    stage.endTurn();
    reply(stage, "At noon, yes. ");
    expect(stage.of("draft-start").length > 0).toBe(drafts);
    for (const { messages } of stage.of("model-start")) {
      expect(messages.filter(({ role }) => role === "user")).toHaveLength(1);
    }
    expect(stage.lines).toEqual(["user: do you open on monday no wait on sunday at noon", "mara: At noon, yes. "]);
  });

  test("what a tool answered is known behind a barge-in, so that nothing is done twice (K9, K10, T83)", () => {
    const stage = openIn(mode);
    stage.respond("book a table");
    stage.callTool("call_0");
    stage.finish();
    stage.callTool("none");
    stage.answer("booked", { callId: "call_0" });
    stage.text("It is booked, and I will ");
    stage.play(3);
    stage.callTool("call_1");
    stage.finish();
    stage.hear("wait a moment now");
    expect(stage.entries("reply")).toMatchObject([{ outcome: "interrupted", heard: "It" }]);
    stage.answer("sent", { callId: "call_1" });
    stage.endTurn();
    const results = stage.asked.filter((line) => line.startsWith("tool "));
    expect(results).toEqual(["tool call_0: booked", "tool call_1: sent"]);
    expect(stage.entries("tool-call").map(({ callId }) => callId)).toEqual(["call_0", "call_1"]);
  });

  test("a call that nobody answers is not in progress for ever (K4, K10)", () => {
    const stage = openIn(mode);
    stage.respond("book a table");
    stage.callTool("call_0");
    stage.finish();
    stage.interrupt();
    stage.respond("and now");
    expect(stage.asked.some((line) => line.includes("still running"))).toBe(true);
    reply(stage, "It takes a while. ");
    stage.wait(31_000);
    stage.respond("and now");
    expect(stage.asked.some((line) => line.includes("still running"))).toBe(false);
    expect(stage.asked.some((line) => line.includes("no result came within 30 s"))).toBe(true);
    reply(stage, "It did not work. ");
    expect(stage.state.timers).toEqual({});
  });

  test("a tool with effects is never run by a draft, and once by the turn that it becomes (T41, E16)", () => {
    const stage = openIn(mode);
    stage.takeReads(true);
    say(stage, "book a table for two");
    stage.wait(300);
    for (const { id } of stage.state.drafts) {
      stage.callTool("call_0", { draftId: id, name: "look" });
      stage.callTool("call_1", { draftId: id, name: "tell" });
      stage.finish(id);
    }
    expect([...stage.of("tool-prepare"), ...stage.entries("tool-call")]).toEqual([]);
    expect(stage.of("draft-start").length > 0).toBe(drafts);
    stage.endTurn();
    if (!drafts) {
      stage.callTool("call_0", { name: "look" });
      stage.callTool("call_1", { name: "tell" });
      stage.finish();
    }
    expect(stage.entries("tool-call").map(({ name }) => name)).toEqual(["look", "tell"]);
  });

  test("what was not heard is not in the history (T33, H1)", () => {
    const stage = openIn(mode);
    stage.respond("tell me a story");
    stage.text("Once upon a time there was a table. It had ");
    stage.play("Once upon a ti".length);
    stage.hear("stop it now please", { final: true, utteranceId: "u2" });
    stage.endTurn();
    expect(stage.asked).toEqual([
      "system: You are Mara.",
      "user: tell me a story",
      "assistant: Once upon a",
      "user: stop it now please",
    ]);
  });
});
