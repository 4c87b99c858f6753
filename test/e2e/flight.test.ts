import { createClient } from "@repartee/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEndpoint, type Endpoint } from "../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../bench/endpoint/reply.ts";
import { API_KEY } from "./testing/live-socket.ts";
import { startServer, type ServerOptions, type TestServer } from "./testing/running-server.ts";
import { createFolder, type Folder } from "./testing/server-process.ts";

// The real process before a real upstream. The rules are those of docs/spec/flight.md.

let folder: Folder;
let server: TestServer;
let upstream: Endpoint;
const sent: string[] = [];

function options(): ServerOptions {
  return { folder: folder.path, env: { REPARTEE_DETECT: "off" } };
}

beforeAll(async () => {
  folder = createFolder();
  const replies = createReplies(["I am Mara, and I am glad that you ask."]);
  upstream = await startEndpoint({
    rate: 0,
    replies,
    observe: (event) => void (event.type === "request" && sent.push(event.body)),
  });
  server = await startServer(options());
}, 30_000);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const read = (id: string, turnIdx: number) =>
  createClient({ baseUrl: server.url, apiKey: API_KEY }).conversations.getTurn(id, turnIdx);

test("FR1 FR5 FR6 FR10 FR11 FR12 a turn tells what was sent and what was waited for, also when the server was killed since", async () => {
  const llm = { model: "mine", base_url: upstream.url, api_key: "sk-orchid", headers: { "x-token": "tulip" } };
  const { id } = await server.converse(llm);
  const live = server.dial(id);
  live.socket.once("open", () => {
    live.send("conversation.user.transcript", { text: "who are", final: false });
    live.send("conversation.user.turn_end", { text: "who are you" });
  });
  const { properties } = await live.until("conversation.turn.completed");
  live.close();

  const turn = await read(id, properties.turn_idx);
  expect(turn).toMatchObject({ outcome: "completed", transcript: "who are you", missing: [] });
  expect(turn.numbers?.gap_ms).toBe(properties.gap_ms);
  expect(turn.segments.reduce((sum, { from_ms, to_ms }) => sum + to_ms - from_ms, 0)).toBe(properties.gap_ms);
  const reply = turn.drafts.find(({ fate }) => fate === "adopted" || fate === "answered");
  expect(reply).toMatchObject({ upstream: { via: new URL(upstream.url).host }, text: expect.stringContaining("Mara") });
  const bodies = sent.map((body) => JSON.parse(body) as { readonly messages: unknown });
  expect(bodies.map(({ messages }) => messages)).toContainEqual(reply?.messages);

  await expect(read(id, 99)).rejects.toMatchObject({ status: 404 });
  await server[Symbol.asyncDispose]();
  server = await startServer(options());

  const later = await read(id, properties.turn_idx);
  expect(later).toMatchObject({ clock: turn.clock, segments: turn.segments, numbers: turn.numbers });
  expect(later.drafts.map(({ messages }) => messages)).toEqual(turn.drafts.map(() => null));
  expect(later.missing).toEqual([expect.stringContaining("held in memory")]);
  expect(JSON.stringify([turn, later])).not.toMatch(/orchid|tulip/);
}, 30_000);
