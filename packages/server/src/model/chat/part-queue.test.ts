import { describe, expect, test } from "vitest";
import { ModelError } from "../../ports/model-client.ts";
import type { ModelPart } from "../../ports/model-client.ts";
import { PartQueue } from "./part-queue.ts";

const a: ModelPart = { type: "text-delta", text: "a" };
const b: ModelPart = { type: "text-delta", text: "b" };
const done = { done: true, value: undefined };

function error(): ModelError {
  return new ModelError("stalled", "it stalled", { upstream: "u" });
}

describe("PartQueue", () => {
  test("parts come out in order, whether they were waited for or not", async () => {
    const queue = new PartQueue(() => undefined);
    const waiting = queue.next();
    queue.push(a);
    queue.push(b);
    queue.end();
    expect([await waiting, await queue.next(), await queue.next(), await queue.next()]).toEqual([
      { done: false, value: a },
      { done: false, value: b },
      done,
      done,
    ]);
  });

  test("an error comes after the parts before it, once", async () => {
    const queue = new PartQueue(() => undefined);
    queue.push(a);
    queue.end(error());
    expect(await queue.next()).toEqual({ done: false, value: a });
    await expect(queue.next()).rejects.toThrow("it stalled");
    expect(await queue.next()).toEqual(done);
  });

  test("the end is told when the reader is given it, not before", async () => {
    let told = 0;
    const queue = new PartQueue(() => (told += 1));
    queue.push(a);
    queue.end();
    await queue.next();
    expect(told).toBe(0);
    await queue.next();
    expect(told).toBe(1);
  });

  test("a waiting reader is given the end", async () => {
    const queue = new PartQueue(() => undefined);
    const waiting = [queue.next(), queue.next()];
    queue.end();
    expect(await Promise.all(waiting)).toEqual([done, done]);
  });
});
