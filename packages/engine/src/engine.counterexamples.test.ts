import { describe, expect, test } from "vitest";
import { createContext } from "./context/context.ts";
import { trimHistory } from "./context/trim.ts";
import { plainPolicies } from "./policy/plain.ts";
import { policiesFor } from "./policy/speculative.ts";
import { countLetters, looked, talked } from "./testing/arbitrary-history.ts";
import { openStage, plainSettings } from "./testing/stage.ts";

/** Orders of events that random talk, or somebody's imagination, once broke a rule with. They stay. */
describe("counterexamples", () => {
  test("E3 a note that comes while a turn is answered keeps its place when the history is folded back", () => {
    const stage = openStage();
    stage.hear("a", { endedBy: "client" });
    stage.endTurn();
    stage.send({ type: "context-append", text: "b" });
    stage.finish();
    expect(stage.lines).toEqual(["user: a", "note: b"]);
  });

  test("E4 a mouth that reports ahead of what was said has heard no more than that", () => {
    const stage = openStage();
    stage.respond("a");
    stage.play(1);
    stage.text("Yes, of course. ");
    stage.finish();
    stage.wait(20_000);
    expect(stage.entries("reply")[0]?.outcome).toBe("completed");
  });

  test("E4 the next echo begins anew when a mouth is no longer waited for", () => {
    const stage = openStage();
    stage.play(0);
    stage.echo("One.");
    stage.echo("Two", { done: false });
    stage.wait(40_000);
    expect(stage.entries("reply").map((reply) => reply.heard)).toEqual(["One.", "Two"]);
  });

  test("E5 an echo that is given up does not make the next reply one without playback", () => {
    const stage = openStage();
    stage.play(undefined);
    stage.echo("a", { done: false });
    stage.wait(20_000);
    stage.hear("a", { endedBy: "client" });
    stage.endTurn();
    stage.text("Yes, of course. ");
    stage.send({ type: "user-turn-resume" });
    expect(stage.state.turn.phase).toBe("open");
  });

  test("E6 a turn_end whose text revises the turn before takes no second generation for what waits", () => {
    const stage = openStage();
    const segment = { endedBy: "client", scope: "segment", utteranceId: "u1" } as const;
    stage.hear("a table", { ...segment, final: true });
    stage.endTurn();
    stage.hear("mhm", segment);
    stage.endTurn("a table for two");
    expect(stage.of("model-start").map((start) => start.draftId)).toEqual([
      ...new Set(stage.of("model-start").map((start) => start.draftId)),
    ]);
  });

  test("E10 a late revision loses nothing of what the user has said since", () => {
    const stage = openStage();
    stage.hear("a", { endedBy: "client", utteranceId: "u1" });
    stage.endTurn();
    stage.hear("for two", { utteranceId: "u2" });
    stage.hear("a table", { utteranceId: "u1", final: true });
    stage.finish();
    stage.endTurn();
    stage.finish();
    expect(stage.lines).toEqual(["user: a table", "user: for two"]);
  });

  test("E12 a backchannel that is dropped leaves nobody speaking", () => {
    const stage = openStage();
    stage.respond("a");
    stage.text("Yes, of course. ");
    stage.play(1);
    stage.hear("mhm", { endedBy: "server" });
    stage.finish();
    stage.wait(2000);
    stage.play(undefined, { done: true });
    expect(stage.of("user-start").length).toBe(stage.of("user-stop").length);
  });

  test("E15 a conversation that ends while a summary is due waits for nothing any more", () => {
    const stage = openStage({ contextLimit: { hard: 250, soft: 60, reserve: 10, policy: "summarize" } });
    stage.respond("a table ".repeat(40));
    stage.interrupt();
    expect(stage.state.timers.summary).toBeDefined();
    stage.end();
    expect(stage.state.timers).toEqual({});
  });

  test("E16 a model that counts its calls from nought takes no id of a turn that a summary tells of", () => {
    const contextLimit = { hard: 350, soft: 160, reserve: 10, policy: "summarize" } as const;
    const policies = { ...plainPolicies, countTokens: (text: string) => text.length };
    const stage = openStage({ contextLimit }, policies);
    const call = (): void => {
      stage.respond("a");
      stage.callTool("call_0", { given: "7" });
      stage.finish();
      stage.finish();
    };
    call();
    for (const words of ["And now?", "And then?"]) {
      stage.respond(words);
      stage.text("Now. ");
      stage.finish();
    }
    stage.wait(1000);
    stage.text("They talked.");
    stage.finish();
    call();
    expect(stage.entries("summary")).toHaveLength(1);
    expect(stage.entries("tool-call").map(({ callId }) => callId)).toEqual(["call_0", `call_0-${stage.draft}`]);
  });

  test("E13 a reply that is cut at its bound says nothing of what was cut", () => {
    const stage = openStage();
    stage.respond("a");
    stage.text("word ".repeat(40_000));
    stage.text("word ");
    expect(stage.entries("reply")[0]?.text).toHaveLength(200_000);
  });

  test("E20 a draft that has read and goes on is no late one: it gets no second draft beside it", () => {
    const stage = openStage({ speculation: "eager" }, policiesFor({ speculation: "eager" }));
    stage.takeReads(true);
    stage.hear("what is in the garden", { final: true });
    stage.text("Which time suits you? ");
    stage.callTool("call_0", { name: "read" });
    stage.finish();
    stage.answer("42", { callId: stage.of("tool-prepare")[0]?.callId });
    expect(stage.of("model-start").map(({ round }) => round)).toEqual([0, 1]);
    stage.wait(300);
    expect(stage.of("draft-start")).toHaveLength(1);
  });

  test("E23 a late result whose turn went before it does not go unsaid", () => {
    const turns = ["a table", "for two"].map((user, index) => talked(index + 2, user, "Yes, of course."));
    const history = [talked(1, "what is in the garden", ""), looked("call_0", "three trees"), ...turns];
    const context = { ...createContext(plainSettings), history, from: 1 };
    const trimmed = trimHistory(context, 80, countLetters);
    expect([trimmed.context.from, trimmed.turns]).toEqual([2, 1]);
  });
});
