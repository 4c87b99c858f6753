import { describe, expect, test } from "vitest";
import { ManualClock } from "../model/testing/manual-clock.ts";
import type { PersonaRow } from "../ports/store.ts";
import { openMemoryStore } from "./memory-store.ts";
import { createRecent } from "./recent.ts";
import { createRecentKeys, createRecentPersonas } from "./recent-rows.ts";

describe("what was found a moment ago", () => {
  function counting(found: (asked: number) => Promise<string | undefined>) {
    const clock = new ManualClock();
    let asked = 0;
    const recent = createRecent({ load: () => found((asked += 1)), clock, forMs: 1000 });
    return { clock, recent, asked: () => asked };
  }

  test("O30 is not asked for again within a second, not even while it is looked up", async () => {
    const { clock, recent, asked } = counting(async (count) => `row ${count}`);
    expect(await Promise.all([recent.get("a"), recent.get("a")])).toEqual(["row 1", "row 1"]);
    clock.advance(999);
    expect(await recent.get("a")).toBe("row 1");
    clock.advance(1);
    expect(await recent.get("a")).toBe("row 2");
    expect(asked()).toBe(2);
  });

  test("O30 what was not there, or failed, is asked for again", async () => {
    const { recent } = counting(async (count) => {
      if (count === 2) throw new Error("the store failed");
      return count === 1 ? undefined : "row";
    });
    expect(await recent.get("a")).toBeUndefined();
    await expect(recent.get("a")).rejects.toThrow("the store failed");
    expect(await recent.get("a")).toBe("row");
  });

  test("O30 what is forgotten while it is looked up is not remembered", async () => {
    const first = Promise.withResolvers<string>();
    const { recent } = counting((count) => (count === 1 ? first.promise : Promise.resolve("new")));
    const early = recent.get("a");
    recent.forget("a");
    first.resolve("old");
    expect(await early).toBe("old");
    expect(await recent.get("a")).toBe("new");
  });

  test("O30 a thousand are remembered, the oldest are forgotten", async () => {
    const { recent, asked } = counting(async () => "row");
    for (let key = 0; key <= 1000; key += 1) await recent.get(String(key));
    await recent.get("1000");
    expect(asked()).toBe(1001);
    await recent.get("0");
    expect(asked()).toBe(1002);
  });
});

const row = (prompt: string, revision: number): PersonaRow => ({
  workspaceId: "default",
  personaId: "p1",
  kind: "user",
  body: { system_prompt: prompt },
  createdAt: "",
  updatedAt: "",
  revision,
});

test("O30 a change that is made here counts at once", async () => {
  const { personas, recent } = createRecentPersonas(openMemoryStore().personas, new ManualClock());
  const read = async () => (await recent.get("default", "p1"))?.body["system_prompt"];
  expect(await read()).toBeUndefined();
  await personas.create(row("one", 1));
  expect(await read()).toBe("one");
  await personas.replace(row("two", 2));
  expect(await read()).toBe("two");
  await expect(personas.replace(row("three", 2))).rejects.toThrow();
  expect(await read()).toBe("two");
  await personas.delete("default", "p1");
  expect(await read()).toBeUndefined();
});

test("O30 one that another server makes counts after a second, and never for who changes it", async () => {
  const clock = new ManualClock();
  const store = openMemoryStore();
  const { personas, recent } = createRecentPersonas(store.personas, clock);
  await store.personas.create(row("one", 1));
  await recent.get("default", "p1");
  await store.personas.replace(row("two", 2));
  expect((await personas.get("default", "p1"))?.body).toEqual({ system_prompt: "two" });
  expect((await recent.get("default", "p1"))?.body).toEqual({ system_prompt: "one" });
  clock.advance(1000);
  expect((await recent.get("default", "p1"))?.body).toEqual({ system_prompt: "two" });
});

test("O30 a new key counts at once", async () => {
  const { keys } = openMemoryStore();
  const recent = createRecentKeys(keys, new ManualClock());
  expect(await recent.findByHash("h1")).toBeUndefined();
  await keys.create({ workspaceId: "default", keyId: "k1", name: "one", hash: "h1", createdAt: "" });
  expect(await recent.findByHash("h1")).toMatchObject({ keyId: "k1" });
});
