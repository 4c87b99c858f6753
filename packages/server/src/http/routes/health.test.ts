import { describe, expect, test } from "vitest";
import { openMemoryStore } from "../../store/memory-store.ts";
import { openTestApp } from "../testing/test-app.ts";

describe("Health", () => {
  test("S7 while the store can be written to, it lives and is ready", async () => {
    const { ask } = await openTestApp();
    expect(await ask("GET /healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await ask("GET /readyz")).toMatchObject({ status: 200, body: { status: "ok" } });
  });

  test("S7 without its store it lives, and is not ready", async () => {
    const store = openMemoryStore();
    const { ask } = await openTestApp({ store });
    await store[Symbol.asyncDispose]();
    expect(await ask("GET /healthz")).toMatchObject({ status: 200 });
    expect(await ask("GET /readyz")).toMatchObject({ status: 503, body: { status: "the store cannot be written to" } });
  });
});
