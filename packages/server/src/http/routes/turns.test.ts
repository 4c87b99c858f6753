import { expect, test } from "vitest";
import { openTestApp, textAt, type TestApp } from "../testing/test-app.ts";

async function openTurns(): Promise<TestApp & { readonly path: string }> {
  const app = await openTestApp();
  const id = textAt((await app.ask("POST /v2/conversations")).body, "conversation_id");
  return { ...app, path: `/v2/conversations/${id}/turns` };
}

test("FR11 a turn is answered as the conversation tells it", async () => {
  const { ask, conversations, path } = await openTurns();
  const turn = { turn_idx: 2, outcome: "completed", drafts: [], missing: [] };
  conversations.turns.set(2, turn);
  expect(await ask(`GET ${path}/2`)).toMatchObject({ status: 200, body: turn });
});

test("FR11 a turn that is not there is a 404 that tells the newest", async () => {
  const { ask, conversations, path } = await openTurns();
  const none = "turn_idx: this conversation has no turn 1: no turn of it has been committed yet";
  expect(await ask(`GET ${path}/1`)).toMatchObject({ status: 404, body: { error: none, message: none } });
  conversations.turns.set(2, {});
  const later = "turn_idx: this conversation has no turn 9: its newest is 2, and this one is not there yet";
  expect(await ask(`GET ${path}/9`)).toMatchObject({ status: 404, body: { error: later } });
  const before = "turn_idx: this conversation has no turn 0: turns are counted from 1, its newest is 2";
  expect(await ask(`GET ${path}/0`)).toMatchObject({ status: 404, body: { error: before } });
});

test("FR11 an unknown conversation, a number that is none, and a caller without a key are refused", async () => {
  const { ask, path } = await openTurns();
  expect(await ask("GET /v2/conversations/c404/turns/1")).toMatchObject({
    status: 400,
    body: { error: "Invalid conversation_id" },
  });
  expect(await ask(`GET ${path}/first`)).toMatchObject({
    status: 400,
    body: { error: "turn_idx: expected a whole number" },
  });
  expect(await ask(`GET ${path}/1`, undefined, { "x-api-key": "rp_no" })).toMatchObject({ status: 401 });
});
