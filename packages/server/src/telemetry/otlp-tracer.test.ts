import { describe, expect, test } from "vitest";
import { ManualClock } from "../model/testing/manual-clock.ts";
import { createLogList } from "../store/testing/log-list.ts";
import { openOtlpTracer, tellFailures, tracesUrl } from "./otlp-tracer.ts";
import { openCollector } from "./testing/collector.ts";

describe("TM10 traces are exported only where the environment names a place", () => {
  test.each<[env: Record<string, string>, url: string | undefined]>([
    [{}, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "" }, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" }, "http://collector:4318/v1/traces"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/" }, "http://collector:4318/v1/traces"],
    [
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://one/traces", OTEL_EXPORTER_OTLP_ENDPOINT: "http://two" },
      "http://one/traces",
    ],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_SDK_DISABLED: "true" }, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_TRACES_EXPORTER: "none" }, undefined],
  ])("%j", (env, url) => {
    expect(tracesUrl(env)).toBe(url);
  });

  test("what is no URL is told, and nothing is traced", async () => {
    const log = createLogList();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4317" };
    expect(await openOtlpTracer({ env, log, clock: new ManualClock() })).toBeUndefined();
    expect(log.lines.map(({ message }) => message)).toEqual([expect.stringContaining("OTEL_EXPORTER_OTLP_ENDPOINT")]);
  });
});

const at = new Date(1_760_000_000_000);
const start = { kind: "internal", at, attributes: {} } as const;
const caller = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;

describe("TM15 traces are those of the caller", () => {
  test("a span stands where its traceparent says, and hands on its own", async () => {
    await using collector = await openCollector();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    const tracer = await openOtlpTracer({ env, log: createLogList(), clock: new ManualClock() });
    const outer = tracer?.start("outer", { ...start, parent: caller });
    const inner = tracer?.start("inner", { ...start, parent: outer, attributes: { kept: 1, left: undefined } });
    inner?.fail("stalled", "it stood still");
    inner?.end(at);
    outer?.end(at);
    await tracer?.close();
    const [one, two] = collector.spans;
    expect(one).toMatchObject({ name: "inner", parentSpanId: two?.spanId, status: 2 });
    expect(one?.attributes).toEqual({ kept: 1, "error.type": "stalled" });
    expect(two).toMatchObject({ name: "outer", traceId: "a".repeat(32), parentSpanId: "b".repeat(16) });
    expect(inner?.traceparent).toBe(`00-${"a".repeat(32)}-${one?.spanId}-01`);
    expect(collector.resource).toMatchObject({ "service.name": "repartee" });
  });

  test.each(["", "nonsense", `00-${"0".repeat(32)}-${"b".repeat(16)}-01`, `00-${"a".repeat(32)}-${"0".repeat(16)}-01`])(
    "a trace of its own begins where %j is none",
    async (parent) => {
      await using collector = await openCollector();
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
      const tracer = await openOtlpTracer({ env, log: createLogList(), clock: new ManualClock() });
      tracer?.start("outer", { ...start, parent }).end(at);
      await tracer?.close();
      expect(collector.spans[0]?.parentSpanId).toBeUndefined();
      expect(collector.spans[0]?.traceId).toMatch(/^(?!a{32}|0{32})[0-9a-f]{32}$/);
    },
  );
});

describe("TM16 a collector that is gone", () => {
  test("is told once, until traces arrive again", () => {
    const log = createLogList();
    const codes = [1, 1, 0, 1];
    const exporter = tellFailures({ export: (_spans, done) => done({ code: codes.shift() ?? 0 }) }, log);
    const results: number[] = [];
    for (let sent = 0; sent < 4; sent += 1) exporter.export([], ({ code }) => results.push(code));
    expect(results).toEqual([1, 1, 0, 1]);
    expect(log.lines).toHaveLength(2);
  });

  test("keeps nobody from stopping", async () => {
    const collector = await openCollector();
    await collector[Symbol.asyncDispose]();
    const log = createLogList();
    const clock = new ManualClock();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    const tracer = await openOtlpTracer({ env, log, clock });
    tracer?.start("outer", start).end(at);
    const closed = tracer?.close();
    clock.advance(3000);
    await closed;
    expect(clock.waiting).toBe(0);
  });
});
