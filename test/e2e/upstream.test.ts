import { afterAll, beforeAll, expect, test } from "vitest";
import { startEndpoint, type Endpoint } from "../../bench/endpoint/endpoint.ts";
import type { FaultName } from "../../bench/endpoint/fault.ts";
import { openDetour } from "./testing/detour.ts";
import { startServer, type TestServer } from "./testing/running-server.ts";
import { createFolder, type Folder } from "./testing/server-process.ts";

let folder: Folder;
let server: TestServer;
let healthy: Endpoint;

beforeAll(async () => {
  folder = createFolder();
  [server, healthy] = await Promise.all([startServer({ folder: folder.path }), startEndpoint({ rate: 0 })]);
}, 30_000);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await healthy[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** What each fault of an upstream is to a client: the code, and the status where there is one. */
const faults: readonly [fault: FaultName, code: string, status?: number][] = [
  ["401", "model_unauthorized", 401],
  ["echo-key", "model_unauthorized", 401],
  ["404", "model_not_found", 404],
  ["429", "model_rate_limited", 429],
  ["503", "model_failed", 503],
  ["html", "model_not_a_stream", 200],
  ["redirect", "model_not_found", 308],
  ["reset-before-headers", "model_unreachable"],
  ["empty", "model_truncated"],
  ["reset-midway", "model_truncated"],
  ["close-midway", "model_truncated"],
  ["malformed-chunk", "model_malformed"],
  ["error-in-stream", "model_failed"],
  ["stall-midway", "model_stalled"],
];

test.concurrent.each(faults)(
  "L21 an upstream that does `%s`: the turn fails with %s, the next one works",
  async (fault, code, status) => {
    await using ill = await startEndpoint({ rate: 0, fault });
    await using detour = await openDetour(ill.url);
    const { id } = await server.converse({ model: "bench", base_url: detour.url, api_key: "sk-hush-hush" });
    const live = server.dial(id);
    live.socket.once("open", () => live.send("conversation.user.turn_end", { text: "Is anybody there?" }));
    const completed = await live.until("conversation.turn.completed");
    expect(completed.properties.outcome).toBe("failed");
    const [error, ...more] = live.of("conversation.error");
    expect(more).toEqual([]);
    expect(error?.turn_idx).toBe(1);
    expect(error?.properties.code).toBe(code);
    if (status !== undefined && status !== 200) expect(error?.properties.status).toBe(status);
    expect(`${error?.properties.upstream} ${error?.properties.message}`).toContain("bench");
    expect(JSON.stringify(live.frames)).not.toContain("hush");
    detour.lead(healthy.url);
    live.send("conversation.user.turn_end", { text: "And now?" });
    const next = await live.until("conversation.turn.completed", (frame) => frame.turn_idx === 2);
    expect(next.properties.outcome).toBe("completed");
    const { lines } = await server.verbose(id);
    expect(lines[0]).toBe("user: Is anybody there?");
    expect(lines.filter((line) => line.startsWith("user:"))).toEqual(["user: Is anybody there?", "user: And now?"]);
    live.close();
  },
  30_000,
);

test("L21 a server that is not there is told with its address, and what to check", async () => {
  const gone = await startEndpoint();
  await gone[Symbol.asyncDispose]();
  const { id } = await server.converse({ model: "bench", base_url: gone.url });
  const live = server.dial(id);
  live.socket.once("open", () => live.send("conversation.user.turn_end", { text: "Is anybody there?" }));
  const error = await live.until("conversation.error");
  expect(error.properties.code).toBe("model_unreachable");
  expect(error.properties.message).toContain(new URL(gone.url).host);
  expect((await live.until("conversation.turn.completed")).properties.outcome).toBe("failed");
  live.close();
}, 30_000);

test("R21 L9 a key that was sealed with another secret: whoever dials is told so, and the conversation can be ended", async () => {
  using elsewhere = createFolder();
  let id: string;
  {
    await using first = await startServer({ folder: elsewhere.path, env: { REPARTEE_SECRET: "one" } });
    ({ id } = await first.converse({ model: "bench", base_url: healthy.url, api_key: "sk-hush-hush" }));
    first.command.signal("SIGTERM");
    expect((await first.command.result).code).toBe(0);
  }
  await using second = await startServer({ folder: elsewhere.path, env: { REPARTEE_SECRET: "another" } });
  const live = second.dial(id);
  const closed = await live.closed;
  expect(closed.code).toBe(1011);
  expect(closed.reason).toContain("another secret");
  expect(live.of("conversation.error")[0]?.properties).toMatchObject({
    code: "model_bad_request",
    message: expect.stringContaining("REPARTEE_SECRET"),
  });
  expect((await second.ask(`POST /v2/conversations/${id}/end`)).status).toBe(200);
}, 30_000);
