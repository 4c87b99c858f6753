import { describe, expect, test } from "vitest";
import type { Entry } from "./effect.ts";
import { plainPolicies } from "./policy/plain.ts";
import { restore } from "./restore.ts";
import { step } from "./step.ts";
import { openStage, plainSettings, type Stage } from "./testing/stage.ts";

function stored(stage: Stage): readonly { readonly at: number; readonly entry: Entry }[] {
  return stage.of("record").map(({ entry }) => ({ at: 700, entry }));
}

test("RS1 a conversation that is at rest comes back as it was", () => {
  const stage = openStage({ greeting: "Hello." });
  stage.send({ type: "participant-join" });
  stage.send({ type: "context-overwrite", text: "Bob calls." });
  stage.send({ type: "context-append", text: "He is late." });
  stage.respond("look");
  stage.callTool("c1");
  stage.callTool("c2");
  stage.text("I am looking.");
  stage.finish();
  stage.answer("two seats", { callId: "c2" });
  stage.interrupt();
  stage.answer("a lamp", { callId: "c1" });
  stage.respond("well?");
  stage.text("Two.");
  stage.finish();
  const { state, effects } = restore({ ...plainSettings, greeting: "Hello." }, stored(stage), 5000);
  expect(effects).toEqual([]);
  expect(state.context.history).toEqual(stage.state.context.history);
  expect(state.context.conversationalContext).toBe("Bob calls.");
  expect(state.tools).toEqual(stage.state.tools);
  expect(state.session).toMatchObject({ turnIdx: 3, greeted: true, phase: "open" });
});

describe("RS2 a turn whose reply was never stored has failed", () => {
  test("its words are kept, and its end is recorded, once", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.text("Of course. ");
    const { state, effects } = restore(plainSettings, stored(stage), 5000);
    expect(state.context.history).toEqual([{ type: "turn", turnIdx: 1, user: "book a table", heard: "" }]);
    expect(effects).toMatchObject([
      {
        type: "record",
        entry: { type: "reply", turnIdx: 1, purpose: "reply", outcome: "failed", problem: { code: "internal" } },
      },
    ]);
    const entries = effects.flatMap((effect) => (effect.type === "record" ? [{ at: 5000, entry: effect.entry }] : []));
    expect(restore(plainSettings, [...stored(stage), ...entries], 6000).effects).toEqual([]);
  });

  test("a later release of it stands in the place of the first", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.hear("book a table for two", { final: true });
    const { state } = restore(plainSettings, stored(stage), 5000);
    expect(state.context.history).toMatchObject([{ turnIdx: 1, user: "book a table for two" }]);
  });

  test("one that was taken back, and not released again, has its first words", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.send({ type: "user-turn-resume" });
    const { state, effects } = restore(plainSettings, stored(stage), 5000);
    expect(state.context.history).toMatchObject([{ user: "book a table" }]);
    expect(effects).toHaveLength(1);
  });

  test("it stands where it was released, and keeps its kind", () => {
    const stage = openStage();
    stage.echo("One ", { done: false });
    stage.send({ type: "context-append", text: "Ann calls." });
    const { state, effects } = restore(plainSettings, stored(stage), 5000);
    expect(state.context.history).toEqual([{ type: "note", text: "Ann calls." }]);
    expect(effects).toMatchObject([{ entry: { purpose: "echo" } }]);
    const user = openStage();
    user.respond("book a table");
    user.send({ type: "context-append", text: "Ann calls." });
    expect(restore(plainSettings, stored(user), 5000).state.context.history).toMatchObject([
      { type: "turn" },
      { type: "note" },
    ]);
  });
});

test("RS3 the next turn has the next number, and the greeting is not said again", () => {
  const stage = openStage();
  stage.echo("Hello.");
  const { state } = restore({ ...plainSettings, greeting: "Hello." }, stored(stage), 5000);
  const joined = step(plainPolicies, state, { type: "participant-join", at: 5000, id: "d1" });
  expect(joined.effects).toEqual([]);
  const next = step(plainPolicies, joined.state, { type: "user-respond", at: 5001, id: "d2", text: "well" });
  expect(next.effects[0]).toMatchObject({ type: "turn-commit", turnIdx: 2 });
});

test("RS4 a tool that was called before may answer after", () => {
  const stage = openStage();
  stage.respond("look");
  stage.callTool("c1");
  stage.finish();
  const { state } = restore(plainSettings, stored(stage), 5000);
  const result = { type: "tool-result", at: 5000, id: "d1", callId: "c1", output: "42", status: "success" } as const;
  expect(step(plainPolicies, state, result).effects[0]).toMatchObject({ type: "record" });
});

describe("RS8 the time of a call goes on", () => {
  test("over a restart, and a turn that was cut keeps what its tools answered", () => {
    const stage = openStage();
    stage.respond("look");
    stage.callTool("c1");
    stage.callTool("c2");
    stage.finish();
    stage.answer("two seats", { callId: "c2" });
    const { state, effects } = restore(plainSettings, stored(stage), 5000);
    expect(state.timers).toEqual({ tool: 30_000 });
    expect(effects).toContainEqual({ type: "timer-set", timer: "tool", at: 30_000 });
    expect(state.context.history).toMatchObject([
      { type: "turn", user: "look", rounds: [{ calls: [{ id: "c2", output: "two seats" }] }] },
    ]);
    const late = step(plainPolicies, state, { type: "timer", timer: "tool", at: 30_000, id: "d1" });
    expect(late.effects).toMatchObject([
      { type: "tool-problem", code: "tool_timeout", callId: "c1" },
      { type: "record", entry: { type: "tool-result", callId: "c1", expired: true } },
    ]);
  });

  test("not behind the end", () => {
    const stage = openStage();
    stage.respond("look");
    stage.callTool("c1");
    stage.finish();
    stage.end();
    const { state, effects } = restore(plainSettings, stored(stage), 5000);
    expect(effects).toEqual([]);
    expect(state.tools.calls.map((call) => call.phase)).toEqual(["abandoned"]);
  });
});

test("RS5 an ended conversation stays ended", () => {
  const stage = openStage();
  stage.end();
  const { state } = restore(plainSettings, stored(stage), 5000);
  expect(state).toMatchObject({ session: { phase: "ended" }, turn: { phase: "closed" } });
});

test("RS6 entries that belong to nothing do no harm", () => {
  const entries: readonly Entry[] = [
    { type: "tool-result", callId: "c1", output: "42", status: "success" },
    { type: "context", change: "append", text: "Ann calls." },
  ];
  const { state } = restore(
    plainSettings,
    entries.map((entry) => ({ at: 0, entry })),
    5000,
  );
  expect(state.context.history).toEqual([{ type: "note", text: "Ann calls." }]);
});
