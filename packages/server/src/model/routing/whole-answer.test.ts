import { describe, expect, test } from "vitest";
import { ModelError, type ModelErrorCode, type ModelPart, type Upstream } from "../../ports/model-client.ts";
import { collect, modelRequest, outcome, spoken } from "../testing/generation.ts";
import { openRouting, pool, server, settle, sorry, type RoutingStage } from "./testing/routing-stage.ts";

function askWhole({ client }: RoutingStage, upstream: Upstream, signal = new AbortController().signal) {
  return client.stream({ ...modelRequest(upstream), whole: true }, signal);
}

const text = (words: string): ModelPart => ({ type: "text-delta", text: words });

describe("M91 an answer that nobody hears before its end", () => {
  test.each<ModelErrorCode>(["truncated", "stalled", "upstream-error", "malformed"])(
    "after %s midway it is another's, whole, and nothing of the first is in it",
    async (code) => {
      const stage = openRouting();
      stage.model.expect(
        text("Half an "),
        { type: "tool-call", id: "t", name: "look", arguments: "{}" },
        { type: "usage", usage: { in: 1, cached: 0, out: 1 } },
        sorry(code),
      );
      stage.model.reply("All ", "of it");
      expect(await collect(askWhole(stage, pool("a", "b")))).toEqual([
        { type: "served", name: "fast", model: "b", via: "b.example" },
        text("All of it"),
        { type: "finish", reason: "stop" },
      ]);
      expect(stage.client.report(pool("a", "b"))).toMatchObject([
        { state: "failing", failures: 1, outstanding: 0 },
        { state: "ok", failures: 0, outstanding: 0 },
      ]);
      stage.model.assertDone();
    },
  );

  test("a fallback is told, and why", async () => {
    const stage = openRouting();
    stage.model.expect(text("Half"), sorry("stalled", "a stalled"));
    stage.model.reply("Whole");
    const parts = await collect(askWhole(stage, { ...server("a"), fallbacks: [{ ...server("b"), name: "slow" }] }));
    expect(parts[1]).toEqual({ type: "notice", code: "fallback", message: "a stalled; slow answers in place of fast" });
    expect(spoken(parts)).toBe("Whole");
  });

  test("where nobody else is left the failure is told, and half an answer is not", async () => {
    const stage = openRouting();
    stage.model.expect(text("Half"), sorry("truncated"));
    const { parts, error } = await outcome(askWhole(stage, server("a")));
    expect({ parts, code: error?.code }).toEqual({ parts: [], code: "truncated" });
    stage.model.assertDone();
  });

  test("its parts keep their order, and what should be known while it is waited for is not held back", async () => {
    const stage = openRouting();
    const call = stage.model.expect();
    const parts = askWhole(stage, server("127.0.0.1:1"))[Symbol.asyncIterator]();
    const first = parts.next();
    await call.started;
    stage.clock.advance(1000);
    expect((await first).value).toMatchObject({ type: "notice", code: "model_loading" });
    const rest: ModelPart[] = [];
    const reading = (async () => {
      for (let next = await parts.next(); next.done !== true; next = await parts.next()) rest.push(next.value);
    })();
    call.release({ type: "reasoning-delta", text: "H" }, { type: "reasoning-delta", text: "m" }, text("A"));
    call.release({ type: "tool-call", id: "t", name: "look", arguments: "{}" }, text("B"));
    await settle();
    expect(rest).toEqual([]);
    call.finish("length");
    await reading;
    expect(rest.map((part) => part.type)).toEqual([
      "served",
      "reasoning-delta",
      "text-delta",
      "tool-call",
      "text-delta",
      "finish",
    ]);
  });

  test("one that is longer than two million characters is passed on as it comes, and asked for once", async () => {
    const stage = openRouting();
    const long = "x".repeat(1024 * 1024);
    stage.model.expect(text(long), text(long), text("more"), sorry("stalled"));
    const { parts, error } = await outcome(askWhole(stage, pool("a", "b")));
    expect(spoken(parts)).toHaveLength(2 * long.length + 4);
    expect(error?.code).toBe("stalled");
    stage.model.assertDone();
  });

  test("M60 an abort in its middle closes what runs, and nobody else is asked", async () => {
    const stage = openRouting();
    const call = stage.model.expect();
    const abort = new AbortController();
    const reply = outcome(askWhole(stage, pool("a", "b"), abort.signal));
    await call.started;
    call.text("Half");
    await settle();
    abort.abort();
    expect(await reply).toMatchObject({ parts: [], error: { code: "aborted" } });
    expect(call.state).toBe("cancelled");
    expect(stage.client.report(pool("a"))[0]).toMatchObject({ outstanding: 0, failures: 0 });
    stage.model.assertDone();
  });
});

describe("M92 where nobody else is there to ask", () => {
  const refused = (parts: Partial<ConstructorParameters<typeof ModelError>[2]> = {}): ModelError =>
    new ModelError("upstream-error", "restarting", { upstream: "a", status: 500, retryable: true, ...parts });
  const reset = new ModelError("unreachable", "closed the connection", { upstream: "a", retryable: true });

  test.each<[string, ModelError]>([
    ["a status of its own fault", refused()],
    ["a connection that breaks before an answer", reset],
  ])("%s is asked for once more at once", async (_, error) => {
    const stage = openRouting();
    stage.model.expect(error);
    stage.model.reply("Hello");
    const parts = await collect(stage.ask(server("a")));
    expect(parts.map((part) => part.type)).toEqual(["served", "text-delta", "finish"]);
    expect(stage.client.report(server("a"))[0]).toMatchObject({ state: "ok", requests: 2, failures: 1 });
    stage.model.assertDone();
  });

  test("only once in a request, and one failure is told", async () => {
    const stage = openRouting();
    stage.model.expect(refused());
    stage.model.expect(reset);
    expect((await outcome(stage.ask(server("a")))).error?.message).toBe("closed the connection");
    stage.model.assertDone();
  });

  test.each<[string, ModelError]>([
    ["400", new ModelError("bad-request", "no", { upstream: "a", status: 400, retryable: true })],
    ["401", new ModelError("unauthorized", "no", { upstream: "a", status: 401, retryable: true })],
    ["408", refused({ status: 408 })],
    ["429", new ModelError("rate-limited", "no", { upstream: "a", status: 429, retryable: true })],
    ["503 with Retry-After", refused({ status: 503, retryAfterMs: 1000 })],
    ["an error in an answer", refused({ status: undefined })],
    ["a host that does not exist", new ModelError("unreachable", "no such host", { upstream: "a" })],
    ["too late", new ModelError("first-part-timeout", "quiet", { upstream: "a", retryable: true })],
  ])("never after %s", async (_, error) => {
    const stage = openRouting();
    stage.model.expect(error);
    expect((await outcome(stage.ask(server("a")))).error).toBe(error);
    stage.model.assertDone();
  });

  test("never after a second, and never after a part", async () => {
    const stage = openRouting();
    const call = stage.model.expect();
    const reply = outcome(stage.ask(server("a")));
    await call.started;
    stage.clock.advance(1000);
    call.release(reset);
    expect((await reply).error).toBe(reset);
    for (const whole of [false, true]) {
      stage.model.expect(text("I"), reset);
      const request = { ...modelRequest(server("a")), whole };
      expect((await outcome(stage.client.stream(request, new AbortController().signal))).error).toBe(reset);
    }
    stage.model.assertDone();
  });

  test("where another can be asked, that one is", async () => {
    const stage = openRouting();
    stage.model.expect(reset);
    stage.model.expect(reset);
    await outcome(stage.ask(pool("a", "b")));
    expect(stage.model.requests.map(({ upstream }) => upstream.model)).toEqual(["a", "b"]);
    stage.model.assertDone();
  });
});
