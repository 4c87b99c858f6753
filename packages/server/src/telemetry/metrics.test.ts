import type { Effect, Entry, TurnNumbers } from "@repartee/engine";
import * as prometheus from "prom-client";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../model/testing/manual-clock.ts";
import type { Upstream } from "../ports/model-client.ts";
import { StoreError } from "../ports/store.ts";
import { openMemoryStore } from "../store/memory-store.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createTelemetry } from "./open-telemetry.ts";
import { timeAppends } from "./timed-appends.ts";

const timeouts = { connectMs: 1, firstPartMs: 1, betweenPartsMs: 1 };
const hosted: Upstream = {
  name: "tavus-llama-4",
  kind: "openai",
  operator: true,
  model: "llama",
  baseUrl: "http://10.0.0.7:8000/v1",
  timeouts,
};
const { operator: _, ...brought } = { ...hosted, name: "my-secret-project", baseUrl: "https://llm.example.com/v1" };

/** The lines of our own metrics that are not zero, without their common beginning, and without buckets. */
async function linesOf(metrics: Metrics): Promise<readonly string[]> {
  const { text } = await metrics.read({ conversations: 0, connections: 0 });
  return text
    .split("\n")
    .filter((line) => line.startsWith("repartee_") && !line.includes("_bucket") && !line.endsWith(" 0"))
    .map((line) => line.replace("repartee_", ""));
}

const numbers: TurnNumbers = {
  turnIdx: 1,
  outcome: "completed",
  endOfTurnReason: "turn_end",
  lastWordAt: 0,
  endedAt: 0,
  releasedAt: 0,
  firstWordsAt: 0,
  gapMs: 250,
  headStartMs: 0,
  drafts: { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 },
  rung: undefined,
  tokens: { in: 100, cached: 60, out: 10, wasted: 4, wastedIn: 90 },
  cost: 0.5,
  context: undefined,
  calls: 1,
  tools: 0,
};

function record(entry: Entry): Effect {
  return { type: "record", entry };
}

function reply(own: Partial<TurnNumbers>): Effect {
  const all = { ...numbers, ...own };
  const said = { text: "", heard: "", outcome: all.outcome } as const;
  return record({ type: "reply", turnIdx: 1, draftId: "i1", purpose: "reply", ...said, numbers: all });
}

const about = { turnIdx: 1, draftId: "i1" } as const;

describe("TM5 what is counted, and when", () => {
  test.each<[what: string, effects: readonly Effect[], lines: readonly string[]]>([
    [
      "a turn that is over, with its tokens and its cost",
      [reply({})],
      [
        'turns_total{outcome="completed"} 1',
        'tokens_total{model="tavus-llama-4",use="reply",kind="in"} 100',
        'tokens_total{model="tavus-llama-4",use="reply",kind="cached"} 60',
        'tokens_total{model="tavus-llama-4",use="reply",kind="out"} 10',
        'tokens_total{model="tavus-llama-4",use="wasted",kind="in"} 90',
        'tokens_total{model="tavus-llama-4",use="wasted",kind="out"} 4',
        'cost_total{model="tavus-llama-4",use="reply"} 0.5',
        "turn_gap_seconds_sum 0.25",
        "turn_gap_seconds_count 1",
      ],
    ],
    [
      "drafts, by what became of them",
      [
        { type: "draft-start", ...about, reason: "pause", transcript: "" },
        { type: "draft-adopt", ...about, rung: "equal", headStartMs: 1 },
        { type: "draft-revoke", ...about, reason: "contradicted", tokens: 3 },
        { type: "draft-discard", ...about, reason: "turn_ended", tokens: 3 },
      ],
      [
        "drafts_started_total 1",
        'drafts_total{fate="adopted",reason="equal"} 1',
        'drafts_total{fate="revoked",reason="contradicted"} 1',
        'drafts_total{fate="discarded",reason="turn_ended"} 1',
      ],
    ],
    [
      "tool calls, by how they were answered",
      [
        record({ type: "tool-result", callId: "t1", output: "", status: "success" }),
        record({ type: "tool-result", callId: "t2", output: "", status: "error", expired: true }),
        record({ type: "tool-result", callId: "t3", output: "", status: "error" }),
      ],
      [
        'tool_calls_total{outcome="success"} 1',
        'tool_calls_total{outcome="expired"} 1',
        'tool_calls_total{outcome="error"} 1',
      ],
    ],
    [
      "summaries, beside the turns",
      [record({ type: "summary", turnIdx: 1, text: "", items: 1, turns: 1, tokens: { in: 7, cached: 0, out: 2 } })],
      [
        'tokens_total{model="tavus-llama-4",use="summary",kind="in"} 7',
        'tokens_total{model="tavus-llama-4",use="summary",kind="out"} 2',
      ],
    ],
  ])("%s", async (_what, effects, lines) => {
    const metrics = createMetrics(prometheus);
    for (const effect of effects) metrics.performed(effect, hosted);
    expect(await linesOf(metrics)).toEqual(lines);
  });

  test("words that were ready before the user's last one count as a gap of nothing", async () => {
    const metrics = createMetrics(prometheus);
    metrics.performed(reply({ gapMs: -300 }), hosted);
    const lines = await linesOf(metrics);
    expect(lines).toContain("turn_gap_seconds_count 1");
    expect(lines.filter((line) => line.startsWith("turn_gap_seconds_sum"))).toEqual([]);
  });

  test("the API of OpenAI by route and status, with the tokens of finished answers", async () => {
    const metrics = createMetrics(prometheus);
    metrics.answered("chat/completions", 200);
    metrics.answered("chat/completions", 499);
    metrics.spent({ upstream: hosted, usage: { in: 5, cached: 0, out: 1 }, cost: 0.25 });
    expect(await linesOf(metrics)).toEqual([
      'tokens_total{model="tavus-llama-4",use="v1",kind="in"} 5',
      'tokens_total{model="tavus-llama-4",use="v1",kind="out"} 1',
      'cost_total{model="tavus-llama-4",use="v1"} 0.25',
      'v1_requests_total{route="chat/completions",status="200"} 1',
      'v1_requests_total{route="chat/completions",status="499"} 1',
    ]);
  });

  test("what is true at the moment is asked at the moment, and the process tells of itself", async () => {
    const metrics = createMetrics(prometheus);
    const { text, contentType } = await metrics.read({ conversations: 3, connections: 5 });
    expect(contentType).toMatch(/^text\/plain; version=/);
    expect(text).toContain("\nrepartee_conversations_running 3\n");
    expect(text).toContain("\nrepartee_connections 5\n");
    expect(text).toContain("\nprocess_resident_memory_bytes ");
  });
});

describe("TM7 requests to upstreams", () => {
  test("each is counted once, by its first end; its first token once", async () => {
    const metrics = createMetrics(prometheus);
    const clock = new ManualClock();
    const watch = createTelemetry(metrics, { clock, traces: undefined }).attempt(hosted);
    clock.advance(200);
    watch.heard();
    clock.advance(200);
    watch.heard();
    watch.ended("stalled");
    watch.ended("left");
    watch.heard();
    const labels = 'model="tavus-llama-4",upstream="10.0.0.7:8000"';
    expect(await linesOf(metrics)).toEqual([
      `model_requests_total{${labels},outcome="stalled"} 1`,
      `model_first_token_seconds_sum{${labels}} 0.2`,
      `model_first_token_seconds_count{${labels}} 1`,
    ]);
  });
});

describe("TM6 labels are bounded", () => {
  test("models that personas bring are custom, whatever they are called and wherever they are", async () => {
    const metrics = createMetrics(prometheus);
    metrics.attempted(brought, "finished");
    metrics.firstToken(brought, 1);
    metrics.performed(reply({}), brought);
    metrics.spent({ upstream: brought, usage: { in: 5, cached: 0, out: 1 }, cost: undefined });
    const { text } = await metrics.read({ conversations: 0, connections: 0 });
    expect(text).not.toMatch(/secret|example/);
    expect(text).toContain('repartee_model_requests_total{model="custom",upstream="custom",outcome="finished"} 1');
  });
});

describe("TM8 appends to the store", () => {
  const append = { workspaceId: "default", conversationId: "c1", epoch: 1, events: [] };

  test("are timed, and a refusal is counted by its code and stays one", async () => {
    const metrics = createMetrics(prometheus);
    const { conversations } = openMemoryStore();
    let now = 0;
    const store = timeAppends(conversations, metrics, () => (now += 4));
    await expect(store.append(append)).rejects.toBeInstanceOf(StoreError);
    const row = { workspaceId: "default", conversationId: "c1", personaId: "p1", status: "active", body: {} } as const;
    await store.create({ ...row, createdAt: "", updatedAt: "" }, { seq: 1, atMs: 0, type: "created", body: {} });
    const claim = await store.claim("default", "c1");
    await store.append({ ...append, epoch: claim?.epoch ?? 0 });
    expect(await linesOf(metrics)).toEqual([
      'store_append_failures_total{code="not-found"} 1',
      "store_append_seconds_sum 0.004",
      "store_append_seconds_count 1",
    ]);
  });
});
