import { describe, expect, test } from "vitest";
import { ModelError } from "../../ports/model-client.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { UpstreamRecord } from "./upstream-record.ts";

function openRecord(random = 0.5) {
  const clock = new ManualClock();
  const record = new UpstreamRecord({ clock, random: () => random });
  const fail = (retryAfterMs?: number): void =>
    record.begin().fail(new ModelError("unreachable", "it is gone", { upstream: "u", retryAfterMs }));
  const succeed = (): void => {
    const trial = record.begin();
    trial.heard();
    trial.succeed(0);
  };
  return { clock, record, fail, succeed };
}

describe("M55 resting", () => {
  test("three failures in a row send an upstream to rest for 5 s, two do not", () => {
    const { clock, record, fail } = openRecord();
    fail();
    fail();
    expect(record.open).toBe(true);
    expect(record.health).toMatchObject({ state: "failing", restsMs: 0 });
    fail();
    expect(record.open).toBe(false);
    expect(record.health).toMatchObject({ state: "resting", restsMs: 5000, failures: 3 });
    clock.advance(4999);
    expect(record.open).toBe(false);
    clock.advance(1);
    expect(record.open).toBe(true);
  });

  test("an answer in between starts the count again", () => {
    const { record, fail, succeed } = openRecord();
    fail();
    fail();
    succeed();
    fail();
    fail();
    expect(record.open).toBe(true);
  });

  test("each rest is twice as long as the last, up to a minute; an answer makes the next one short again", () => {
    const { clock, record, fail, succeed } = openRecord();
    fail();
    fail();
    const rests: number[] = [];
    for (let rest = 0; rest < 6; rest += 1) {
      fail();
      rests.push(record.health.restsMs);
      clock.advance(record.health.restsMs);
    }
    expect(rests).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    succeed();
    expect(record.health.state).toBe("ok");
    for (let count = 0; count < 3; count += 1) fail();
    expect(record.health.restsMs).toBe(5000);
  });

  test.each([
    [0, 4000],
    [1, 6000],
  ])("the ends of rests are spread by a fifth: a lot of %d makes it %d ms", (lot, ms) => {
    const { record, fail } = openRecord(lot);
    for (let count = 0; count < 3; count += 1) fail();
    expect(record.health.restsMs).toBe(ms);
  });

  test("an upstream that asks to be left alone is, for a minute at the most", () => {
    const { record, fail } = openRecord();
    fail(7000);
    expect(record.health).toMatchObject({ state: "resting", restsMs: 7000 });
    const long = openRecord();
    long.fail(3_600_000);
    expect(long.record.health.restsMs).toBe(60_000);
  });

  test("after a rest one request tries it; the others wait for how that ends", () => {
    const { clock, record, fail } = openRecord();
    for (let count = 0; count < 3; count += 1) fail();
    clock.advance(5000);
    const trial = record.begin();
    expect(record.open).toBe(false);
    trial.leave();
    expect(record.open).toBe(true);
    const next = record.begin();
    next.heard();
    expect(record.open).toBe(true);
    expect(record.health.state).toBe("failing");
    next.succeed(0);
    expect(record.health.state).toBe("ok");
  });
});

test("M61 tokens per second are of whole answers with more than one token, first tokens of all", () => {
  const { clock, record } = openRecord();
  for (const [firstMs, wholeMs, tokens] of [
    [100, 1000, 50],
    [300, 500, 1],
    [200, 0, 9],
  ] as const) {
    const trial = record.begin();
    clock.advance(firstMs);
    trial.heard();
    clock.advance(wholeMs);
    trial.succeed(tokens);
  }
  expect(record.health).toMatchObject({ requests: 3, firstTokenMs: { p50: 200, p95: 300 }, tokensPerSecond: 50 });
});
