import { describe, expect, test } from "vitest";
import { openTestApp, TEST_KEY } from "../testing/test-app.ts";

const url = "http://localhost:7575";

describe("TM4 /metrics", () => {
  test("answers in Prometheus' text format", async () => {
    const { ask } = await openTestApp();
    const answer = await ask("GET /metrics");
    expect(answer).toMatchObject({ status: 200, text: "repartee_connections 3\n" });
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  test.each([
    ["x-api-key", TEST_KEY, 200],
    ["authorization", `Bearer ${TEST_KEY}`, 200],
    ["authorization", `bearer ${TEST_KEY}`, 200],
    ["authorization", "Bearer rp_wrong", 401],
    ["authorization", `Basic ${TEST_KEY}`, 401],
    ["accept", "*/*", 401],
  ])("with %s: %s it is %i", async (name, value, status) => {
    const { app } = await openTestApp();
    expect((await app.request(`${url}/metrics`, { headers: { [name]: value } })).status).toBe(status);
  });

  test("a Bearer key opens no other door of REST", async () => {
    const { app } = await openTestApp();
    const headers = { authorization: `Bearer ${TEST_KEY}` };
    expect((await app.request(`${url}/v2/personas`, { headers })).status).toBe(401);
  });
});
