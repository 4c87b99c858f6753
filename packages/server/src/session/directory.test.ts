import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { createEar } from "./testing/ear.ts";
import { turnOfTheLoop } from "./testing/held-store.ts";
import type { JsonObject } from "../ports/store.ts";
import { frameOf, openStage, WORKSPACE, type SessionStage } from "./testing/session-stage.ts";

const respond = frameOf("conversation.respond", { text: "Hello?" });

describe("waking", () => {
  test("R17 a conversation sleeps until somebody asks for it, and is woken once, whoever asks at the same time", async () => {
    const stage = openStage();
    const id = await stage.create();
    expect(stage.directory.count).toBe(0);
    const asked = Array.from({ length: 5 }, () => stage.directory.open(WORKSPACE, id));
    const [first, ...others] = await Promise.all(asked);
    for (const other of others) expect(other).toBe(first);
    expect(await stage.wake(id)).toBe(first);
    expect(stage.directory.count).toBe(1);
    // One claim: the mark was stored once.
    expect(stage.store.appends.map((append) => append.epoch)).toEqual([1]);
  });

  test("R10 the mark is stored before the first number is used", async () => {
    const stage = openStage();
    const id = await stage.create();
    stage.store.hold();
    let awake = false;
    const opening = stage.wake(id).then((session) => {
      awake = true;
      return session;
    });
    await turnOfTheLoop();
    expect(awake).toBe(false);
    expect(stage.store.appends).toHaveLength(1);
    await stage.store.release();
    const ear = stage.join(await opening);
    stage.send(await opening, "conversation.echo", { text: "Hi." });
    await turnOfTheLoop();
    expect(Math.max(...ear.frames.map((frame) => frame.seq))).toBeLessThanOrEqual(
      stage.store.appends[0]?.seqHighWater ?? 0,
    );
  });

  test("R17 a store that fails while a conversation is woken fails that asking alone", async () => {
    const stage = openStage();
    const id = await stage.create();
    stage.store.fail("unavailable");
    await expect(stage.wake(id)).rejects.toMatchObject({ name: "StoreError" });
    stage.store.mend();
    expect((await stage.wake(id)).conversationId).toBe(id);
  });

  test("R24 a conversation of another workspace is none", async () => {
    const stage = openStage();
    const id = await stage.create();
    const { directory } = stage;
    await stage.wake(id);
    expect(await directory.open("other", id)).toBeUndefined();
    expect(await directory.interact("other", id, respond)).toEqual({ ok: false, reason: "unknown" });
    expect(await directory.end("other", id, "x")).toBe("unknown");
    expect(await directory.delete("other", id)).toBe(false);
    expect(await directory.record("other", id)).toBeUndefined();
    expect(directory.count).toBe(1);
  });

  test("R21 one whose model cannot be called wakes all the same: its turns say why, and it can be ended", async () => {
    const stage = openStage({
      persona: { layers: { llm: { model: "mine" } } },
      resolveUpstream: () => {
        throw new Error("this key was encrypted with another secret");
      },
    });
    const id = await stage.create();
    const session = await stage.wake(id);
    expect(session.problem).toBe("mine cannot be called: this key was encrypted with another secret");
    const ear = stage.join(session);
    stage.say(session, "Hello?");
    await turnOfTheLoop();
    expect(ear.of("conversation.error")[0]?.properties).toMatchObject({
      code: "model_bad_request",
      message: expect.stringContaining("another secret"),
    });
    expect(ear.of("conversation.turn.completed")[0]?.properties.outcome).toBe("failed");
    expect(await stage.directory.end(WORKSPACE, id, "given up")).toBe("ended");
  });
});

describe("sleeping", () => {
  test("R18 without a connection it sleeps after a minute, and not before", async () => {
    const stage = openStage();
    const session = await stage.wake(await stage.create());
    const ear = stage.join(session);
    for (let minute = 0; minute < 3; minute += 1) {
      await stage.pass(60_000);
      stage.directory.sweep();
    }
    expect(stage.directory.count).toBe(1);
    session.leave(ear);
    stage.directory.sweep();
    await stage.pass(59_999);
    stage.directory.sweep();
    await turnOfTheLoop();
    expect(stage.directory.count).toBe(1);
    await stage.pass(1);
    stage.directory.sweep();
    await turnOfTheLoop();
    expect(stage.directory.count).toBe(0);
    expect(stage.clock.waiting).toBe(0);
  });

  test("R18 while a reply is generated, or waits to be stored, it stays awake", async () => {
    const stage = openStage();
    const id = await stage.create();
    const call = stage.model.expect();
    await stage.directory.interact(WORKSPACE, id, respond);
    for (let count = 0; count < 3; count += 1) {
      await stage.pass(60_000);
      stage.directory.sweep();
    }
    expect(stage.directory.count).toBe(1);
    stage.store.fail("unavailable");
    call.text("Hi.").finish();
    for (let count = 0; count < 3; count += 1) {
      await stage.pass(60_000);
      stage.directory.sweep();
    }
    expect(stage.directory.count).toBe(1);
    stage.store.mend();
    await stage.pass(1000);
    for (let count = 0; count < 2; count += 1) {
      await stage.pass(60_000);
      stage.directory.sweep();
    }
    await turnOfTheLoop();
    expect(stage.directory.count).toBe(0);
  });

  test("R18 words that nobody committed keep nobody awake, and are forgotten", async () => {
    const stage = openStage();
    const id = await stage.create();
    const session = await stage.wake(id);
    const ear = stage.join(session);
    stage.send(session, "conversation.user.transcript", { text: "I was about to" });
    session.leave(ear);
    stage.directory.sweep();
    await stage.pass(60_000);
    stage.directory.sweep();
    await turnOfTheLoop();
    expect(stage.directory.count).toBe(0);
    const again = await stage.wake(id);
    const later = stage.join(again);
    expect(stage.send(again, "conversation.user.turn_end")).toBeUndefined();
    await turnOfTheLoop();
    expect(later.types).toEqual([]);
  });

  test("R18 what it knew is there when it wakes, and its time and its numbers went on", async () => {
    const stage = openStage();
    const id = await stage.create();
    const session = await stage.wake(id);
    const ear = stage.join(session);
    await stage.pass(5000);
    stage.model.reply("I am Mara.");
    stage.say(session, "Who are you?");
    await turnOfTheLoop();
    session.leave(ear);
    stage.directory.sweep();
    await stage.pass(60_000);
    stage.directory.sweep();
    await turnOfTheLoop();
    const again = await stage.wake(id);
    expect(again).not.toBe(session);
    const later = stage.join(again);
    const call = stage.model.expect();
    stage.say(again, "And again?");
    call.text("Mara.").finish();
    await turnOfTheLoop();
    expect(stage.model.requests.at(-1)?.messages.map((message) => message.content)).toEqual(
      expect.arrayContaining(["Who are you?", "I am Mara.", "And again?"]),
    );
    expect(later.frames[0]!.seq).toBeGreaterThan(ear.frames.at(-1)!.seq);
    expect(later.of("conversation.turn.committed")[0]?.properties).toMatchObject({ turn_idx: 2, at_ms: 65_000 });
  });

  test("R18 a conversation that sleeps takes no memory", async () => {
    const stage = openStage();
    const id = await stage.create();
    const awake = new WeakRef(await stage.wake(id));
    await talkAndLeave(stage, id);
    await stage.pass(60_000);
    stage.directory.sweep();
    await turnOfTheLoop();
    expect(stage.directory.count).toBe(0);
    setFlagsFromString("--expose-gc");
    const collect: unknown = runInNewContext("gc");
    if (typeof collect !== "function") throw new Error("this Node has no gc to expose");
    await turnOfTheLoop();
    collect();
    expect(awake.deref()).toBeUndefined();
  });

  async function talkAndLeave(stage: ReturnType<typeof openStage>, id: string): Promise<void> {
    const session = await stage.wake(id);
    const ear = createEar("drafts", "streaming");
    session.join(ear);
    stage.model.reply("I am Mara.");
    stage.say(session, "Who are you?");
    await turnOfTheLoop();
    session.leave(ear);
    stage.directory.sweep();
  }
});

async function completedOf(stage: SessionStage, id: string): Promise<readonly JsonObject[]> {
  const record = await stage.directory.record(WORKSPACE, id);
  return (record?.events ?? []).filter((event) => event["event_type"] === "conversation.turn.completed");
}

describe("a crash", () => {
  test("R19 a turn that was released and never finished is completed as failed, once", async () => {
    const stage = openStage();
    const id = await stage.create();
    const session = await stage.wake(id);
    const ear = stage.join(session);
    const call = stage.model.expect();
    stage.say(session, "Who are you?");
    call.text("I am");
    await turnOfTheLoop();
    const second = stage.another();
    const restarted = await second.wake(id);
    await turnOfTheLoop();
    const failed = await completedOf(second, id);
    expect(failed).toMatchObject([{ turn_idx: 1, properties: { outcome: "failed" } }]);
    expect(restarted.hello.seq).toBeGreaterThan(ear.frames.at(-1)!.seq);
    const third = stage.another();
    await third.wake(id);
    await turnOfTheLoop();
    expect(await completedOf(third, id)).toEqual(failed);
    const record = await third.directory.record(WORKSPACE, id);
    expect(record?.transcript.map((line) => line["content"])).toEqual(["Who are you?"]);
  });

  test("R20 time goes on where it was, though the wall clock was set back", async () => {
    const stage = openStage();
    const id = await stage.create();
    const session = await stage.wake(id);
    await stage.pass(90_000);
    stage.model.reply("Hi.");
    stage.say(session, "Hello?");
    await turnOfTheLoop();
    // Its clock begins anew, 90 seconds before what was stored last.
    const second = stage.another();
    expect((await second.wake(id)).hello.atMs).toBe(90_000);
  });
});

describe("the end", () => {
  test("R22 the end is stored, then told, then the connections close; after that there is nobody to wake", async () => {
    const stage = openStage();
    const id = await stage.create();
    const session = await stage.wake(id);
    const ear = stage.join(session);
    stage.store.hold();
    const ending = stage.directory.end(WORKSPACE, id, "enough");
    await turnOfTheLoop();
    expect(ear.frames).toEqual([]);
    expect(ear.closed).toBeUndefined();
    // Whoever comes now is told that it has ended, and takes the pen from nobody's hand.
    expect(await stage.directory.open(WORKSPACE, id)).toBe(session);
    expect(await stage.directory.interact(WORKSPACE, id, respond)).toEqual({ ok: false, reason: "ended" });
    await stage.store.release();
    expect(await ending).toBe("ended");
    expect(ear.of("system.shutdown")[0]?.properties.reason).toBe("enough");
    expect(ear.closed?.code).toBe(1000);
    expect(stage.directory.count).toBe(0);
    expect(await stage.directory.open(WORKSPACE, id)).toBe("ended");
    expect(await stage.directory.end(WORKSPACE, id, "again")).toBe("already-ended");
    expect(await stage.directory.interact(WORKSPACE, id, respond)).toEqual({ ok: false, reason: "ended" });
    expect((await stage.directory.record(WORKSPACE, id))?.shutdownReason).toBe("enough");
  });

  test("R22 an end that cannot be stored is not said to be one", async () => {
    const stage = openStage();
    const id = await stage.create();
    await stage.wake(id);
    stage.store.fail("stale-owner");
    await expect(stage.directory.end(WORKSPACE, id, "enough")).rejects.toMatchObject({ code: "unavailable" });
    stage.store.mend();
    expect(await stage.directory.end(WORKSPACE, id, "enough")).toBe("ended");
  });

  test("R23 deleted while connected: the connection is told, and nothing of it is left", async () => {
    const stage = openStage();
    const id = await stage.create();
    const session = await stage.wake(id);
    const ear = stage.join(session);
    const call = stage.model.expect();
    stage.say(session, "Hello?");
    await turnOfTheLoop();
    expect(await stage.directory.delete(WORKSPACE, id)).toBe(true);
    expect(ear.closed?.code).toBe(4404);
    expect(call.state).toBe("cancelled");
    expect(stage.directory.count).toBe(0);
    expect(await stage.directory.delete(WORKSPACE, id)).toBe(false);
    expect(await stage.directory.open(WORKSPACE, id)).toBeUndefined();
  });

  test("R23 deleted while it is woken, or asked for while it is deleted: no conversation without a row", async () => {
    const stage = openStage();
    const id = await stage.create();
    const waking = stage.directory.open(WORKSPACE, id);
    const deleting = stage.directory.delete(WORKSPACE, id);
    const asking = stage.directory.open(WORKSPACE, id);
    expect(await deleting).toBe(true);
    const [woken, asked] = await Promise.all([waking, asking]);
    for (const session of [woken, asked]) {
      if (session === undefined || session === "ended") continue;
      const ear = stage.join(session);
      expect(ear.closed?.code).toBe(4404);
    }
    expect(stage.directory.count).toBe(0);
    expect(await stage.directory.open(WORKSPACE, id)).toBeUndefined();
  });

  test("R25 at the stop a reply that runs is finished and stored; then the connections close with 1012", async () => {
    const stage = openStage();
    const id = await stage.create();
    const session = await stage.wake(id);
    const ear = stage.join(session);
    const call = stage.model.expect();
    stage.say(session, "Hello?");
    call.text("Hi ");
    await turnOfTheLoop();
    const closing = stage.directory.close(10_000);
    await turnOfTheLoop();
    expect(ear.closed).toBeUndefined();
    await expect(stage.directory.open(WORKSPACE, "c0")).rejects.toMatchObject({ code: "closed" });
    call.text("there.").finish();
    await closing;
    expect(ear.of("conversation.turn.completed")[0]?.properties.outcome).toBe("completed");
    expect(ear.closed?.code).toBe(1012);
    expect(stage.directory.count).toBe(0);
  });

  test("R25 a reply that does not end in time is kept as far as it was said", async () => {
    const stage = openStage();
    const id = await stage.create();
    const session = await stage.wake(id);
    const ear = stage.join(session);
    const call = stage.model.expect();
    stage.say(session, "Hello?");
    call.text("Once upon");
    await turnOfTheLoop();
    const closing = stage.directory.close(10_000);
    await turnOfTheLoop();
    await stage.pass(10_000);
    await closing;
    expect(ear.of("conversation.turn.completed")[0]?.properties.outcome).toBe("interrupted");
    expect(ear.closed?.code).toBe(1012);
    expect(call.state).toBe("cancelled");
    const record = await stage.directory.record(WORKSPACE, id);
    expect(record?.transcript.map((line) => line["content"])).toEqual(["Hello?", "Once upon"]);
  });

  test("R25 a store that is silent at the stop holds it up no longer than the grace and a second", async () => {
    const stage = openStage();
    const session = await stage.wake(await stage.create());
    stage.join(session);
    stage.store.hold();
    stage.model.reply("Hi.");
    stage.say(session, "Hello?");
    await turnOfTheLoop();
    const closing = stage.directory.close(10_000);
    await turnOfTheLoop();
    await stage.pass(10_000);
    await stage.pass(1000);
    await closing;
    expect(stage.directory.count).toBe(0);
  });
});

describe("interactions over REST", () => {
  test("L23 an interaction wakes the conversation and reaches everyone who listens", async () => {
    const stage = openStage();
    const id = await stage.create();
    const ear = stage.join(await stage.wake(id));
    stage.model.reply("Hi.");
    expect(await stage.directory.interact(WORKSPACE, id, respond)).toEqual({ ok: true });
    await turnOfTheLoop();
    expect(ear.heard).toBe("Hi.");
    expect(ear.of("conversation.turn.completed")[0]?.properties.end_of_turn_reason).toBe("respond");
    expect(await stage.directory.interact(WORKSPACE, "c0", respond)).toEqual({ ok: false, reason: "unknown" });
  });

  test("L23 what the conversation cannot follow is refused with the reason", async () => {
    const stage = openStage();
    const id = await stage.create();
    const frame = frameOf("conversation.sensitivity", { participant_pause_sensitivity: "low" });
    expect(await stage.directory.interact(WORKSPACE, id, frame)).toEqual({
      ok: false,
      reason: "refused",
      message: expect.stringContaining("set it in the persona"),
    });
  });

  test("L23 with nobody connected the turn is held and stored", async () => {
    const stage = openStage();
    const id = await stage.create();
    stage.model.reply("Hi.");
    await stage.directory.interact(WORKSPACE, id, respond);
    await turnOfTheLoop();
    const record = await stage.directory.record(WORKSPACE, id);
    expect(record?.transcript.map((line) => line["content"])).toEqual(["Hello?", "Hi."]);
  });
});
