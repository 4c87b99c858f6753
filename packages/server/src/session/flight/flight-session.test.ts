import { expect, test } from "vitest";
import type { JsonObject } from "../../ports/store.ts";
import { turnOfTheLoop } from "../testing/held-store.ts";
import { openStage, WORKSPACE, type SessionStage } from "../testing/session-stage.ts";

async function turnOf(stage: SessionStage, id: string, turnIdx = 1): Promise<JsonObject> {
  const found = await stage.directory.turn(WORKSPACE, id, turnIdx);
  if (!found.ok) throw new Error(`no turn ${turnIdx}: ${found.reason}`);
  return found.turn;
}

const secrets = { apiKey: "sk-orchid", headers: { authorization: "Bearer tulip" }, defaultQuery: { token: "violet" } };

async function talk(): Promise<{ readonly stage: SessionStage; readonly id: string }> {
  const upstream = { ...secrets, baseUrl: "https://model.example/v1" };
  const stage = openStage({ upstream, persona: { system_prompt: "You are Mara.", api_key: "sk-rose" } });
  const id = await stage.create();
  const session = await stage.wake(id);
  stage.join(session);
  const call = stage.model.expect();
  stage.say(session, "Who are you?");
  await stage.pass(250);
  call.release({ type: "served", name: "scripted", model: "m", via: "model.example:443" }).text("I am Mara.").finish();
  await turnOfTheLoop();
  return { stage, id };
}

test("FR1 FR6 a running conversation tells what was sent, and what the user waited for", async () => {
  const { stage, id } = await talk();
  const [request] = stage.model.requests;
  expect(await turnOf(stage, id)).toMatchObject({
    outcome: "completed",
    transcript: "Who are you?",
    segments: [{ name: "model", from_ms: 0, to_ms: 250 }],
    drafts: [{ fate: "answered", upstream: { via: "model.example:443" }, messages: request?.messages }],
    numbers: { gap_ms: 250 },
    missing: [],
  });
});

test("FR10 another process tells the turn from the store, and wakes nobody", async () => {
  const { stage, id } = await talk();
  const before = await turnOf(stage, id);
  const later = stage.another();
  const after = await turnOf(later, id);
  expect(later.directory.count).toBe(0);
  expect(after).toMatchObject({
    outcome: before["outcome"],
    clock: before["clock"],
    segments: before["segments"],
    numbers: before["numbers"],
    drafts: [{ fate: "answered", messages: null }],
    missing: [expect.stringContaining("held in memory")],
  });
});

test("FR11 a turn and a conversation that are not there are told apart", async () => {
  const { stage, id } = await talk();
  expect(await stage.directory.turn(WORKSPACE, id, 7)).toEqual({ ok: false, reason: "no-turn", newest: 1 });
  expect(await stage.directory.turn(WORKSPACE, "c404", 1)).toEqual({ ok: false, reason: "unknown" });
});

test("FR12 no key, header or address with a secret stands in a record, held or stored", async () => {
  const { stage, id } = await talk();
  const told = JSON.stringify([
    await turnOf(stage, id),
    await turnOf(stage.another(), id),
    (await stage.store.events(WORKSPACE, id, 0)).filter(({ type }) => type === "reply"),
  ]);
  expect(told).not.toMatch(/orchid|tulip|violet|rose/);
  expect(told).toContain("I am Mara.");
});
