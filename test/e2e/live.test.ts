import { connect } from "node:net";
import { createClient, createConversationView, foldConversation } from "@repartee/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEndpoint, type Endpoint } from "../../bench/endpoint/endpoint.ts";
import { API_KEY } from "./testing/live-socket.ts";
import { startServer, type TestServer } from "./testing/running-server.ts";
import { createFolder, type Folder } from "./testing/server-process.ts";

let folder: Folder;
let server: TestServer;
let endpoint: Endpoint;
let llm: { model: string; base_url: string };

beforeAll(async () => {
  folder = createFolder();
  [server, endpoint] = await Promise.all([startServer({ folder: folder.path }), startEndpoint({ rate: 0 })]);
  llm = { model: "bench", base_url: endpoint.url };
}, 30_000);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

describe("who may come in", { timeout: 30_000 }, () => {
  test.each([
    ["no key", {}],
    ["a wrong key", { "x-api-key": "rp_wrong" }],
  ])("L2 with %s a plain client is answered 401", async (_what, headers) => {
    const { id } = await server.converse(llm);
    expect(await server.dial(id, { headers }).refused).toEqual({
      status: 401,
      body: '{"message":"Invalid access token"}',
    });
  });

  test("L2 a WebSocket of the Fetch standard cannot read a status: it is closed with 4401", async () => {
    const { id } = await server.converse(llm);
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/v2/conversations/${id}/live`);
    const closed = await new Promise<CloseEvent>((done) => socket.addEventListener("close", done));
    expect([closed.code, closed.reason]).toEqual([4401, "Invalid access token"]);
  });

  test("L2 a meeting token opens its own conversation and no other", async () => {
    const mine = await server.converse(llm, { require_auth: true });
    const other = await server.converse(llm);
    expect(mine.token).toBeDefined();
    const query = `turns=client&t=${mine.token}`;
    const inside = server.dial(mine.id, { query, headers: {} });
    expect((await inside.until("system.hello")).conversation_id).toBe(mine.id);
    inside.close();
    expect((await server.dial(other.id, { query, headers: {} }).refused).status).toBe(401);
  });

  test("L3 a page of another origin is refused, even with the key", async () => {
    const { id } = await server.converse(llm);
    const origin = { "x-api-key": API_KEY, origin: "https://evil.example" };
    expect((await server.dial(id, { headers: origin }).closed).code).toBe(1008);
  });

  test("L3 a name that is not this server's is refused: a page may have pointed it here", async () => {
    const { id } = await server.converse(llm);
    const refused = await server.dial(id, { headers: { "x-api-key": API_KEY, host: "evil.example" } }).refused;
    expect(refused.status).toBe(421);
    expect(refused.body).toContain("evil.example");
  });

  test("L5 an unknown conversation is closed with 4404, an ended one with 4410", async () => {
    expect((await server.dial("c0000000000000000").closed).code).toBe(4404);
    const { id } = await server.converse(llm);
    const live = server.dial(id);
    await live.until("system.hello");
    expect((await server.ask(`POST /v2/conversations/${id}/end`)).status).toBe(200);
    expect((await live.until("system.shutdown")).properties.reason).toBe("end_conversation_endpoint_hit");
    expect((await live.closed).code).toBe(1000);
    expect((await server.dial(id).closed).code).toBe(4410);
  });

  test("L4 a query that cannot be honoured is refused, by name", async () => {
    const { id } = await server.converse(llm);
    const refused = await server.dial(id, { query: "turns=both" }).refused;
    expect(refused.status).toBe(400);
    expect(refused.body).toContain("turns");
  });

  test("L1 nothing else can be upgraded, and whatever stands in the first line is answered", async () => {
    const answers = await Promise.all(["/v2/personas", "http://[", "//x/y"].map((path) => upgradeRaw(path)));
    expect(answers.map((answer) => answer.split("\r\n")[0])).toEqual([
      "HTTP/1.1 404 Not Found",
      "HTTP/1.1 400 Bad Request",
      "HTTP/1.1 404 Not Found",
    ]);
  });

  test("L1 a request that offers an upgrade to HTTP/2 is answered as any other", async () => {
    const head = ["GET /healthz HTTP/1.1", `host: ${new URL(server.url).host}`, "connection: upgrade, close"];
    const answer = await sendRaw([...head, "upgrade: h2c", "http2-settings: AAMAAABkAAQAAP__"]);
    expect(answer.split("\r\n")[0]).toBe("HTTP/1.1 200 OK");
  });
});

function upgradeRaw(path: string): Promise<string> {
  return sendRaw([
    `GET ${path} HTTP/1.1`,
    `host: ${new URL(server.url).host}`,
    "connection: upgrade",
    "upgrade: websocket",
    "sec-websocket-version: 13",
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
  ]);
}

function sendRaw(lines: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    let answer = "";
    socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
    socket.on("end", () => done(answer));
    socket.on("error", fail);
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  });
}

describe("what comes in", { timeout: 30_000 }, () => {
  test("L11 what cannot be read is answered by name of the field, and the connection lives on", async () => {
    const { id } = await server.converse(llm);
    const live = server.dial(id);
    await live.until("system.hello");
    live.socket.send("{ not json");
    live.send("conversation.respnd", { text: "Hello?" });
    live.send("conversation.respond", { text: 7 });
    live.send("conversation.perception.frame", { source: "camera", image: "/9j/4AAQSkZJRg==" });
    await live.until("conversation.error", (frame) => frame.properties.code === "unsupported");
    const errors = live.of("conversation.error").map((frame) => frame.properties);
    expect(errors.map((error) => error.code)).toEqual(["bad_frame", "unknown_event", "bad_frame", "unsupported"]);
    expect(errors[1]?.message).toContain('did you mean "conversation.respond"');
    expect(errors[2]?.message).toContain("properties.text: expected a string, got a number");
    live.send("conversation.respond", { text: "Hello?" });
    expect((await live.until("conversation.turn.completed")).properties.outcome).toBe("completed");
    live.close();
  });

  test("L12 L13 a frame over 256 KiB closes with 1009, a binary one with 1003", async () => {
    const { id } = await server.converse(llm);
    const [large, binary] = [server.dial(id), server.dial(id)];
    await Promise.all([large.until("system.hello"), binary.until("system.hello")]);
    large.socket.send(JSON.stringify({ event_type: "conversation.respond", pad: "x".repeat(256 * 1024) }));
    binary.socket.send(Buffer.from([1, 2, 3]));
    expect((await large.closed).code).toBe(1009);
    expect((await binary.closed).code).toBe(1003);
  });

  test("L14 a client gone wild is told once and its frames are dropped; the others do not notice", async () => {
    const [wild, calm] = await Promise.all([server.converse(llm), server.converse(llm)]);
    const [noise, talk] = [server.dial(wild.id), server.dial(calm.id)];
    await Promise.all([noise.until("system.hello"), talk.until("system.hello")]);
    for (let count = 0; count < 5000; count += 1) noise.send("conversation.interrupt");
    talk.send("conversation.respond", { text: "Hello?" });
    await noise.until("conversation.error", (frame) => frame.properties.code === "rate_limited");
    await talk.until("conversation.turn.completed");
    noise.close();
    talk.close();
  });

  test("L23 an interaction over REST reaches the live channel", async () => {
    const { id } = await server.converse(llm);
    const live = server.dial(id);
    await live.until("system.hello");
    const sent = await server.ask("POST /v2/interactions", {
      message_type: "conversation",
      event_type: "conversation.respond",
      conversation_id: id,
      properties: { text: "Hello over there?" },
    });
    expect(sent.status).toBe(200);
    const completed = await live.until("conversation.turn.completed");
    expect(completed.properties.end_of_turn_reason).toBe("respond");
    live.close();
  });

  test("L31 deleting a conversation closes its connections with 4404", async () => {
    const { id } = await server.converse(llm);
    const live = server.dial(id);
    await live.until("system.hello");
    expect((await server.ask(`DELETE /v2/conversations/${id}`)).status).toBe(204);
    expect((await live.closed).code).toBe(4404);
  });
});

describe("the published client", { timeout: 30_000 }, () => {
  test("L6 L18 L24 it talks, loses its connection in the middle of a reply, and ends with the whole of it", async () => {
    await using slow = await startEndpoint({ rate: 40 });
    const { id } = await server.converse({ model: "bench", base_url: slow.url });
    const client = createClient({ baseUrl: server.url, apiKey: API_KEY });
    const first = client.connect(id, { turns: "client" });
    first.turnEnd("Tell me about the weather in a long sentence, please.");
    let view = createConversationView();
    let deltas = 0;
    for await (const frame of first) {
      view = foldConversation(view, frame);
      if (frame.event_type === "conversation.replica.delta" && (deltas += 1) === 3) break;
    }
    const gone = view.turns[0]?.reply.text ?? "";
    // More is said while nobody of this client listens.
    const other = server.dial(id);
    await other.until("conversation.replica.delta", (frame) => frame.properties.index > 5);
    const second = client.connect(id, { turns: "client", ...(first.seq === undefined ? {} : { afterSeq: first.seq }) });
    let recapped = "";
    for await (const frame of second) {
      view = foldConversation(view, frame);
      if (frame.event_type === "conversation.utterance.streaming") recapped = frame.properties.speech;
      if (frame.event_type === "conversation.turn.completed") break;
    }
    other.close();
    const [turn] = view.turns;
    const { lines } = await server.verbose(id);
    expect(recapped.startsWith(gone)).toBe(true);
    expect(recapped.length).toBeGreaterThan(gone.length);
    expect(lines).toEqual([
      "user: Tell me about the weather in a long sentence, please.",
      `assistant: ${turn?.reply.text}`,
    ]);
    expect(turn?.outcome).toBe("completed");
  });
});
