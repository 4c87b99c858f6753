import fc from "fast-check";
import type { OutboundFrame, ReceivedFrame, TurnNumbers } from "@repartee/protocol";
import { describe, expect, test } from "vitest";

import { createConversationView } from "./conversation-view.ts";
import type { ConversationView } from "./conversation-view.ts";
import { foldConversation } from "./fold-conversation.ts";
import { frameOf, hello } from "./testing/frames.ts";

const fold = (...frames: readonly ReceivedFrame[]): ConversationView =>
  frames.reduce(foldConversation, createConversationView());

/** Frames of turn `turn` and generation `id`. */
function inTurn(turn: number, id = "d1") {
  const head = { turn_idx: turn, inference_id: id };
  return {
    draft: (transcript: string, at: number) =>
      frameOf("conversation.draft.started", { inference_id: id, reason: "stable", transcript, at_ms: at }, head),
    revoke: (at: number) =>
      frameOf("conversation.draft.revoked", { inference_id: id, reason: "contradicted", tokens: 7, at_ms: at }, head),
    discard: () => frameOf("conversation.draft.discarded", { inference_id: id, reason: "turn_ended", tokens: 3 }, head),
    adopt: (at: number) =>
      frameOf("conversation.draft.adopted", { inference_id: id, rung: "equal", head_start_ms: 600, at_ms: at }, head),
    commit: (transcript: string) =>
      frameOf(
        "conversation.turn.committed",
        {
          turn_idx: turn,
          inference_id: id,
          reason: "turn_end",
          transcript,
          rung: "equal",
          grace_ms: 300,
          at_ms: 2_100,
        },
        head,
      ),
    reopen: () =>
      frameOf("conversation.turn.reopened", { turn_idx: turn, inference_id: id, reason: "user_went_on" }, head),
    delta: (index: number, text: string) =>
      frameOf("conversation.replica.delta", { index, text, at_ms: 2_101 + index }, head),
    clause: (index: number, text: string, prepared = false) =>
      frameOf("conversation.replica.clause", { index, text, prepared }, head),
    withdraw: (index?: number) =>
      frameOf(
        "conversation.replica.clause_withdrawn",
        index === undefined ? { inference_id: id } : { inference_id: id, index },
        head,
      ),
    spoken: (speech: string, spoken?: string) =>
      frameOf(
        "conversation.utterance",
        { role: "replica", speech, ...(spoken === undefined ? {} : { interrupted: true, spoken }) },
        head,
      ),
    heard: (speech: string) => frameOf("conversation.utterance", { role: "user", speech }, head),
    said: (speech: string, at: number) =>
      frameOf(
        "conversation.utterance.streaming",
        { role: "user", speech, content_index: 0, final: false, at_ms: at },
        { turn_idx: turn },
      ),
    streaming: (speech: string) =>
      frameOf("conversation.utterance.streaming", { role: "replica", speech, content_index: 0, final: false }, head),
    complete: () => frameOf("conversation.turn.completed", numbersOf(turn), head),
  };
}

function numbersOf(turn: number): TurnNumbers {
  return {
    turn_idx: turn,
    outcome: "completed",
    end_of_turn_reason: "turn_end",
    last_word_at: 2_000,
    ended_at: 2_100,
    released_at: 2_100,
    first_words_at: 2_101,
    gap_ms: 101,
    head_start_ms: 600,
    drafts: { started: 2, adopted: 1, salvaged: 0, revoked: 1, discarded: 0 },
    rung: "equal",
    tokens: { in: 400, cached: 380, out: 20, wasted: 7 },
    calls: 2,
    tools: 0,
  };
}

const one = inTurn(1);

describe("a turn", () => {
  test("is open with what the user is known to have said, released with the committed words, and completed with its numbers", () => {
    const open = fold(one.draft("book a", 1_500));
    expect(open.turns).toMatchObject([{ turnIdx: 1, phase: "open", userText: "book a", commit: undefined }]);
    const released = foldConversation(open, one.commit("book a table"));
    expect(released.turns).toMatchObject([
      {
        phase: "released",
        userText: "book a table",
        commit: { inferenceId: "d1", reason: "turn_end", rung: "equal", graceMs: 300, atMs: 2_100 },
      },
    ]);
    const completed = foldConversation(released, one.complete());
    expect(completed.turns).toMatchObject([{ phase: "completed", outcome: "completed", numbers: numbersOf(1) }]);
  });

  test("collects the reply from its deltas, and knows when the first words came", () => {
    const view = fold(one.commit("hi"), one.delta(0, "Of "), one.delta(1, "course."));
    expect(view.turns[0]?.reply).toEqual({
      inferenceId: "d1",
      text: "Of course.",
      heard: undefined,
      interrupted: false,
      firstWordsAtMs: 2_101,
      deltaIndex: 1,
    });
  });

  test("counts a delta once, also when it comes again after a resume", () => {
    const view = fold(one.delta(0, "Of "), one.delta(1, "course."), one.delta(1, "course."));
    expect(view.turns[0]?.reply.text).toBe("Of course.");
  });

  test("the user's last word has its time: as it came, and in the end as the turn's numbers say", () => {
    const one = inTurn(1);
    const open = fold(one.said("a", 1_000), one.said("a table", 1_990));
    expect(open.turns[0]).toMatchObject({ userText: "a table", lastWordAtMs: 1_990 });
    const committed = foldConversation(open, one.commit("a table"));
    expect(foldConversation(committed, one.said("late", 2_400)).turns[0]?.lastWordAtMs).toBe(1_990);
    expect(foldConversation(committed, one.complete()).turns[0]?.lastWordAtMs).toBe(2_000);
  });

  test("takes the accumulated words where deltas were missed, and not where they lag behind", () => {
    expect(fold(one.delta(0, "Of "), one.streaming("Of course.")).turns[0]?.reply.text).toBe("Of course.");
    expect(fold(one.delta(0, "Of course."), one.streaming("Of ")).turns[0]?.reply.text).toBe("Of course.");
  });

  test("that was cut off shows what was sent and what of it was heard", () => {
    const view = fold(one.delta(0, "Yes, until ten."), one.spoken("Yes, until ten.", "Yes, until"));
    expect(view.turns[0]?.reply).toMatchObject({ text: "Yes, until ten.", heard: "Yes, until", interrupted: true });
  });

  test("that was reopened drops the words of that generation, and keeps its drafts and the user's words", () => {
    const two = inTurn(1, "d2");
    const view = fold(
      one.draft("book a table", 1_500),
      one.commit("book a table"),
      one.delta(0, "Which "),
      one.clause(0, "Which day?"),
      one.reopen(),
    );
    expect(view.turns).toMatchObject([
      { phase: "open", userText: "book a table", reopened: 1, commit: undefined, clauses: [], reply: { text: "" } },
    ]);
    expect(view.turns[0]?.drafts).toHaveLength(1);
    const again = [two.commit("book a table for two"), two.delta(0, "When?")].reduce(foldConversation, view);
    expect(again.turns).toMatchObject([{ reopened: 1, reply: { inferenceId: "d2", text: "When?" } }]);
  });

  test("keeps every draft with its fate, its reason and its times", () => {
    const [two, three] = [inTurn(1, "d2"), inTurn(1, "d3")];
    const view = fold(
      one.draft("book", 1_000),
      one.revoke(1_200),
      two.draft("book a", 1_300),
      three.draft("book a table", 1_500),
      two.discard(),
      three.adopt(2_100),
    );
    expect(view.turns[0]?.drafts).toMatchObject([
      {
        inferenceId: "d1",
        fate: "revoked",
        endReason: "contradicted",
        tokensWasted: 7,
        startedAtMs: 1_000,
        endedAtMs: 1_200,
      },
      { inferenceId: "d2", fate: "discarded", endReason: "turn_ended", tokensWasted: 3, endedAtMs: undefined },
      { inferenceId: "d3", fate: "adopted", rung: "equal", headStartMs: 600, endedAtMs: 2_100 },
    ]);
  });

  test("marks a prepared clause, takes it back, or replaces it when it is released", () => {
    const two = inTurn(1, "d2");
    const prepared = [one.clause(0, "Of course,", true), one.clause(1, "at eight.", true), two.clause(0, "No.", true)];
    const withdrawn = (view: ConversationView) => view.turns[0]?.clauses.map((clause) => clause.withdrawn);
    expect(withdrawn(fold(...prepared, one.withdraw(1)))).toEqual([false, true, false]);
    expect(withdrawn(fold(...prepared, one.withdraw()))).toEqual([true, true, false]);
    const released = fold(...prepared, one.clause(0, "Of course,"));
    expect(released.turns[0]?.clauses.map((clause) => clause.prepared)).toEqual([false, true, true]);
  });
});

describe("a conversation", () => {
  test("has its turns in order, also when one comes late", () => {
    const view = fold(inTurn(3).commit("c"), inTurn(1).commit("a"), inTurn(2).commit("b"), inTurn(1).delta(0, "A"));
    expect(view.turns.map((turn) => [turn.turnIdx, turn.userText, turn.reply.text])).toEqual([
      [1, "a", "A"],
      [2, "b", ""],
      [3, "c", ""],
    ]);
  });

  test("gives a frame without a turn to the newest one", () => {
    const speech = frameOf("conversation.utterance", { role: "replica", speech: "Hello." });
    expect(fold(inTurn(4).commit("hi"), speech).turns).toMatchObject([{ turnIdx: 4, reply: { text: "Hello." } }]);
  });

  test("notes an error with its turn, and a refused frame without one", () => {
    const failed = { code: "model_stalled", message: "silent for 10 s", upstream: "ollama", status: 200 } as const;
    const view = fold(
      frameOf("conversation.error", failed, { turn_idx: 2 }),
      frameOf("conversation.error", { code: "bad_frame", message: "properties.text: expected a string" }),
    );
    expect(view.errors).toMatchObject([
      { ...failed, turnIdx: 2 },
      { code: "bad_frame", turnIdx: undefined },
    ]);
    expect(view.turns).toMatchObject([{ turnIdx: 2, errors: [failed] }]);
  });

  test("what answers is known from the hello, and kept where a later one does not say", () => {
    const { properties, ...head } = hello();
    const told: ReceivedFrame = {
      ...head,
      properties: { ...properties, model: { name: "tavus-llama-4", stand_in: true } },
    };
    expect(fold(hello()).model).toBeUndefined();
    expect(fold(told, hello()).model).toEqual({ name: "tavus-llama-4", standIn: true });
  });

  test("notes warnings, who speaks, what the channel grants, and its end", () => {
    const view = fold(
      hello(),
      frameOf("conversation.warning", { code: "stand_in", message: "no model" }),
      frameOf("conversation.user.started_speaking", {}),
      frameOf("conversation.replica.started_speaking", {}),
      frameOf("conversation.user.stopped_speaking", {}),
    );
    expect(view).toMatchObject({
      userSpeaking: false,
      replicaSpeaking: true,
      channel: { turns: "client", features: [] },
      warnings: [{ code: "stand_in", message: "no model" }],
      ended: undefined,
    });
    const ended = foldConversation(view, frameOf("system.shutdown", { reason: "max_call_duration" }));
    expect(ended).toMatchObject({ ended: "max_call_duration", replicaSpeaking: false });
  });

  test("what a frame does not change keeps its identity", () => {
    const before = fold(inTurn(1).commit("a"), inTurn(2).commit("b"), inTurn(2).draft("b", 5));
    const after = foldConversation(before, inTurn(2).delta(0, "B"));
    expect(after.turns[0]).toBe(before.turns[0]);
    expect(after.turns[1]?.drafts).toBe(before.turns[1]?.drafts);
    expect(after.turns[1]).not.toBe(before.turns[1]);
    expect(after.warnings).toBe(before.warnings);
    expect(foldConversation(after, inTurn(2).delta(0, "B"))).toBe(after);
    expect(foldConversation(after, { event_type: "unknown", name: "x", seq: 1, raw: {} })).toBe(after);
  });

  test("holds the newest 500 turns, says how many it dropped, and does not take them up again", () => {
    let view = createConversationView();
    for (let turn = 1; turn <= 510; turn += 1) view = foldConversation(view, inTurn(turn).commit("hi"));
    expect([view.turns.length, view.turns[0]?.turnIdx, view.turnsDropped]).toEqual([500, 11, 10]);
    expect(foldConversation(view, inTurn(3).delta(0, "late"))).toBe(view);
  });

  test("any frames in any order fold, and no list grows without a bound", () => {
    const anyFrame: fc.Arbitrary<OutboundFrame> = fc
      .record({ turn: fc.nat(3), id: fc.constantFrom("d1", "d2"), at: fc.nat(9), pick: fc.nat(11), text: fc.string() })
      .map(({ turn, id, at, pick, text }) => {
        const say = inTurn(turn, id);
        const frames = [
          () => say.draft(text, at),
          () => say.revoke(at),
          () => say.discard(),
          () => say.adopt(at),
          () => say.commit(text),
          () => say.reopen(),
          () => say.delta(at, text),
          () => say.clause(at, text, true),
          () => say.withdraw(),
          () => say.spoken(text, text.slice(0, 3)),
          () => say.heard(text),
          () => say.complete(),
        ];
        return frames[pick]!();
      });
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 60 }), (frames) => {
        const view = fold(...frames);
        const order = view.turns.map((turn) => turn.turnIdx);
        expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b));
        for (const turn of view.turns) expect(turn.drafts.length).toBeLessThanOrEqual(frames.length);
      }),
    );
    let view = createConversationView();
    for (let n = 0; n < 250; n += 1) {
      view = foldConversation(view, inTurn(1, `d${n}`).draft("hi", n));
      view = foldConversation(view, frameOf("conversation.warning", { code: "notice", message: String(n) }));
    }
    expect(view.turns[0]?.drafts).toHaveLength(200);
    expect(view.turns[0]?.drafts.at(-1)?.inferenceId).toBe("d249");
    expect(view.warnings).toHaveLength(100);
  });
});
