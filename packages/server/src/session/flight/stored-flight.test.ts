import { expect, test } from "vitest";
import type { ConversationEvent, JsonObject } from "../../ports/store.ts";
import { toStoredEvent } from "../entry-store.ts";
import { toFlightView } from "./flight-view.ts";
import { findStoredTurn, longestStored, toStoredFlight, withFlight } from "./stored-flight.ts";
import {
  draftStart,
  modelStart,
  openCockpit,
  reply,
  turnCommit,
  turnNumbers,
  type Cockpit,
} from "./testing/cockpit.ts";

function fly(): Cockpit {
  return openCockpit()
    .at(100)
    .did({ type: "user-words", turnIdx: 1, text: "hello" }, draftStart("a", "hello"), modelStart("a"))
    .at(300)
    .news({ type: "model-text", draftId: "a", text: "I am Mara." })
    .did({ type: "draft-clause", draftId: "a", turnIdx: 1, index: 0, text: "I am Mara." })
    .news({ type: "model-finish", draftId: "a", reason: "stop" })
    .at(500)
    .did(turnCommit("a", { rung: "equal" }))
    .did({ type: "draft-adopt", draftId: "a", turnIdx: 1, rung: "equal", headStartMs: 400 })
    .did({ type: "speech-start", turnIdx: 1, draftId: "a" })
    .did(reply("a", { lastWordAt: 100, releasedAt: 500, firstWordsAt: 500, gapMs: 400 }));
}

function viewOf({ recorder }: Cockpit): JsonObject {
  const flight = recorder.find(1);
  if (flight === undefined) throw new Error("there is no turn 1");
  return toFlightView(flight);
}

/** The rows of a conversation with one turn, as the store gives them back. */
function rowsOf({ recorder }: Cockpit): readonly ConversationEvent[] {
  const release = { type: "release", turnIdx: 1, draftId: "a", text: "hello", reason: "silence" } as const;
  const told = { turnIdx: 1, draftId: "a", purpose: "reply", text: "I am Mara.", heard: "I am Mara." } as const;
  const numbers = turnNumbers({ lastWordAt: 100, releasedAt: 500, firstWordsAt: 500, gapMs: 400 });
  const end = withFlight({ type: "reply", ...told, outcome: "completed", numbers }, recorder);
  return [toStoredEvent(2, 500, release), toStoredEvent(6, 500, end)];
}

test("FR5 a record tells every time, the segments, the drafts with their messages, and the numbers of the turn", () => {
  expect(viewOf(fly())).toEqual({
    turn_idx: 1,
    outcome: "completed",
    transcript: "hello",
    clock: {
      first_word_at: 100,
      last_word_at: 100,
      user_stopped_at: null,
      committed_at: 500,
      released_at: 500,
      asked_at: 100,
      first_token_at: 300,
      first_clause_at: 300,
      first_words_at: 500,
      generated_at: 300,
      speech_stopped_at: null,
      completed_at: 500,
    },
    segments: [{ name: "end_of_turn", from_ms: 100, to_ms: 500 }],
    commits: [
      {
        at: 500,
        inference_id: "a",
        reason: "silence",
        rung: "equal",
        grace_ms: 0,
        evidence: null,
        reopened_at: null,
        reopen_reason: null,
      },
    ],
    drafts: [
      {
        inference_id: "a",
        purpose: "reply",
        started_at: 100,
        reason: "pause",
        evidence: { completeness: 0.8, posterior: 0.6, quiet_ms: 120, expected_ms: 90 },
        grounded_in: "hello",
        continue_from: null,
        asked_at: 100,
        thinking_at: null,
        first_token_at: 300,
        first_clause_at: 300,
        ended_at: 300,
        finish_reason: "stop",
        fate: "adopted",
        fate_reason: null,
        rung: "equal",
        head_start_ms: 400,
        upstream: null,
        usage: null,
        problem: null,
        notices: [],
        text: "I am Mara.",
        tool_calls: [],
        rounds: [],
        tools: [],
        messages: [
          { role: "system", content: "You are Mara." },
          { role: "user", content: "hello" },
        ],
      },
    ],
    numbers: expect.objectContaining({ turn_idx: 1, gap_ms: 400 }) as unknown,
    missing: [],
  });
});

test("FR5 a turn that goes on has a record already, without outcome and numbers", () => {
  const cockpit = openCockpit().at(40).did(draftStart("a", "hello"), modelStart("a"));
  expect(viewOf(cockpit)).toMatchObject({
    outcome: null,
    numbers: null,
    segments: [],
    drafts: [{ fate: "undecided" }],
  });
});

test("FR5 a draft that went on with the results of tools has the messages of each round behind the first", () => {
  const messages = [{ role: "tool", content: "4", toolCallId: "c1" }] as const;
  const cockpit = openCockpit()
    .did(turnCommit("a"), modelStart("a"))
    .at(20)
    .news({ type: "model-finish", draftId: "a", reason: "tool_calls" })
    .at(60)
    .did(modelStart("a", { round: 1, messages }))
    .at(90)
    .news({ type: "model-text", draftId: "a", text: "Four." });
  const sent = [{ role: "tool", content: "4", tool_call_id: "c1" }];
  expect(viewOf(cockpit)).toMatchObject({
    drafts: [
      {
        asked_at: 0,
        messages: [{ role: "system" }, { role: "user" }],
        rounds: [{ asked_at: 60, first_token_at: 90, ended_at: null, finish_reason: null, messages: sent }],
      },
    ],
  });
});

test("FR9 FR10 the store gives the same record back, without what was sent and written, and says so", () => {
  const cockpit = fly();
  const found = findStoredTurn(rowsOf(cockpit), 1);
  const view = viewOf(cockpit);
  const [draft] = view["drafts"] as [JsonObject];
  const stored = { ...draft, text: null, tools: null, messages: null };
  const missing = [expect.stringMatching(/^messages.*held in memory/) as unknown];
  expect(found).toEqual({ ok: true, turn: { ...view, drafts: [stored], missing } });
});

test("FR9 what is stored of a turn has at most 16,000 characters: long words are cut, then the oldest drafts go", () => {
  const cockpit = openCockpit();
  const long = "a very long turn ".repeat(600);
  for (let one = 1; one <= 32; one += 1) {
    cockpit.at(one).did(draftStart(`d${one}`, long), modelStart(`d${one}`));
    cockpit.did({ type: "model-cancel", draftId: `d${one}` });
  }
  cockpit.did(turnCommit("d2", { rung: "equal" }), reply("d2"));
  const flight = cockpit.recorder.find(1);
  if (flight === undefined) throw new Error("there is no turn 1");
  const stored = toStoredFlight(flight);
  expect(JSON.stringify(stored).length).toBeLessThanOrEqual(longestStored);
  const ids = (stored["drafts"] as JsonObject[]).map((draft) => draft["inference_id"]);
  expect(ids.at(0)).toBe("d2");
  expect(ids.at(-1)).toBe("d32");
  expect(stored["missing"]).toEqual([`drafts: ${32 - ids.length} of them are left out`]);
});

test("FR10 a turn that older versions stored has its words and numbers; of one that is not there the newest is told", () => {
  const rows = rowsOf(fly()).map(({ body: { flight: _flight, ...body }, ...row }) => ({ ...row, body }));
  expect(findStoredTurn(rows, 1)).toMatchObject({
    ok: true,
    turn: { turn_idx: 1, outcome: "completed", transcript: "hello", drafts: [], numbers: { gap_ms: 400 } },
  });
  expect(findStoredTurn(rows, 2)).toEqual({ ok: false, reason: "no-turn", newest: 1 });
  expect(findStoredTurn([], 1)).toEqual({ ok: false, reason: "no-turn", newest: undefined });
});
