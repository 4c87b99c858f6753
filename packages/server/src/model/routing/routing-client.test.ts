import { describe, expect, test } from "vitest";
import { ModelError, type ModelErrorCode, type ModelPart, type Upstream } from "../../ports/model-client.ts";
import { collect, modelRequest, outcome, spoken } from "../testing/generation.ts";
import { openRouting, pool, server, settle, sorry } from "./testing/routing-stage.ts";

const live = new AbortController().signal;

function servedBy(parts: readonly ModelPart[]): string | undefined {
  return parts.flatMap((part) => (part.type === "served" ? [part.model] : []))[0];
}

describe("going on to the next", () => {
  test("M52 who has the least to do is asked first, in the operator's order where that is the same", async () => {
    const { client, model, ask } = openRouting();
    const upstream = pool("a", "b", "c");
    const calls = [model.expect(), model.expect(), model.expect()];
    const replies = ["c1", "c2", "c3"].map((id) => collect(ask(upstream, id)));
    await settle();
    expect(model.requests.map(({ upstream: { baseUrl } }) => baseUrl)).toEqual([
      "https://a.example/v1",
      "https://b.example/v1",
      "https://c.example/v1",
    ]);
    expect(client.report(upstream).map(({ outstanding }) => outstanding)).toEqual([1, 1, 1]);
    for (const call of calls) call.text("Hi").finish();
    await Promise.all(replies);
    expect(client.report(upstream).map(({ outstanding }) => outstanding)).toEqual([0, 0, 0]);
  });

  test("M52 a conversation stays where it was answered, unless there is clearly more to do there", async () => {
    const { model, ask } = openRouting();
    const upstream = pool("a", "b");
    const busy = model.expect();
    const other = collect(ask(upstream, "other"));
    await settle();
    model.reply("Hi");
    expect(servedBy(await collect(ask(upstream, "mine")))).toBe("b");
    busy.text("Hi").finish();
    await other;
    model.reply("Hi");
    expect(servedBy(await collect(ask(upstream, "mine")))).toBe("b");
    const running = [1, 2, 3].map(() => model.expect());
    const drafts = running.map(() => collect(ask(upstream, "mine")));
    await settle();
    expect(model.requests.slice(-3).map((request) => request.upstream.model)).toEqual(["b", "b", "b"]);
    model.reply("Hi");
    expect(servedBy(await collect(ask(upstream, "mine")))).toBe("a");
    for (const call of running) call.text("Hi").finish();
    await Promise.all(drafts);
  });

  const next: readonly ModelErrorCode[] = [
    "unreachable",
    "connect-timeout",
    "first-part-timeout",
    "stalled",
    "unauthorized",
    "not-found",
    "rate-limited",
    "upstream-error",
    "not-a-stream",
    "malformed",
    "truncated",
  ];
  test.each(next)("M53 after %s before the first part another answers, within the turn", async (code) => {
    const { model, ask } = openRouting();
    model.expect(sorry(code));
    model.reply("Hello");
    const parts = await collect(ask(pool("a", "b")));
    expect(parts).toEqual([
      { type: "served", name: "fast", model: "b", via: "b.example" },
      { type: "text-delta", text: "Hello" },
      { type: "finish", reason: "stop" },
    ]);
    model.assertDone();
  });

  test.each(["bad-request", "blocked-address"] as const)(
    "M53 %s would come again elsewhere: it is told",
    async (code) => {
      const { model, ask } = openRouting();
      model.expect(sorry(code));
      expect((await outcome(ask(pool("a", "b")))).error?.code).toBe(code);
      model.assertDone();
    },
  );

  test("M53 a stream that just ends has failed like one that was cut", async () => {
    const { ask, model } = openRouting({
      stream: (request, signal) => (request.upstream.model === "a" ? nothing() : model.stream(request, signal)),
    });
    model.reply("Hello");
    expect(servedBy(await collect(ask(pool("a", "b"))))).toBe("b");
  });

  test("M53 a fault of our own is no upstream's, and is told as it is", async () => {
    const { client, model, ask } = openRouting();
    model.expect(new TypeError("broken"));
    await expect(collect(ask(pool("a", "b")))).rejects.toThrow("broken");
    expect(client.report(pool("a", "b"))[0]).toMatchObject({ state: "untried", outstanding: 0 });
  });

  const firstParts: readonly ModelPart[] = [
    { type: "text-delta", text: "I" },
    { type: "reasoning-delta", text: "Hm" },
    { type: "tool-call", id: "t", name: "look", arguments: "{}" },
  ];
  test.each(firstParts)("M54 after a $type nothing is tried again", async (part) => {
    const { client, model, ask } = openRouting();
    model.expect(part, sorry("stalled"));
    const { parts, error } = await outcome(ask(pool("a", "b")));
    expect(parts).toEqual([{ type: "served", name: "fast", model: "a", via: "a.example" }, part]);
    expect(error?.code).toBe("stalled");
    expect(client.report(pool("a", "b"))[0]).toMatchObject({ state: "failing", failures: 1 });
    model.assertDone();
  });

  test("M54 an answer without a word is an answer", async () => {
    const { model, ask } = openRouting();
    model.reply();
    expect(await collect(ask(pool("a", "b")))).toEqual([
      { type: "served", name: "fast", model: "a", via: "a.example" },
      { type: "finish", reason: "stop" },
    ]);
  });

  test("M59 where all fail, the failure is the first one's, and says of the last too", async () => {
    const { model, ask } = openRouting();
    model.expect(new ModelError("rate-limited", "a is asked too often", { upstream: "a", status: 429 }));
    model.expect(new ModelError("unreachable", "b is gone", { upstream: "b" }));
    const { error } = await outcome(ask(pool("a", "b")));
    expect(error).toMatchObject({ code: "rate-limited", status: 429, upstream: "a" });
    expect(error?.message).toBe("a is asked too often; b is gone");
  });

  test("M58 the stand-in is asked as it is", async () => {
    const { model, ask } = openRouting();
    model.reply("Hi");
    const parts = await collect(ask({ ...server("a"), kind: "stand-in" }));
    expect(parts.map((part) => part.type)).toEqual(["text-delta", "finish"]);
  });
});

describe("names that answer in place of another", () => {
  const upstream: Upstream = { ...pool("a", "b"), fallbacks: [{ ...pool("c"), name: "slow" }] };

  test("M57 are asked when no server of the name is left, and the notice names both", async () => {
    const { model, ask } = openRouting();
    model.expect(sorry("unreachable", "a is gone"));
    model.expect(sorry("unreachable", "b is gone"));
    model.reply("Hello");
    const parts = await collect(ask(upstream));
    expect(parts.slice(0, 3)).toEqual([
      { type: "served", name: "slow", model: "c", via: "c.example" },
      { type: "notice", code: "fallback", message: "a is gone; slow answers in place of fast" },
      { type: "text-delta", text: "Hello" },
    ]);
    expect(spoken(parts)).toBe("Hello");
  });

  test("M56 where everybody rests all are asked, who rests the shortest first", async () => {
    const { model, ask, clock } = openRouting();
    for (const host of ["a", "b"]) {
      for (let count = 0; count < 3; count += 1) {
        model.expect(sorry("unreachable"));
        await outcome(ask(pool(host)));
      }
      clock.advance(10);
    }
    model.expect(sorry("unreachable"));
    model.reply("Hi");
    await collect(ask(pool("b", "a")));
    expect(model.requests.slice(-2).map((request) => request.upstream.model)).toEqual(["a", "b"]);
  });

  test("M57 are asked at once while all servers of the name rest", async () => {
    const { model, ask, clock } = openRouting();
    for (let turn = 0; turn < 3; turn += 1) {
      model.expect(sorry("unreachable"));
      model.expect(sorry("unreachable"));
      model.reply("Hello");
      await collect(ask(upstream));
    }
    model.reply("Hello");
    const parts = await collect(ask(upstream));
    expect(parts[1]).toEqual({
      type: "notice",
      code: "fallback",
      message: "fast is left alone for a while because it failed; slow answers in place of fast",
    });
    clock.advance(60_000);
    model.reply("Back");
    expect(servedBy(await collect(ask(upstream)))).toBe("a");
  });
});

describe("leaving", () => {
  test("M60 an abort closes what runs, and nobody else is asked", async () => {
    const { client, model, ask } = openRouting();
    const call = model.expect();
    const abort = new AbortController();
    const reply = outcome(ask(pool("a", "b"), "c1", abort.signal));
    await call.started;
    abort.abort();
    expect((await reply).error?.code).toBe("aborted");
    expect(call.state).toBe("cancelled");
    expect(client.report(pool("a", "b"))[0]).toMatchObject({ state: "untried", outstanding: 0, failures: 0 });
    model.assertDone();
  });

  test("M60 a loop that is left closes what runs, also while it waits", async () => {
    const { client, model, ask } = openRouting();
    const call = model.expect();
    const parts = ask(pool("a"))[Symbol.asyncIterator]();
    const first = parts.next();
    await call.started;
    await parts.return?.();
    expect(await first).toEqual({ done: true, value: undefined });
    expect(call.state).toBe("cancelled");
    expect(client.report(pool("a"))[0]).toMatchObject({ outstanding: 0 });
  });

  test("M60 one that is left after its first part has answered all the same", async () => {
    const { client, model, ask } = openRouting();
    model.expect({ type: "text-delta", text: "I" });
    for await (const part of ask(pool("a"))) if (part.type === "text-delta") break;
    expect(client.report(pool("a"))[0]).toMatchObject({ state: "ok", requests: 1, outstanding: 0 });
  });
});

describe("time", () => {
  const limitsOf = async (upstream: Upstream, ...errors: readonly Error[]): Promise<readonly number[]> => {
    const { model, ask } = openRouting();
    for (const error of errors) model.expect(error);
    model.reply("Hi");
    await collect(ask(upstream));
    return model.requests.map((request) => request.upstream.timeouts.firstPartMs);
  };

  test("M68 2.5 s to the first part where another could answer, 10 s for the last", async () => {
    expect(await limitsOf(pool("a", "b", "c"), sorry("unreachable"), sorry("unreachable"))).toEqual([
      2500, 2500, 10_000,
    ]);
    expect(await limitsOf({ ...server("a"), fallbacks: [server("b")] }, sorry("unreachable"))).toEqual([2500, 10_000]);
    expect(await limitsOf(server("a"))).toEqual([10_000]);
  });

  test("M68 who has set a limit has it kept; only the last of several is waited for longer", async () => {
    const set = { hurryMs: 4000, timeouts: { connectMs: 1, firstPartMs: 4000, betweenPartsMs: 2 } };
    const upstream = { ...server("a"), ...set, others: [{ ...server("b"), ...set }] };
    expect(await limitsOf(upstream, sorry("unreachable"))).toEqual([4000, 10_000]);
    expect(await limitsOf({ ...server("a"), ...set })).toEqual([4000]);
    expect(await limitsOf({ ...server("127.0.0.1"), ...set })).toEqual([4000]);
  });

  test("M84 a local model that was idle for five minutes has 120 s, where nobody else could answer", async () => {
    const { model, ask, clock } = openRouting();
    const upstream = server("127.0.0.1:11434");
    const turn = async (): Promise<number | undefined> => {
      model.reply("Hi");
      await collect(ask(upstream));
      return model.requests.at(-1)?.upstream.timeouts.firstPartMs;
    };
    expect(await turn()).toBe(120_000);
    expect(await turn()).toBe(10_000);
    clock.advance(299_999);
    expect(await turn()).toBe(10_000);
    clock.advance(300_000);
    expect(await turn()).toBe(120_000);
    expect(await limitsOf({ ...upstream, fallbacks: [server("b")] })).toEqual([2500]);
  });

  test("M85 a wait of a second for a model that may be loading is explained, once", async () => {
    const { model, ask, clock } = openRouting();
    const call = model.expect();
    const parts = ask(server("127.0.0.1:11434"))[Symbol.asyncIterator]();
    const first = parts.next();
    await call.started;
    clock.advance(1000);
    expect((await first).value).toEqual({
      type: "notice",
      code: "model_loading",
      message: "loading the model 127.0.0.1:11434 at 127.0.0.1:11434; its first words may take two minutes",
    });
    const second = parts.next();
    clock.advance(50_000);
    call.text("Here").finish();
    expect((await second).value).toMatchObject({ type: "served" });
    expect((await parts.next()).value).toEqual({ type: "text-delta", text: "Here" });
    expect(clock.waiting).toBe(0);
  });

  test("M85 one that answers within the second is not spoken of, and no timer stays", async () => {
    const { model, ask, clock } = openRouting();
    model.reply("Hi");
    const parts = await collect(ask(server("localhost:1")));
    expect(parts.map((part) => part.type)).toEqual(["served", "text-delta", "finish"]);
    expect(clock.waiting).toBe(0);
  });
});

describe("getting ready", () => {
  test("M86 a local model that may not be loaded is asked for one token, by one request at a time", async () => {
    const { client, model, clock } = openRouting();
    const upstream = server("127.0.0.1:11434");
    const call = model.expect();
    client.prepare(upstream);
    client.prepare(upstream);
    const request = await call.started;
    expect(request).toMatchObject({
      conversationId: "repartee-warm-up",
      parameters: { max_tokens: 1 },
      upstream: { timeouts: { firstPartMs: 120_000 } },
    });
    call.text("Hi").finish();
    await settle();
    client.prepare(upstream);
    expect(model.requests).toHaveLength(1);
    expect(client.report(upstream)[0]).toMatchObject({ state: "untried", requests: 0 });
    clock.advance(300_000);
    model.expect(sorry("unreachable"));
    client.prepare(upstream);
    await settle();
    expect(model.requests).toHaveLength(2);
  });

  test("M86 others are given a connection and not asked; nothing is prepared for the stand-in", () => {
    const prepared: string[] = [];
    const { client, model } = openRouting({ prepare: (upstream) => void prepared.push(upstream.model) });
    client.prepare(pool("a", "b"));
    client.prepare({ ...server("x"), kind: "stand-in" });
    expect(prepared).toEqual(["a"]);
    expect(model.requests).toEqual([]);
  });

  test("M86 what is being loaded at the stop is left", async () => {
    const { client, model } = openRouting();
    const call = model.expect();
    client.prepare(server("127.0.0.1:1"));
    await call.started;
    client[Symbol.dispose]();
    await call.untilCancelled;
  });
});

async function* nothing(): AsyncGenerator<ModelPart> {}

test("M61 what is told of a server: numbers of its last answers, its last error, and no secret", async () => {
  const { client, model, ask, clock } = openRouting();
  const upstream = { ...server("a"), apiKey: "sk-secret" };
  const call = model.expect();
  const reply = collect(ask(upstream));
  await call.started;
  clock.advance(200);
  call.text("Hello ");
  await settle();
  clock.advance(1000);
  call.text("there").release({ type: "usage", usage: { in: 9, cached: 0, out: 20 } });
  call.finish();
  await reply;
  model.expect(sorry("stalled", "it stalled"));
  await outcome(ask(upstream));
  const [report] = client.report(upstream);
  expect(report).toEqual({
    model: "a",
    via: "a.example",
    state: "failing",
    restsMs: 0,
    lastError: { code: "stalled", message: "it stalled" },
    outstanding: 0,
    requests: 2,
    failures: 1,
    firstTokenMs: { p50: 200, p95: 200 },
    tokensPerSecond: 20,
    capabilities: {},
  });
  expect(JSON.stringify(report)).not.toContain("secret");
});

test("M58 who answers is told before the first part, and a reply holds to it", async () => {
  const { model, client } = openRouting();
  model.reply("one ", "two");
  const parts = await collect(client.stream(modelRequest({ ...server("a"), name: "mine" }), live));
  expect(parts[0]).toEqual({ type: "served", name: "mine", model: "a", via: "a.example" });
  expect(parts.filter((part) => part.type === "served")).toHaveLength(1);
});

test("M58 with what its tokens cost: the price of the name that answers, or none", async () => {
  const { model, ask } = openRouting();
  const price = { in: 1, cached: 0.5, out: 4 };
  const upstream: Upstream = { ...server("a"), price, fallbacks: [{ ...server("b"), name: "slow" }] };
  model.reply("Hi");
  expect((await collect(ask(upstream)))[0]).toMatchObject({ name: "fast", price });
  model.expect(sorry("stalled"));
  model.reply("Hi");
  expect((await collect(ask(upstream)))[0]).toEqual({ type: "served", name: "slow", model: "b", via: "b.example" });
});
