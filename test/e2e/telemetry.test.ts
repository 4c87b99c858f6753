import { afterAll, beforeAll, expect, test } from "vitest";
import { startEndpoint, type Endpoint, type EndpointEvent } from "../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../bench/endpoint/reply.ts";
import { openCollector, type Collector } from "../../packages/server/src/telemetry/testing/collector.ts";
import { API_KEY } from "./testing/live-socket.ts";
import { startServer, type TestServer } from "./testing/running-server.ts";
import { createFolder, type Folder } from "./testing/server-process.ts";

// The real process between a real upstream and a collector of the test's own. The rules are those of docs/spec/telemetry.md.

let folder: Folder;
let server: TestServer;
let ill: Endpoint;
let upstream: Endpoint;
let collector: Collector;
const seen: EndpointEvent[] = [];

beforeAll(async () => {
  folder = createFolder();
  collector = await openCollector();
  const replies = createReplies(["One two three."]);
  [ill, upstream] = await Promise.all([
    startEndpoint({ rate: 0, fault: "503" }),
    startEndpoint({ rate: 0, replies, observe: (event) => void seen.push(event) }),
  ]);
  const models = {
    "tavus-llama-4": {
      price: { in: 1, cached: 0.1, out: 3 },
      upstreams: [
        { base_url: ill.url, model: "ill" },
        { base_url: upstream.url, model: "bench" },
      ],
    },
  };
  const config = folder.write("repartee.config.json", JSON.stringify({ models }));
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "50" };
  server = await startServer({ folder: folder.path, args: ["--config", config], env });
}, 30_000);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await ill[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
  await collector[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function readMetrics(): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${API_KEY}` } });
  const lines = (await response.text()).split("\n").filter((line) => line.startsWith("repartee_"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

test("TM1 TM3 TM5 TM7 TM11 TM12 TM15 a turn with a fallback: its usage, its numbers and its trace agree", async () => {
  const { id } = await server.converse({ model: "tavus-llama-4" });
  const live = server.dial(id);
  live.socket.once("open", () => live.send("conversation.user.turn_end", { text: "Count for me, orchid." }));
  const completed = await live.until("conversation.turn.completed");
  const { tokens, cost, outcome } = completed.properties;
  expect(outcome).toBe("completed");

  const { body } = await server.ask(`GET /v2/conversations/${id}?verbose=true`);
  expect(body["usage"]).toMatchObject({ turns: 1, tokens, cost });

  const metrics = await readMetrics();
  const [first, second] = [ill, upstream].map((one) => new URL(one.url).host);
  const model = 'model="tavus-llama-4"';
  expect(metrics.get("repartee_connections")).toBe(1);
  expect(metrics.get("repartee_conversations_running")).toBe(1);
  expect(metrics.get('repartee_turns_total{outcome="completed"}')).toBe(1);
  expect(metrics.get(`repartee_tokens_total{${model},use="reply",kind="out"}`)).toBe(tokens.out);
  expect(metrics.get(`repartee_cost_total{${model},use="reply"}`)).toBe(cost);
  expect(metrics.get(`repartee_model_requests_total{${model},upstream="${first}",outcome="upstream-error"}`)).toBe(1);
  expect(metrics.get(`repartee_model_requests_total{${model},upstream="${second}",outcome="finished"}`)).toBe(1);
  expect(metrics.get(`repartee_model_first_token_seconds_count{${model},upstream="${second}"}`)).toBe(1);
  expect(metrics.get("repartee_store_append_seconds_count")).toBeGreaterThan(1);

  live.close();
  const [turn, chat] = await Promise.all([arrived("invoke_agent", id), arrived("chat ", id)]);
  expect(chat.parentSpanId).toBe(turn.spanId);
  expect(turn.attributes).toMatchObject({ "repartee.turn.outcome": "completed", "repartee.cost": cost });
  expect(chat.attributes).toMatchObject({
    "gen_ai.response.model": "bench",
    "gen_ai.usage.output_tokens": tokens.out,
    "server.port": Number(new URL(upstream.url).port),
  });
  // The request that warms a local model belongs to no turn.
  const sent = seen.flatMap((event) => (event.type === "request" ? [event.headers["traceparent"]] : []));
  expect(sent).toContain(`00-${chat.traceId}-${chat.spanId}-01`);
  expect(collector.text).not.toContain("orchid");
}, 30_000);

/** Spans are sent some time after their end. */
async function arrived(begin: string, conversationId: string): Promise<Collector["spans"][number]> {
  for (;;) {
    const found = collector.spans.find(
      ({ name, attributes }) => name.startsWith(begin) && attributes["gen_ai.conversation.id"] === conversationId,
    );
    if (found !== undefined) return found;
    await new Promise((done) => setImmediate(done));
  }
}

test("TM5 TM15 a request of /v1 is counted by its status, and stands within the trace of its caller", async () => {
  const traceId = "c".repeat(32);
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${API_KEY}`,
      "conversation-id": "talk-1",
      traceparent: `00-${traceId}-${"d".repeat(16)}-01`,
    },
    body: JSON.stringify({ model: "tavus-llama-4", messages: [{ role: "user", content: "Hello" }] }),
  });
  const { usage } = (await response.json()) as { usage: { completion_tokens: number } };
  expect((await fetch(`${server.url}/v1/models`)).status).toBe(401);
  const chat = await arrived("chat ", "talk-1");
  expect(chat).toMatchObject({ traceId, parentSpanId: "d".repeat(16) });
  const metrics = await readMetrics();
  expect(metrics.get('repartee_v1_requests_total{route="chat/completions",status="200"}')).toBe(1);
  expect(metrics.get('repartee_v1_requests_total{route="models",status="401"}')).toBe(1);
  const out = metrics.get('repartee_tokens_total{model="tavus-llama-4",use="v1",kind="out"}');
  expect(out).toBe(usage.completion_tokens);
}, 30_000);
