import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Upstream } from "../../ports/model-client.ts";
import { createLogList } from "../../store/testing/log-list.ts";
import { collect, modelRequest, outcome } from "../testing/generation.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { openRouting, server, settle, sorry } from "../routing/testing/routing-stage.ts";
import { ModelError } from "../../ports/model-client.ts";
import { openKeepsakeFile } from "./keepsake-file.ts";
import { createLearnedCapabilities, type Keepsake } from "./learned-capabilities.ts";

function openLearned(keepsake: Keepsake = { read: () => undefined, write: async () => undefined }) {
  const clock = new ManualClock();
  const log = createLogList();
  return { learned: createLearnedCapabilities({ keepsake, clock, log }), clock, log };
}

function refusal(said: string): ModelError {
  return new ModelError("bad-request", `refused: ${said}`, { upstream: "u", status: 400, said });
}

describe("learning", () => {
  test("M63 a refusal that says what to leave out is followed at once, and remembered", async () => {
    const { model, ask, client, kept } = openRouting();
    model.expect(refusal("Unrecognized request argument supplied: stream_options"));
    model.reply("Hi");
    const parts = await collect(ask(server("a")));
    expect(parts.map((part) => part.type)).toEqual(["served", "text-delta", "finish"]);
    expect(model.requests.map((request) => request.upstream.capabilities)).toEqual([{}, { usage: "never" }]);
    model.reply("Hi");
    await collect(ask(server("a")));
    expect(model.requests[2]?.upstream.capabilities).toEqual({ usage: "never" });
    expect(client.report(server("a"))[0]).toMatchObject({
      state: "ok",
      failures: 0,
      capabilities: { usage: "never" },
    });
    expect(kept).toHaveLength(1);
  });

  test("M63 several lessons are learned in one reply", async () => {
    const { model } = openRouting();
    const stage = openRouting({ stream: (request, signal) => model.stream(request, signal) });
    model.expect(refusal("stream_options is not supported"));
    model.expect(refusal("System message must be at the beginning"));
    model.expect(refusal("System role not supported"));
    model.reply("Hi");
    const request = modelRequest(server("a"), {
      messages: [
        { role: "system", content: "a" },
        { role: "user", content: "b" },
        { role: "system", content: "c" },
      ],
    });
    await collect(stage.client.stream(request, new AbortController().signal));
    expect(model.requests.at(-1)?.upstream.capabilities).toEqual({ usage: "never", systemMessages: "user" });
  });

  test("M63 a lesson after which it still refuses is none", async () => {
    const { model, ask, kept } = openRouting();
    model.expect(refusal("stream_options is not supported"));
    model.expect(refusal("the messages are too long"));
    const { error } = await outcome(ask(server("a")));
    expect(error?.message).toBe("refused: the messages are too long");
    expect(kept).toEqual([]);
    model.expect(sorry("bad-request"));
    await outcome(ask(server("a")));
    expect(model.requests.at(-1)?.upstream.capabilities).toEqual({});
  });

  test("M65 what is configured is not doubted", async () => {
    const { model, ask } = openRouting();
    model.expect(refusal("stream_options is not supported"));
    const { error } = await outcome(ask({ ...server("a"), capabilities: { usage: "ask" } }));
    expect(error?.code).toBe("bad-request");
    model.assertDone();
  });

  test("M66 that tools were left out is told with the answer", async () => {
    const { model, client } = openRouting();
    const request = modelRequest(server("a"), { tools: [{ name: "look_up" }] });
    model.expect(refusal("this model does not support tools"));
    model.reply("Hi");
    const parts = await collect(client.stream(request, new AbortController().signal));
    expect(parts[1]).toEqual({
      type: "notice",
      code: "tool_unsupported",
      message: "a at a.example takes no tools: look_up was left out",
    });
  });
});

describe("M64 remembering", () => {
  const upstream: Upstream = { ...server("a"), baseUrl: "https://a.example/v1?key=secret", apiKey: "sk-secret" };

  test("what was learned is there after a restart, in a file that only its owner may read, without a secret", async () => {
    const folder = await mkdtemp(join(tmpdir(), "repartee-learned-"));
    try {
      const path = join(folder, "learned-capabilities.json");
      const { learned } = openLearned(openKeepsakeFile(path));
      learned.learn(upstream, { usage: "never" });
      learned.learn(upstream, { systemMessages: "first", tools: false });
      await learned.flushed();
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const text = await readFile(path, "utf8");
      expect(text).not.toContain("secret");
      expect(text).toContain('"host": "a.example"');
      const again = openLearned(openKeepsakeFile(path)).learned;
      expect(again.of(upstream)).toEqual({ usage: "never", systemMessages: "first", tools: false });
      expect(again.of({ ...upstream, model: "another" })).toEqual({});
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("after 30 days it is asked again", () => {
    const { learned, clock } = openLearned();
    learned.learn(upstream, { usage: "never" });
    clock.advance(30 * 24 * 3600 * 1000);
    expect(learned.of(upstream)).toEqual({ usage: "never" });
    clock.advance(1);
    expect(learned.of(upstream)).toEqual({});
  });

  test("500 upstreams are remembered, those that were learned last", () => {
    const { learned } = openLearned();
    for (let count = 0; count <= 500; count += 1) learned.learn(server(`h${count}`), { usage: "never" });
    expect(learned.of(server("h0"))).toEqual({});
    expect(learned.of(server("h1"))).toEqual({ usage: "never" });
    expect(learned.of(server("h500"))).toEqual({ usage: "never" });
  });

  test.each(["not JSON", "{}", '{"version":2,"upstreams":{}}'])(
    "a file that holds %s is forgotten, and said so",
    (text) => {
      const { learned, log } = openLearned({ read: () => text, write: async () => undefined });
      expect(learned.of(upstream)).toEqual({});
      expect(log.lines).toMatchObject([{ level: "warn" }]);
    },
  );

  test("a file that cannot be written is said so, and what was learned holds until the end", async () => {
    const write = (): Promise<void> => Promise.reject(new Error("disk full"));
    const { learned, log } = openLearned({ read: () => undefined, write });
    learned.learn(upstream, { usage: "never" });
    await learned.flushed();
    await settle();
    expect(learned.of(upstream)).toEqual({ usage: "never" });
    expect(log.lines.map(({ level }) => level)).toEqual(["info", "warn"]);
  });
});
