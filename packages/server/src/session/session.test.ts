import { plainPolicies } from "@repartee/engine";
import type { Feature, OutboundFrame } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import { ModelError } from "../ports/model-client.ts";
import { turnOfTheLoop } from "./testing/held-store.ts";
import { openStage, WORKSPACE, type SessionStage, type StageOptions } from "./testing/session-stage.ts";
import type { Ear } from "./testing/ear.ts";
import type { Session } from "./session.ts";

interface Talk {
  readonly stage: SessionStage;
  readonly session: Session;
  readonly ear: Ear;
  readonly id: string;
}

async function openTalk(options: StageOptions & { features?: readonly Feature[] } = {}): Promise<Talk> {
  const stage = openStage(options);
  const id = await stage.create();
  const session = await stage.wake(id);
  return { stage, session, id, ear: stage.join(session, ...(options.features ?? [])) };
}

/** A turn, from the words to its end. */
async function turn({ stage, session }: Talk, words: string, ...reply: readonly string[]): Promise<void> {
  stage.model.reply(...reply);
  stage.say(session, words);
  await turnOfTheLoop();
}

function assertRising(frames: readonly OutboundFrame[]): void {
  for (const [index, frame] of frames.entries()) {
    if (index > 0) expect(frame.seq, frame.event_type).toBeGreaterThan(frames[index - 1]!.seq);
  }
}

describe("a turn", () => {
  test("L18 the commit comes before its words, the words before the end, and the joined deltas are the utterance", async () => {
    const talk = await openTalk();
    talk.stage.store.hold();
    await turn(talk, "Who are you?", "I am ", "Mara.");
    const atOnce = [
      "user.started_speaking",
      "user.stopped_speaking",
      "turn.committed",
      "replica.started_speaking",
      "replica.delta",
      "replica.delta",
      "replica.stopped_speaking",
    ];
    const types = (): readonly string[] => talk.ear.types.filter((type) => type !== "replica.clause");
    expect(types()).toEqual(atOnce);
    await talk.stage.store.release();
    expect(types()).toEqual([...atOnce, "utterance", "utterance", "turn.completed"]);
    const [user, replica] = talk.ear.of("conversation.utterance");
    expect(user?.properties).toMatchObject({ role: "user", speech: "Who are you?" });
    expect(replica?.properties).toMatchObject({ role: "replica", speech: "I am Mara." });
    expect(talk.ear.heard).toBe("I am Mara.");
    talk.stage.model.assertDone();
  });

  test("L18 every frame of a turn carries its number and its generation, and the conversation", async () => {
    const talk = await openTalk();
    await turn(talk, "One", "Yes.");
    await turn(talk, "Two", "No.");
    const own = talk.ear.frames.filter((frame) => frame.event_type !== "conversation.user.started_speaking");
    expect(new Set(own.map((frame) => frame.turn_idx))).toEqual(new Set([1, 2]));
    expect(new Set(talk.ear.frames.map((frame) => frame.conversation_id))).toEqual(new Set([talk.id]));
    const completed = talk.ear.of("conversation.turn.completed");
    expect(completed.map((frame) => [frame.turn_idx, frame.properties.turn_idx, frame.properties.outcome])).toEqual([
      [1, 1, "completed"],
      [2, 2, "completed"],
    ]);
    assertRising(talk.ear.frames);
  });

  test("L18 times are those of the conversation, dates those of the world", async () => {
    const talk = await openTalk();
    await talk.stage.pass(1500);
    await turn(talk, "Now?", "Now.");
    const [committed] = talk.ear.of("conversation.turn.committed");
    expect(committed?.properties.at_ms).toBe(1500);
    expect(committed?.timestamp).toBe(1_760_000_001.5);
  });

  test("R2 a store that takes its time holds no word back: deltas flow, what is announced waits", async () => {
    const talk = await openTalk();
    talk.stage.store.hold();
    await turn(talk, "Who are you?", "I am Mara.");
    expect(talk.ear.heard).toBe("I am Mara.");
    expect(talk.ear.types).not.toContain("utterance");
    expect(talk.ear.types).not.toContain("turn.completed");
    await talk.stage.store.release();
    expect(talk.ear.types.slice(-3)).toEqual(["utterance", "utterance", "turn.completed"]);
    assertRising(talk.ear.frames);
  });

  test("R4 what was announced is in the store, word for word, at the moment that it is told", async () => {
    const talk = await openTalk();
    const { store } = talk.stage;
    await turn(talk, "Who are you?", "I am Mara.");
    const rows = await store.events(WORKSPACE, talk.id, 0);
    const told = talk.ear.frames.filter((frame) => ["conversation.utterance"].includes(frame.event_type));
    expect(rows.map((row) => row.type)).toEqual(["created", "release", "reply"]);
    expect(rows[1]?.seq).toBe(told[0]?.seq);
    expect(rows[2]?.seq).toBe(told[1]?.seq);
  });

  test("R9 R11 while one announcement waits behind another, hundreds of words leave between them", async () => {
    const talk = await openTalk();
    talk.stage.store.hold();
    const call = talk.stage.model.expect();
    talk.stage.say(talk.session, "Tell me everything");
    talk.stage.send(talk.session, "conversation.append_llm_context", { context: "It rains." });
    talk.stage.send(talk.session, "conversation.append_llm_context", { context: "It pours." });
    await turnOfTheLoop();
    // The first append is made, and the second waits: between them frames go on.
    await talk.stage.store.release();
    talk.stage.store.hold();
    talk.stage.send(talk.session, "conversation.append_llm_context", { context: "It stops." });
    for (let count = 0; count < 500; count += 1) call.text(`${count} `);
    await turnOfTheLoop();
    await talk.stage.store.release();
    call.finish();
    await turnOfTheLoop();
    expect(talk.ear.closed).toBeUndefined();
    expect(talk.ear.of("conversation.replica.delta")).toHaveLength(500);
    assertRising(talk.ear.frames);
  });

  test("R6 a store that fails and comes back loses nothing and is told of once, without its own words", async () => {
    const talk = await openTalk();
    talk.stage.store.fail("full");
    await turn(talk, "Who are you?", "I am Mara.");
    await talk.stage.pass(1000);
    await talk.stage.pass(1000);
    const errors = talk.ear.of("conversation.error");
    expect(errors.map((frame) => frame.properties.code)).toEqual(["store_unavailable"]);
    expect(errors[0]?.properties.message).not.toContain("/secret/folder");
    expect(talk.ear.types).not.toContain("turn.completed");
    talk.stage.store.mend();
    await talk.stage.pass(1000);
    expect(talk.ear.types.slice(-3)).toEqual(["utterance", "utterance", "turn.completed"]);
    expect(await talk.session.settled()).toBe(true);
    assertRising(talk.ear.frames);
  });

  test("L21 a model that fails: its words, why, the end; the user's words are kept and the next turn works", async () => {
    const talk = await openTalk();
    const error = new ModelError("upstream-error", "it broke", { upstream: "scripted at h", status: 503 });
    talk.stage.model.expect({ type: "text-delta", text: "I am" }, error);
    talk.stage.say(talk.session, "Who are you?");
    await turnOfTheLoop();
    expect(talk.ear.types.slice(-3)).toEqual(["utterance", "error", "turn.completed"]);
    expect(talk.ear.of("conversation.error")[0]).toMatchObject({
      turn_idx: 1,
      properties: { code: "model_failed", message: "it broke", upstream: "scripted at h", status: 503 },
    });
    expect(talk.ear.of("conversation.turn.completed")[0]?.properties.outcome).toBe("failed");
    await turn(talk, "Again?", "I am Mara.");
    expect(talk.ear.of("conversation.turn.completed")[1]?.properties.outcome).toBe("completed");
    const record = await talk.stage.directory.record(WORKSPACE, talk.id);
    expect(record?.transcript.map((line) => line["content"])).toEqual(["Who are you?", "I am", "Again?", "I am Mara."]);
  });

  test.each(["first-part-timeout", "stalled", "connect-timeout", "truncated", "malformed", "not-a-stream"] as const)(
    "L21 `%s` fails the turn alone",
    async (code) => {
      const talk = await openTalk();
      talk.stage.model.expect(new ModelError(code, "what to do", { upstream: "scripted at h" }));
      talk.stage.say(talk.session, "Hello?");
      await turnOfTheLoop();
      expect(talk.ear.of("conversation.error")[0]?.properties).toMatchObject({
        message: "what to do",
        upstream: "scripted at h",
        code: expect.stringMatching(/^model_/),
      });
      await turn(talk, "Still there?", "Yes.");
      expect(talk.ear.of("conversation.turn.completed")).toHaveLength(2);
    },
  );

  test("L18 voice that stops with the turn belongs to that turn", async () => {
    const talk = await openTalk();
    await turn(talk, "Hello?", "Hi.");
    expect(talk.ear.of("conversation.user.started_speaking").map((frame) => frame.turn_idx)).toEqual([1]);
    expect(talk.ear.of("conversation.user.stopped_speaking").map((frame) => frame.turn_idx)).toEqual([1]);
  });
});

describe("listeners", () => {
  test("L7 everyone hears everything, and anyone may speak", async () => {
    const talk = await openTalk();
    const other = talk.stage.join(talk.session);
    await turn(talk, "Hello?", "Hi.");
    expect(other.frames).toEqual(talk.ear.frames);
  });

  test("L7 the hundred-and-first connection is turned away, and disturbs nobody", async () => {
    const talk = await openTalk();
    for (let count = 1; count < 100; count += 1) talk.stage.join(talk.session);
    const late = talk.stage.join(talk.session);
    expect(late.closed?.code).toBe(1013);
    talk.session.leave(late);
    await turn(talk, "Hello?", "Hi.");
    expect(late.frames).toEqual([]);
    expect(talk.ear.heard).toBe("Hi.");
  });

  test("L22 drafts and the accumulated words go to those who asked", async () => {
    const talk = await openTalk({ features: ["drafts", "streaming"] });
    const plain = talk.stage.join(talk.session);
    talk.stage.model.reply("Hi ", "there.");
    talk.stage.send(talk.session, "conversation.user.transcript", { text: "Hello.", stability: 1 });
    await turnOfTheLoop();
    talk.stage.send(talk.session, "conversation.user.turn_end");
    await turnOfTheLoop();
    expect(talk.ear.types).toEqual(expect.arrayContaining(["draft.started", "draft.adopted", "utterance.streaming"]));
    const replica = talk.ear
      .of("conversation.utterance.streaming")
      .filter((frame) => frame.properties.role === "replica");
    expect(replica.at(-1)?.properties.speech).toBe("Hi there.");
    expect(plain.types.filter((type) => type.startsWith("draft") || type === "utterance.streaming")).toEqual([]);
  });

  test("L22 prepared clauses go to those who asked, are withdrawn with their draft, and come again when they may be said", async () => {
    const talk = await openTalk({ features: ["prepared"] });
    const plain = talk.stage.join(talk.session);
    const first = talk.stage.model.expect();
    const say = (text: string): unknown =>
      talk.stage.send(talk.session, "conversation.user.transcript", { text, stability: 1 });
    say("A table");
    await turnOfTheLoop();
    first.text("Of course I can. ");
    await turnOfTheLoop();
    expect(plain.of("conversation.replica.clause")).toEqual([]);
    talk.stage.model.reply("Yes, tomorrow at eight.");
    say("A table tomorrow");
    await turnOfTheLoop();
    talk.stage.send(talk.session, "conversation.user.turn_end");
    await turnOfTheLoop();
    const told = talk.ear.frames.flatMap((frame) => {
      if (frame.event_type === "conversation.replica.clause_withdrawn") return ["withdrawn"];
      if (frame.event_type !== "conversation.replica.clause" || frame.properties.text === "") return [];
      return [`${frame.properties.prepared === true ? "prepared" : "said"}: ${frame.properties.text}`];
    });
    expect(told).toEqual([
      "prepared: Of course I can.",
      "withdrawn",
      "prepared: Yes, tomorrow at eight.",
      "said: Yes, tomorrow at eight.",
    ]);
    expect(plain.of("conversation.replica.clause")[0]?.properties).not.toHaveProperty("prepared");
  });

  test("L8 where a stand-in answers, whoever joins is told so, and nobody else is told again", async () => {
    const talk = await openTalk({ upstream: { kind: "stand-in", name: "tavus-llama-4" } });
    const other = talk.stage.join(talk.session);
    for (const ear of [talk.ear, other]) {
      expect(ear.of("conversation.warning").map((frame) => frame.properties.code)).toEqual(["stand_in"]);
    }
    expect(other.of("conversation.warning")[0]?.properties.message).toContain("tavus-llama-4");
    expect(talk.session.hello.model).toEqual({ name: "tavus-llama-4", standIn: true });
  });

  test("L25 who missed deltas is told all that was said of the reply that runs, and goes on from there", async () => {
    const talk = await openTalk();
    const call = talk.stage.model.expect();
    talk.stage.say(talk.session, "Tell me");
    await turnOfTheLoop();
    const early = talk.stage.join(talk.session);
    talk.session.recap(early);
    expect(early.frames).toEqual([]);
    call.text("Once ", "upon ");
    await turnOfTheLoop();
    const late = talk.stage.join(talk.session);
    talk.session.recap(late);
    call.text("a time.").finish();
    await turnOfTheLoop();
    expect(late.frames[0]).toMatchObject({
      event_type: "conversation.utterance.streaming",
      turn_idx: 1,
      properties: { role: "replica", speech: "Once upon ", final: false, content_index: 1 },
    });
    expect(late.of("conversation.replica.delta").map((frame) => frame.properties)).toMatchObject([
      { text: "a time.", index: 2 },
    ]);
    const after = talk.stage.join(talk.session);
    talk.session.recap(after);
    expect(after.frames).toEqual([]);
  });

  test("L31 who joins a conversation that has just stopped is closed like the others", async () => {
    const talk = await openTalk();
    talk.session.stop(4404, "the conversation was deleted");
    const late = talk.stage.join(talk.session);
    expect(late.closed).toEqual({ code: 4404, reason: "the conversation was deleted" });
    expect(talk.ear.closed).toEqual(late.closed);
  });
});

describe("trouble", () => {
  test("R7 another owner: the connections are led there, and nothing more is generated", async () => {
    const talk = await openTalk();
    const call = talk.stage.model.expect();
    talk.stage.say(talk.session, "Hello?");
    await turnOfTheLoop();
    await talk.stage.another().directory.open(WORKSPACE, talk.id);
    call.text("Hi.").finish();
    await turnOfTheLoop();
    expect(talk.ear.closed?.code).toBe(4409);
    expect(talk.ear.types).not.toContain("turn.completed");
  });

  test("R3 a journal that gives up in the middle of a step leaves no generation running", async () => {
    const talk = await openTalk();
    const { stage, session } = talk;
    stage.store.fail("unavailable");
    for (let count = 0; count < 999; count += 1) {
      stage.send(session, "conversation.append_llm_context", { context: `note ${count}` });
    }
    // The thousandth entry is the last that may wait; the turn's own is one too many.
    stage.send(session, "conversation.append_llm_context", { context: "the last" });
    stage.say(session, "Hello?");
    await turnOfTheLoop();
    expect(talk.ear.closed?.code).toBe(1013);
    expect(stage.model.requests).toEqual([]);
    expect(stage.clock.waiting).toBe(0);
    expect(stage.directory.count).toBe(0);
  });

  test("R11 a peer that provokes answers without end cannot use up the numbers", async () => {
    const { stage, session, ear } = await openTalk();
    stage.store.hold();
    stage.say(session, "Hello?");
    stage.model.reply("Hi.");
    const frame = {
      message_type: "conversation",
      event_type: "conversation.error",
      properties: { code: "bad_frame", message: "no" },
    } as const;
    for (let count = 0; count < 70_000; count += 1) session.tell(ear, frame);
    expect(ear.closed).toMatchObject({ code: 1013 });
    expect(ear.frames.length).toBeGreaterThan(60_000);
    assertRising(ear.frames);
  });

  test("R26 a fault of our own stops this conversation and no other", async () => {
    const stage = openStage({
      policies: {
        ...plainPolicies,
        countTokens: (text) => {
          if (text.includes("boom")) throw new Error("a bug of ours");
          return 1;
        },
      },
    });
    const [bad, good] = [await stage.wake(await stage.create()), await stage.wake(await stage.create())];
    const ears = [stage.join(bad), stage.join(good)];
    stage.say(bad, "boom");
    stage.model.reply("Hi.");
    stage.say(good, "Hello?");
    await turnOfTheLoop();
    expect(ears[0]?.closed?.code).toBe(1011);
    expect(ears[1]?.heard).toBe("Hi.");
    expect(stage.log.lines.map((line) => line.message)).toEqual(["a conversation had to stop"]);
  });

  test("R14 an interruption closes the model's socket at once, and what comes late is not said", async () => {
    const talk = await openTalk();
    const call = talk.stage.model.expect();
    talk.stage.say(talk.session, "Tell me");
    call.text("Once ");
    await turnOfTheLoop();
    talk.stage.send(talk.session, "conversation.interrupt");
    await call.untilCancelled;
    call.text("upon").finish();
    await turnOfTheLoop();
    expect(talk.ear.heard).toBe("Once ");
    const [completed, ...more] = talk.ear.of("conversation.turn.completed");
    expect(completed?.properties.outcome).toBe("interrupted");
    expect(more).toEqual([]);
  });
});

describe("a summary", () => {
  const persona = { layers: { llm: { context: { policy: "summarize", window: 2000, soft_limit: 500 } } } };

  test("R43 is made beside the conversation, stored, told and sent from then on; nothing of it is spoken", async () => {
    const talk = await openTalk({ persona });
    for (const word of ["one", "two", "three"]) await turn(talk, `${word} `.repeat(400), "Yes.");
    const summary = talk.stage.model.expect();
    await talk.stage.pass(500);
    const asked = await summary.started;
    expect(asked.tools).toEqual([]);
    expect(asked.messages[1]?.content).toContain("user: one one");
    expect(talk.session.idle).toBe(false);
    const before = talk.ear.types.length;
    summary.text("They counted.").finish("stop");
    await turnOfTheLoop();
    const told = talk.ear.of("conversation.warning").at(-1);
    expect(talk.ear.types.slice(before)).toEqual(["warning"]);
    expect(told?.properties).toMatchObject({ code: "context_summarized", summary: "They counted.", cost: null });
    const record = await talk.stage.directory.record(WORKSPACE, talk.id);
    expect(record?.events.at(-1)).toMatchObject({ properties: { summary: "They counted." } });
    const woken = talk.stage.another();
    const again = await woken.wake(talk.id);
    woken.join(again);
    const next = woken.model.expect();
    woken.say(again, "and now?");
    expect((await next.started).messages[0]?.content).toBe("Summary of the conversation so far: They counted.");
  });
});
