import { describe, expect, test } from "vitest";
import { openStage } from "./testing/stage.ts";

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

  test("E13 a reply that is cut at its bound says nothing of what was cut", () => {
    const stage = openStage();
    stage.respond("a");
    stage.text("word ".repeat(40_000));
    stage.text("word ");
    expect(stage.entries("reply")[0]?.text).toHaveLength(200_000);
  });
});
