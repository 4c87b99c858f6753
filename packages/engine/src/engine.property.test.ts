import fc from "fast-check";
import { expect, test } from "vitest";
import { createConversation } from "./conversation.ts";
import { plainPolicies } from "./policy/plain.ts";
import { restore } from "./restore.ts";
import { step } from "./step.ts";
import { anySettings, anyTalk, happen } from "./testing/arbitrary.ts";
import { createWatch } from "./testing/invariants.ts";
import { openStage, plainSettings } from "./testing/stage.ts";

const runs = { numRuns: 400 };

test("E1-E7 hold for every order of events", () => {
  fc.assert(
    fc.property(anySettings, anyTalk(80), (settings, talk) => {
      const stage = openStage(settings);
      for (const one of talk) happen(stage, one);
      stage.send({ type: "end", reason: "over" });
      stage.hear("still there");
      stage.wait(5000);
      watchAll(stage, settings);
    }),
    runs,
  );
});

test("E8 a replay of the events gives the same states and effects", () => {
  fc.assert(
    fc.property(anySettings, anyTalk(60), (settings, talk) => {
      const stage = openStage(settings);
      for (const one of talk) happen(stage, one);
      let state = createConversation({ ...plainSettings, ...settings });
      const effects = stage.events.flatMap((event) => {
        const next = step(plainPolicies, state, event);
        state = next.state;
        return next.effects;
      });
      expect(effects).toEqual(stage.effects);
      expect(state).toEqual(stage.state);
      expect(JSON.parse(JSON.stringify(state))).toEqual(JSON.parse(JSON.stringify(stage.state)));
    }),
    { numRuns: 150 },
  );
});

test("E9 folding the entries gives the history back, and every announced turn has its end", () => {
  fc.assert(
    fc.property(anySettings, anyTalk(60), (settings, talk) => {
      const stage = openStage(settings);
      for (const one of talk) happen(stage, one);
      const entries = stage.of("record").map((record) => ({ at: 0, entry: record.entry }));
      const { state, effects } = restore({ ...plainSettings, ...settings }, entries, stage.now);
      const again = restore({ ...plainSettings, ...settings }, [...entries, ...effects.flatMap(toStored)], stage.now);
      expect(again.state.context).toEqual(state.context);
      expect(again.effects).toEqual([]);
      expect(state.context.history.slice(0, stage.state.context.history.length)).toEqual(stage.state.context.history);
      expect(state.session.turnIdx).toBe(stage.state.session.turnIdx);
    }),
    { numRuns: 200 },
  );
});

test("E10 any order of partial, final, late final, duplicates and the end of one utterance makes one user message", () => {
  const words = ["could", "you", "book", "a", "table"];
  const full = words.join(" ");
  const piece = fc.oneof(
    fc
      .integer({ min: 1, max: 5 })
      .map((length) => ({ type: "partial" as const, text: words.slice(0, length).join(" ") })),
    fc.constantFrom(
      { type: "final" as const, text: full },
      { type: "final" as const, text: "Could you book a table?" },
    ),
    fc.constant({ type: "end" as const, text: "" }),
    fc.integer({ min: 0, max: 250 }).map((ms) => ({ type: "wait" as const, text: String(ms) })),
  );
  const ended = fc.constantFrom("client" as const, "server" as const);
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      ended,
      fc.constantFrom(undefined, "u1"),
      (pieces, endedBy, utteranceId) => {
        const stage = openStage();
        let waited = 0;
        const say = (text: string, final: boolean): void => stage.hear(text, { final, endedBy, utteranceId });
        say("could", false);
        for (const one of pieces) {
          if (one.type === "partial") say(one.text, false);
          if (one.type === "final") say(one.text, true);
          if (one.type === "end") stage.endTurn();
          // Longer than this, and it is not a late revision but a second utterance.
          if (one.type === "wait" && waited + Number(one.text) <= 250) {
            waited += Number(one.text);
            stage.wait(Number(one.text));
          }
        }
        say(full, true);
        stage.endTurn();
        say(full, true);
        stage.endTurn();
        stage.wait(1000);
        const draftId = stage.of("turn-commit").at(-1)?.draftId;
        stage.text("Of course.", draftId);
        stage.finish(draftId);
        stage.wait(3000);
        const users = stage.state.context.history.filter((item) => item.type === "turn" && item.user !== undefined);
        expect(users.map((item) => (item.type === "turn" ? item.user?.toLowerCase().replace("?", "") : ""))).toEqual([
          full,
        ]);
        expect(stage.entries("reply")).toHaveLength(1);
      },
    ),
    { numRuns: 500 },
  );
});

test("E11 every user turn that ended is completed once its model has answered or failed", () => {
  fc.assert(
    fc.property(anySettings, anyTalk(60), (settings, talk) => {
      const stage = openStage(settings);
      for (const one of talk) happen(stage, one);
      for (let round = 0; round < 200 && replying(stage); round += 1) {
        for (const { draftId } of stage.of("model-start")) stage.finish(draftId);
        for (const echoId of ["e1", "e2", "e3"]) stage.send({ type: "agent-echo", echoId, text: "", done: true });
        stage.wait(20_000);
      }
      const committed = new Set(stage.of("turn-commit").map((commit) => commit.turnIdx));
      const completed = stage.entries("reply").map((reply) => reply.turnIdx);
      const open = stage.state.turn.phase === "open" ? stage.state.turn.reopened?.turnIdx : undefined;
      expect(completed.toSorted(byNumber)).toEqual([...committed].filter((turn) => turn !== open).toSorted(byNumber));
    }),
    { numRuns: 200 },
  );
});

function replying(stage: ReturnType<typeof openStage>): boolean {
  const { turn, session } = stage.state;
  return turn.phase === "released" || turn.phase === "settled" || session.echoes.length > 0;
}

function byNumber(one: number, other: number): number {
  return one - other;
}

function toStored(effect: ReturnType<typeof restore>["effects"][number]): { at: number; entry: never }[] {
  // Only records come out of a restore.
  return effect.type === "record" ? [{ at: 0, entry: effect.entry as never }] : [];
}

function watchAll(stage: ReturnType<typeof openStage>, settings: Parameters<typeof openStage>[0]): void {
  const watch = createWatch();
  let state = createConversation({ ...plainSettings, ...settings });
  for (const event of stage.events) {
    const next = step(plainPolicies, state, event);
    state = next.state;
    watch(event, next.effects, state);
  }
}
