import fc from "fast-check";
import { expect } from "vitest";
import { createConversation } from "../conversation.ts";
import type { Effect } from "../effect.ts";
import type { Policies } from "../policy/policies.ts";
import { policiesFor } from "../policy/speculative.ts";
import { restore, type StoredEntry } from "../restore.ts";
import type { Settings } from "../session/session.ts";
import { step } from "../step.ts";
import type { EndedBy, Transcript } from "../transcript/user-words.ts";
import { happen, type Happening } from "./arbitrary.ts";
import { openStage, plainSettings, type Stage } from "./stage.ts";

/**
 * What holds of every talk, however its events are ordered; the stage itself watches E1 to E7 and E12 to E24. It is played
 * with the policies that the settings ask for, or with the plain ones.
 */
export function playTalk(settings: Partial<Settings>, talk: readonly Happening[], policies?: Policies): Stage {
  const stage = openStage(settings, policies ?? policiesOf(settings));
  for (const one of talk) happen(stage, one);
  return stage;
}

function policiesOf({ speculation = plainSettings.speculation }: Partial<Settings>): Policies {
  return policiesFor({ speculation });
}

/** E7 */
export function expectEndIsFinal(stage: Stage): void {
  stage.end();
  stage.hear("still there");
  stage.wait(5000);
  expect(stage.state.turn.phase).toBe("closed");
}

/** E8 */
export function expectSameReplay(stage: Stage, settings: Partial<Settings>): void {
  let state = createConversation({ ...plainSettings, ...settings });
  const policies = policiesOf(settings);
  const effects = stage.events.flatMap((event) => {
    const next = step(policies, state, event);
    state = next.state;
    return next.effects;
  });
  expect(effects).toEqual(stage.effects);
  expect(state).toEqual(stage.state);
  // A conversation is plain JSON; keys that hold undefined are the only ones that it loses.
  expect(JSON.parse(JSON.stringify(state))).toEqual(JSON.parse(JSON.stringify(stage.state)));
}

/** E9; what was cut because it was too long is cut anew, where that is needed, when the conversation comes back. */
export function expectSameFold(stage: Stage, settings: Partial<Settings>): void {
  if (stage.of("warning").some(({ message }) => message.endsWith("were cut"))) return;
  const whole = { ...plainSettings, ...settings };
  const entries = stage.of("record").map((record) => ({ at: 0, entry: record.entry }));
  const { state, effects } = restore(whole, entries, stage.now);
  const again = restore(whole, [...entries, ...effects.flatMap(toStored)], stage.now);
  expect(again.state.context.history).toEqual(state.context.history);
  expect(again.effects.flatMap(toStored)).toEqual([]);
  const lost = new Set(effects.flatMap(toStored).map(({ entry }) => (entry.type === "reply" ? entry.turnIdx : 0)));
  const kept = state.context.history.filter((item) => item.type !== "turn" || !lost.has(item.turnIdx));
  expect(kept).toEqual(stage.state.context.history);
  expect(state.session.turnIdx).toBe(stage.state.session.turnIdx);
  expect(state.tools).toEqual(stage.state.tools);
  expect(state.timers.tool).toBe(stage.state.timers.tool);
}

/** What a restore stores. */
function toStored(effect: Effect): StoredEntry[] {
  return effect.type === "record" ? [{ at: 0, entry: effect.entry }] : [];
}

/** E11 */
export function expectEveryTurnCompleted(stage: Stage): void {
  for (let round = 0; round < 200 && isBusy(stage); round += 1) {
    for (const { draftId } of stage.of("model-start").slice(-16)) stage.finish(draftId);
    stage.wait(20_000);
  }
  const committed = new Set(stage.of("turn-commit").map((commit) => commit.turnIdx));
  const completed = stage.entries("reply").map((reply) => reply.turnIdx);
  const open = stage.state.turn.phase === "open" ? stage.state.turn.reopened?.turnIdx : undefined;
  expect(completed.toSorted(byNumber)).toEqual([...committed].filter((turn) => turn !== open).toSorted(byNumber));
}

function isBusy(stage: Stage): boolean {
  const { turn, session } = stage.state;
  return turn.phase === "released" || turn.phase === "settled" || session.echoes.length > 0;
}

function byNumber(one: number, other: number): number {
  return one - other;
}

/** News of one utterance, "could you book a table", in any order. */
export type Piece = { readonly type: "partial" | "final" | "end" | "wait"; readonly text: string; readonly ms: number };

const words = ["could", "you", "book", "a", "table"];
const full = words.join(" ");

const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc
    .integer({ min: 1, max: 5 })
    .map((length) => ({ type: "partial" as const, text: words.slice(0, length).join(" "), ms: 0 })),
  fc.constantFrom(full, "Could you book a table?").map((text) => ({ type: "final" as const, text, ms: 0 })),
  fc.constant({ type: "end" as const, text: "", ms: 0 }),
  fc.integer({ min: 0, max: 250 }).map((ms) => ({ type: "wait" as const, text: "", ms })),
);

export const anyNews: fc.Arbitrary<readonly Piece[]> = fc.array(piece, { maxLength: 12 });

/** E10 */
export function expectOneUserMessage(
  pieces: readonly Piece[],
  speaker: { endedBy: EndedBy; utteranceId: string | undefined },
): void {
  const stage = openStage();
  let waited = 0;
  const say = (text: string, final: boolean): void => stage.hear(text, { final, ...speaker });
  say("could", false);
  for (const one of pieces) {
    if (one.type === "partial" || one.type === "final") say(one.text, one.type === "final");
    if (one.type === "end") stage.endTurn();
    // Longer than this, and it is not a late revision but a second utterance.
    if (one.type === "wait" && waited + one.ms <= 250) {
      waited += one.ms;
      stage.wait(one.ms);
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
  const users = stage.state.context.history.flatMap((item) => (item.type === "turn" ? [item.user ?? ""] : []));
  expect(users.map((user) => user.toLowerCase().replace("?", ""))).toEqual([full]);
  expect(stage.entries("reply")).toHaveLength(1);
}

/** E25 */
export function expectNextTurnAnswered(stage: Stage): void {
  const said = "and what about the garden";
  stage.send({ type: "user-transcript", endedBy: "client", transcript: fresh(said) });
  stage.endTurn();
  const commit = stage.of("turn-commit").at(-1);
  expect(commit?.transcript.endsWith(said)).toBe(true);
  const draftId = commit?.draftId ?? "none";
  stage.text("It has a garden. ", draftId);
  const own = stage.of("speech-delta").filter((delta) => delta.draftId === draftId);
  expect(own.map(({ text }) => text).join("")).toContain("It has a garden. ");
  stage.finish(draftId);
  stage.wait(20_000);
  const replies = stage.entries("reply").filter((reply) => reply.draftId === draftId);
  expect(replies.map(({ outcome, text }) => [outcome, text.includes("garden")])).toEqual([["completed", true]]);
}

function fresh(text: string): Transcript {
  return { text, scope: "turn", final: true, utteranceId: "next" };
}
