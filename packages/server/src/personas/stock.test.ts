import { describe, expect, test } from "vitest";
import { createPersonaBody } from "../http/schemas/persona.ts";
import { createManualClock } from "../http/testing/test-app.ts";
import { openMemoryStore } from "../store/memory-store.ts";
import { STOCK_PERSONA_ID, ensureStockPersona, stockPersonaBody } from "./stock.ts";

describe("The stock persona", () => {
  test("P15 it is put there once, and a second start changes nothing", async () => {
    await using store = openMemoryStore();
    const parts = { personas: store.personas, clock: createManualClock(), workspaceId: "default" };
    const first = await ensureStockPersona(parts);
    parts.clock.advance(1_000);
    expect(await ensureStockPersona(parts)).toEqual(first);
    expect(await store.personas.get("default", STOCK_PERSONA_ID)).toMatchObject({ kind: "system", revision: 1 });
  });

  test("P15 two servers that start at once on one database agree", async () => {
    await using store = openMemoryStore();
    const parts = { personas: store.personas, clock: createManualClock(), workspaceId: "default" };
    const [one, other] = await Promise.all([ensureStockPersona(parts), ensureStockPersona(parts)]);
    expect(one.body).toEqual(other.body);
    expect(await store.personas.get("default", STOCK_PERSONA_ID)).toMatchObject({ revision: 1 });
  });

  test("P15 what an older release left is brought up to date", async () => {
    await using store = openMemoryStore();
    const parts = { personas: store.personas, clock: createManualClock(), workspaceId: "default" };
    const first = await ensureStockPersona(parts);
    await store.personas.replace({ ...first, body: { system_prompt: "old" }, revision: 2 });
    expect(await ensureStockPersona(parts)).toMatchObject({
      body: stockPersonaBody,
      revision: 3,
      createdAt: first.createdAt,
    });
  });

  test("it is a persona that anyone could have created", () => {
    expect(createPersonaBody.safeParse(stockPersonaBody).success).toBe(true);
  });
});
