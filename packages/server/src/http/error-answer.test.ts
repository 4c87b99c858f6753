import { describe, expect, test } from "vitest";
import { StoreError } from "../ports/store.ts";
import { openMemoryStore } from "../store/memory-store.ts";
import { openTestApp } from "./testing/test-app.ts";
import type { TestApp } from "./testing/test-app.ts";

async function failingWith(error: Error): Promise<TestApp> {
  const store = openMemoryStore();
  const list = (): Promise<never> => Promise.reject(error);
  return openTestApp({ store: { ...store, personas: { ...store.personas, list } } });
}

describe("Failures", () => {
  test("D10 a fault is a 500 that tells nothing but where to look; the log has the rest", async () => {
    const fault = new Error("secret internals");
    const { ask, logged } = await failingWith(fault);
    const answered = await ask("GET /v2/personas");
    const requestId = answered.headers.get("x-request-id");
    expect(answered).toMatchObject({ status: 500, body: { error: "internal error", request_id: requestId } });
    expect(answered.text).not.toContain("secret internals");
    expect(logged).toEqual([
      { message: "a request failed", fields: { requestId, method: "GET", path: "/v2/personas", error: fault } },
    ]);
  });

  test.each([
    ["unavailable", 503],
    ["closed", 503],
    ["read-only", 503],
    ["full", 507],
    ["conflict", 409],
    ["corrupt", 500],
  ] as const)("D11 a store that is %s is a %d", async (code, status) => {
    const { ask } = await failingWith(new StoreError(code, "disk /var/secret"));
    const answered = await ask("GET /v2/personas");
    expect(answered).toMatchObject({ status, body: { error: code } });
    expect(answered.text).not.toContain("/var/secret");
  });

  test("D12 every answer has its id and is not kept by a cache", async () => {
    const { ask } = await openTestApp();
    for (const line of ["GET /v2/personas", "GET /nowhere", "GET /v2/personas/p404", "GET /healthz"]) {
      const { headers } = await ask(line);
      expect(headers.get("x-request-id")).toMatch(/^req/);
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  test("what is not there is a 404 that names where to look", async () => {
    const { ask } = await openTestApp();
    const what = "nothing is at GET /v2/replicas; /openapi.json lists what there is";
    expect(await ask("GET /v2/replicas")).toMatchObject({ status: 404, body: { error: what } });
  });
});
