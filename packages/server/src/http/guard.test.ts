import { describe, expect, test } from "vitest";
import { TEST_KEY, openTestApp } from "./testing/test-app.ts";
import type { TestApp, TestAppOptions } from "./testing/test-app.ts";

const NO_KEY = "";

async function statusOf(
  line: string,
  headers: Record<string, string> = {},
  options: TestAppOptions = {},
): Promise<number> {
  const { ask } = await openTestApp(options);
  return (await ask(line, undefined, headers)).status;
}

/** A page that came in by its link: its cookie. */
async function signIn({ ask, sessions }: TestApp): Promise<string> {
  const answered = await ask(
    "POST /session",
    { token: sessions.issueLink("default") },
    { "x-api-key": NO_KEY, origin: "http://localhost:7575" },
  );
  return answered.headers.get("set-cookie")?.split(";")[0] ?? "";
}

describe("Who may come in", () => {
  test.each([
    "GET /v2/personas",
    "POST /v2/personas",
    "GET /v2/pals/p1",
    "DELETE /v2/conversations/c1",
    "POST /v2/interactions",
    "GET /openapi.json",
    "GET /session",
    "GET /metrics",
    "GET /v1/models",
    "POST /",
    "POST /healthz",
    "GET /c/a/b",
    "GET /../secret.key",
  ])("D1 %s needs a key", async (line) => {
    const { ask } = await openTestApp();
    expect(await ask(line, undefined, { "x-api-key": NO_KEY })).toMatchObject({
      status: 401,
      body: { message: "Invalid access token" },
    });
    expect(await ask(line, undefined, { "x-api-key": "rp_wrong" })).toMatchObject({ status: 401 });
    expect((await ask(line)).status).not.toBe(401);
  });

  test.each([
    ["GET /", 503],
    ["GET /c/c0123456789abcdef", 503],
    ["GET /assets/index-abc.js", 404],
    ["GET /favicon.svg", 404],
    ["GET /healthz", 200],
    ["HEAD /healthz", 200],
    ["GET /readyz", 200],
    ["POST /session", 400],
  ])("D1 %s is open", async (line, status) => {
    expect(await statusOf(line, { "x-api-key": NO_KEY })).toBe(status);
  });

  test("D1 a key that is only part of one, or endlessly long, is none", async () => {
    expect(await statusOf("GET /v2/personas", { "x-api-key": TEST_KEY.slice(0, -1) })).toBe(401);
    expect(await statusOf("GET /v2/personas", { "x-api-key": "x".repeat(100_000) })).toBe(401);
  });

  test.each<[string, Record<string, string>, number]>([
    ["GET /v2/personas", { origin: "http://localhost:7575" }, 200],
    ["GET /v2/personas", { "sec-fetch-site": "same-origin" }, 200],
    ["POST /v2/conversations", { origin: "http://localhost:7575" }, 200],
    ["GET /v2/personas", {}, 401],
    ["GET /v2/personas", { "sec-fetch-site": "none" }, 401],
    ["GET /v2/personas", { "sec-fetch-site": "same-site" }, 401],
    ["POST /v2/conversations", { "sec-fetch-site": "same-origin" }, 401],
    ["GET /v2/personas", { origin: "http://evil.example" }, 403],
    ["GET /v2/personas", { origin: "null" }, 403],
  ])("D2 %s with the cookie and %j is %d", async (line, headers, status) => {
    const opened = await openTestApp();
    const cookie = await signIn(opened);
    const [method = "GET", path = "/"] = line.split(" ");
    const response = await opened.app.request(`http://localhost:7575${path}`, {
      method,
      headers: { ...headers, cookie },
    });
    expect(response.status).toBe(status);
  });

  test.each([
    ["localhost:7575", 200],
    ["LOCALHOST", 200],
    ["app.localhost:7575", 200],
    ["127.0.0.1:7575", 200],
    ["127.9.9.9", 200],
    ["[::1]:7575", 200],
    ["talk.example", 200],
    ["extra.example:8080", 200],
    ["evil.example", 421],
    ["localhost.evil.example", 421],
    ["127.0.0.1.evil.example", 421],
    ["192.168.1.2:7575", 421],
    ["talk.example@evil.example", 421],
    ["a b", 421],
  ])("D3 asked as %s it answers %d", async (host, status) => {
    const options = { publicUrl: "https://talk.example", allowedHosts: ["Extra.example:8080"] };
    expect(await statusOf("GET /v2/personas", { host }, options)).toBe(status);
  });

  test("D3 the address that it listens on is a name of it, every address is none", async () => {
    expect(await statusOf("GET /v2/personas", { host: "192.168.1.2:7575" }, { host: "192.168.1.2" })).toBe(200);
    expect(await statusOf("GET /v2/personas", { host: "0.0.0.0:7575" }, { host: "0.0.0.0" })).toBe(421);
  });

  test("D3 the refusal says what to do, and probes need no name", async () => {
    const { ask } = await openTestApp();
    const what =
      'Host: "evil.example" is not a name of this server; set REPARTEE_PUBLIC_URL, or add it to "allowed_hosts"';
    expect(await ask("GET /", undefined, { host: "evil.example" })).toMatchObject({
      status: 421,
      body: { error: what },
    });
    expect(await statusOf("GET /healthz", { host: "10.1.2.3" })).toBe(200);
  });

  test.each([
    ["http://localhost:7575", 200],
    ["https://talk.example", 200],
    ["http://localhost:3000", 403],
    ["http://127.0.0.1:7575", 403],
    ["http://talk.example", 403],
    ["null", 403],
  ])("D4 with a key and the origin %s it is %d", async (origin, status) => {
    expect(await statusOf("GET /v2/personas", { origin }, { publicUrl: "https://talk.example" })).toBe(status);
  });

  test("D4 behind a proxy that ends TLS the page's own origin is its own", async () => {
    const options = { allowedHosts: ["proxied.example"] };
    expect(
      await statusOf("GET /v2/personas", { host: "proxied.example", origin: "https://proxied.example" }, options),
    ).toBe(200);
  });
});
