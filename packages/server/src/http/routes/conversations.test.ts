import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { STOCK, openTestApp, textAt } from "../testing/test-app.ts";

describe("/v2/conversations", () => {
  test("C1 C2 starting one answers 200 with where to meet it", async () => {
    const { ask } = await openTestApp({ publicUrl: "https://talk.example" });
    const body = { conversation_name: "First", callback_url: "https://me.example/hook" };
    const created = await ask("POST /v2/conversations", body, { host: "talk.example" });
    const id = textAt(created.body, "conversation_id");
    expect(id).toMatch(/^c[0-9a-f]{16}$/);
    expect(created).toMatchObject({ status: 200 });
    expect(created.body).toEqual({
      conversation_id: id,
      conversation_name: "First",
      conversation_url: `https://talk.example/c/${id}`,
      status: "active",
      callback_url: "https://me.example/hook",
      created_at: "2026-11-20T00:00:00.000Z",
    });
  });

  test("C1 C3 no body at all starts one with the stock persona", async () => {
    const { ask } = await openTestApp();
    const id = textAt((await ask("POST /v2/conversations")).body, "conversation_id");
    expect((await ask(`GET /v2/conversations/${id}`)).body).toMatchObject({
      persona_id: STOCK,
      conversation_name: null,
    });
  });

  test("C3 it belongs to the persona that it names, in either word", async () => {
    const { ask } = await openTestApp();
    const persona = textAt((await ask("POST /v2/personas", { system_prompt: "x" })).body, "persona_id");
    const old = await ask("POST /v2/conversations", { persona_id: persona, replica_id: "r1" });
    const newer = await ask("POST /v2/conversations", { pal_id: persona, face_id: "r2" });
    expect((await ask(`GET /v2/conversations/${textAt(old.body, "conversation_id")}`)).body).toMatchObject({
      persona_id: persona,
      replica_id: "r1",
    });
    expect((await ask(`GET /v2/conversations/${textAt(newer.body, "conversation_id")}`)).body).toMatchObject({
      persona_id: persona,
      replica_id: "r2",
      pal_id: persona,
      face_id: "r2",
    });
  });

  test("C3 an unknown persona is a 400", async () => {
    const { ask } = await openTestApp();
    expect(await ask("POST /v2/conversations", { persona_id: "p404" })).toMatchObject({
      status: 400,
      body: { error: "Invalid persona_id" },
    });
  });

  test.each<[object, number]>([
    [{ require_auth: true }, 300],
    [{ properties: { require_auth: "true", participant_absent_timeout: 60 } }, 60],
  ])("C4 %j brings a meeting token that lasts %d seconds", async (body, seconds) => {
    const { ask, meetingTokens, clock } = await openTestApp();
    const created = await ask("POST /v2/conversations", JSON.stringify(body));
    const token = textAt(created.body, "meeting_token");
    const conversationId = textAt(created.body, "conversation_id");
    expect(decodeProtectedHeader(token)).toEqual({ alg: "HS256" });
    expect(decodeJwt(token)).toEqual({
      conversation_id: conversationId,
      workspace_id: "default",
      exp: clock.wall().getTime() / 1000 + seconds,
    });
    expect(await meetingTokens.verify(token)).toEqual({ conversationId, workspaceId: "default" });
  });

  test("C5 in test mode it has ended at once", async () => {
    const { ask, conversations } = await openTestApp();
    const created = await ask("POST /v2/conversations", { test_mode: "true" });
    expect(created.body).toMatchObject({ status: "ended" });
    expect(conversations.endings).toEqual(["test_mode"]);
    expect((await ask(`GET /v2/conversations/${textAt(created.body, "conversation_id")}`)).body).toMatchObject({
      status: "ended",
    });
  });

  test.each<[object, string]>([
    [{ conversation_name: 1 }, "conversation_name: expected a string, got a number"],
    [{ callback_url: "me" }, "callback_url: expected an http:// or https:// URL"],
    [{ max_participants: 1 }, "max_participants: expected a number of at least 2"],
    [{ properties: { max_call_duration: "long" } }, "properties.max_call_duration: expected a number, got a string"],
    [
      { properties: { max_call_duration: 1.5 } },
      "properties.max_call_duration: expected a whole number, got a fraction",
    ],
    [{ audio_only: "yes" }, "audio_only: expected a boolean, got a string"],
  ])("C6 D9 a wrong field is refused by its name: %j", async (body, what) => {
    const { ask } = await openTestApp();
    expect(await ask("POST /v2/conversations", JSON.stringify(body))).toMatchObject({
      status: 400,
      body: { error: what, message: what },
    });
  });

  test("C6 unknown fields are kept with it, a key that has no effect here is not", async () => {
    const { ask, store } = await openTestApp();
    const body = { later: { a: [1] }, layers: { llm: { api_key: "sk-secret" } } };
    const id = textAt((await ask("POST /v2/conversations", body)).body, "conversation_id");
    const row = await store.conversations.get("default", id);
    expect(row?.body).toMatchObject({ later: { a: [1] } });
    expect(JSON.stringify(row)).not.toContain("sk-secret");
  });

  test("C7 D13 the list has the keys of the single one, and can be narrowed by status", async () => {
    const { ask } = await openTestApp();
    const first = textAt((await ask("POST /v2/conversations")).body, "conversation_id");
    const second = textAt((await ask("POST /v2/conversations", { test_mode: true })).body, "conversation_id");
    const [one, other] = await Promise.all(
      [first, second].map(async (id) => (await ask(`GET /v2/conversations/${id}`)).body),
    );
    expect((await ask("GET /v2/conversations")).body).toEqual({ data: [other, one], total_count: 2 });
    expect((await ask("GET /v2/conversations?status=active")).body).toEqual({ data: [one], total_count: 1 });
    expect(Object.keys(one as object)).toEqual([
      "conversation_id",
      "conversation_name",
      "conversation_url",
      "status",
      "callback_url",
      "created_at",
      "replica_id",
      "persona_id",
      "updated_at",
    ]);
  });

  test("C8 verbose adds what happened, and why it ended once it has", async () => {
    const { ask } = await openTestApp();
    const id = textAt((await ask("POST /v2/conversations")).body, "conversation_id");
    const running = (await ask(`GET /v2/conversations/${id}?verbose=true`)).body;
    expect(running).toMatchObject({ events: [{ event_type: "test.created" }], transcript: [] });
    expect(running).toMatchObject({ usage: { turns: 0, tokens: { in: 0, wasted_in: 0 }, cost: null } });
    expect(running).not.toHaveProperty("shutdown_reason");
    await ask(`POST /v2/conversations/${id}/end`);
    const ended = (await ask(`GET /v2/conversations/${id}?verbose=true`)).body;
    expect(ended).toMatchObject({ status: "ended", shutdown_reason: "end_conversation_endpoint_hit" });
    expect((await ask(`GET /v2/conversations/${id}`)).body).not.toHaveProperty("events");
  });

  test("C9 ending it answers 200 without a body, the second time too", async () => {
    const { ask, conversations } = await openTestApp();
    const id = textAt((await ask("POST /v2/conversations")).body, "conversation_id");
    expect(await ask(`POST /v2/conversations/${id}/end`)).toMatchObject({ status: 200, text: "" });
    expect(await ask(`POST /v2/conversations/${id}/end`)).toMatchObject({ status: 200, text: "" });
    expect(conversations.endings).toEqual(["end_conversation_endpoint_hit"]);
  });

  test("C10 deleting answers 204, and it is unknown from then on", async () => {
    const { ask } = await openTestApp();
    const id = textAt((await ask("POST /v2/conversations")).body, "conversation_id");
    expect(await ask(`DELETE /v2/conversations/${id}?hard=true`)).toMatchObject({ status: 204, text: "" });
    expect(await ask(`GET /v2/conversations/${id}`)).toMatchObject({ status: 400 });
  });

  test.each(["GET /v2/conversations/c404", "POST /v2/conversations/c404/end", "DELETE /v2/conversations/c404"])(
    "C11 %s is a 400",
    async (line) => {
      const { ask } = await openTestApp();
      expect(await ask(line)).toMatchObject({ status: 400, body: { error: "Invalid conversation_id" } });
    },
  );
});

describe("/v2/interactions", () => {
  const respond = (conversationId: string, text = "Hello") => ({
    message_type: "conversation",
    event_type: "conversation.respond",
    conversation_id: conversationId,
    properties: { text },
  });

  test("I1 a frame is posted into its conversation", async () => {
    const { ask, conversations } = await openTestApp();
    const id = textAt((await ask("POST /v2/conversations")).body, "conversation_id");
    expect(await ask("POST /v2/interactions", respond(id))).toMatchObject({
      status: 200,
      body: { status: "accepted" },
    });
    expect(conversations.frames).toEqual([{ conversationId: id, frame: respond(id) }]);
  });

  test("I2 what the live channel would refuse is a 400 that says the same", async () => {
    const { ask } = await openTestApp();
    const id = textAt((await ask("POST /v2/conversations")).body, "conversation_id");
    const wrong = await ask("POST /v2/interactions", { ...respond(id), properties: { text: 7 } });
    expect(wrong.status).toBe(400);
    expect(textAt(wrong.body, "error")).toContain("properties.text");
    expect(await ask("POST /v2/interactions", "{")).toMatchObject({ status: 400 });
  });

  test("I2 the conversation must be named", async () => {
    const { ask } = await openTestApp();
    const body = { event_type: "conversation.interrupt" };
    expect(await ask("POST /v2/interactions", body)).toMatchObject({
      status: 400,
      body: { error: "conversation_id: is required" },
    });
  });

  test("I3 an unknown conversation and one that has ended are 400", async () => {
    const { ask } = await openTestApp();
    expect(await ask("POST /v2/interactions", respond("c404"))).toMatchObject({
      status: 400,
      body: { error: "Invalid conversation_id" },
    });
    const id = textAt((await ask("POST /v2/conversations", { test_mode: true })).body, "conversation_id");
    expect(await ask("POST /v2/interactions", respond(id))).toMatchObject({
      status: 400,
      body: { error: `conversation_id: ${id} has ended and takes no more events` },
    });
  });

  test("D5 a frame larger than the live channel takes is a 413", async () => {
    const { ask } = await openTestApp();
    expect(await ask("POST /v2/interactions", respond("c1", "x".repeat(300_000)))).toMatchObject({ status: 413 });
  });
});
