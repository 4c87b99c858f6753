import { describe, expect, test } from "vitest";
import { createStandIn } from "./stand-in.ts";
import { collect, modelRequest, outcome, spoken } from "./testing/generation.ts";
import { ManualClock } from "./testing/manual-clock.ts";

const request = modelRequest({ kind: "stand-in", name: "tavus-llama-4" });
const never = new AbortController().signal;

describe("the stand-in", () => {
  test("M39 says that it is one and what to configure", async () => {
    const parts = await collect(createStandIn({ clock: new ManualClock(), gapMs: 0 }).stream(request, never));
    expect(spoken(parts)).toBe(
      'I am a stand-in: no model is configured for "tavus-llama-4". ' +
        'Map it in repartee.config.json under "models", or give the persona a base_url.',
    );
    expect(parts.at(-1)).toEqual({ type: "finish", reason: "stop" });
  });

  test("M39 speaks word by word, at its pace, the same every time", async () => {
    const clock = new ManualClock();
    const parts = createStandIn({ clock, gapMs: 40 }).stream(request, never)[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { text: "I" } });
    const second = parts.next();
    clock.advance(39);
    expect(await Promise.race([second, Promise.resolve("not yet")])).toBe("not yet");
    clock.advance(1);
    expect(await second).toMatchObject({ value: { text: " am" } });
  });

  test("M29 an abort between two words leaves no timer", async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const result = outcome(createStandIn({ clock }).stream(request, abort.signal));
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.waiting).toBe(1);
    abort.abort();
    expect((await result).error?.code).toBe("aborted");
    expect(clock.waiting).toBe(0);
  });
});
