import { describe, expect, test } from "vitest";
import type { ModelPart } from "../../ports/model-client.ts";
import { collect, modelRequest, outcome, spoken } from "../testing/generation.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { composeAnswer } from "./answer.ts";
import { cutIntoPieces } from "./pieces.ts";
import { prompts } from "./testing/personas.ts";
import { createUnderstudy } from "./understudy.ts";

const messages = [
  { role: "system", content: prompts.stock },
  { role: "user", content: "what is repartee" },
] as const;
const request = modelRequest({ kind: "stand-in", name: "tavus-llama-4" }, { messages });
const answer = composeAnswer(messages, "tavus-llama-4");
const never = new AbortController().signal;

/** Lets everything that can go on without time go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function atOnce(): AsyncIterable<ModelPart> {
  return createUnderstudy({ clock: new ManualClock(), firstMs: 0, paceMs: 0 }).stream(request, never);
}

describe("the understudy as a model", () => {
  test("U10 its deltas join to its answer, and the same each time", async () => {
    expect(spoken(await collect(atOnce()))).toBe(answer);
    expect(await collect(atOnce())).toEqual(await collect(atOnce()));
  });

  test("U12 it ends with a count of words and a finish", async () => {
    const parts = await collect(atOnce());
    const read = messages.flatMap(({ content }) => cutIntoPieces(content)).length;
    expect(parts.slice(-2)).toEqual([
      { type: "usage", usage: { in: read, cached: 0, out: cutIntoPieces(answer).length } },
      { type: "finish", reason: "stop" },
    ]);
  });

  test("U10 the first word comes after 150 ms, each next one after 30", async () => {
    const clock = new ManualClock();
    const heard: string[] = [];
    const listen = async (): Promise<void> => {
      for await (const part of createUnderstudy({ clock }).stream(request, never)) {
        if (part.type === "text-delta") heard.push(`${clock.now()}${part.text}`);
      }
    };
    const done = listen();
    for (let ms = 0; ms < 240; ms += 10) {
      await settle();
      clock.advance(10);
    }
    await settle();
    expect(heard).toEqual(["150(I", "180 am", "210 the", "240 built-in"]);
    while (clock.waiting > 0) {
      clock.advance(30);
      await settle();
    }
    await done;
  });

  test("U11 an abort is heard at once: before the first word, between two words", async () => {
    for (const ms of [0, 160]) {
      const clock = new ManualClock();
      const abort = new AbortController();
      const result = outcome(createUnderstudy({ clock }).stream(request, abort.signal));
      await settle();
      clock.advance(ms);
      await settle();
      expect(clock.waiting).toBe(1);
      abort.abort();
      expect(await result).toMatchObject({ error: { code: "aborted", upstream: "tavus-llama-4" } });
      expect(clock.waiting).toBe(0);
    }
  });

  test("U11 an abort after the last word takes the finish away", async () => {
    const abort = new AbortController();
    const stream = createUnderstudy({ clock: new ManualClock(), firstMs: 0, paceMs: 0 }).stream(request, abort.signal);
    let left = cutIntoPieces(answer).length;
    const listen = async (): Promise<void> => {
      for await (const part of stream) {
        expect(part.type).toBe("text-delta");
        left -= 1;
        if (left === 0) abort.abort();
      }
    };
    await expect(listen()).rejects.toMatchObject({ code: "aborted" });
  });

  test("U11 one that was aborted before it began waits for nothing", async () => {
    const clock = new ManualClock();
    const { error } = await outcome(createUnderstudy({ clock }).stream(request, AbortSignal.abort()));
    expect([error?.code, clock.started]).toEqual(["aborted", 0]);
  });

  test("U13 it calls no tool", async () => {
    const tools = [{ name: "weather", description: "the weather" }];
    const asked = modelRequest({ kind: "stand-in" }, { tools, messages: [{ role: "user", content: "the weather?" }] });
    const parts = await collect(
      createUnderstudy({ clock: new ManualClock(), firstMs: 0, paceMs: 0 }).stream(asked, never),
    );
    expect(parts.some((part) => part.type === "tool-call")).toBe(false);
  });
});
