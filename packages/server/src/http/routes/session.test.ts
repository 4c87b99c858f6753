import { describe, expect, test } from "vitest";
import { LINK_LIFETIME_MS, SESSION_LIFETIME_MS } from "../page-session.ts";
import { openTestApp } from "../testing/test-app.ts";
import type { TestApp } from "../testing/test-app.ts";

const ORIGIN = "http://localhost:7575";

async function redeem({ app }: TestApp, token: string, origin = ORIGIN): Promise<Response> {
  return app.request(`${ORIGIN}/session`, { method: "POST", body: JSON.stringify({ token }), headers: { origin } });
}

async function check({ app }: TestApp, cookie: string | null): Promise<number> {
  const headers = { origin: ORIGIN, cookie: cookie?.split(";")[0] ?? "" };
  return (await app.request(`${ORIGIN}/session`, { headers })).status;
}

describe("/session", () => {
  test("S1 S2 a link token is swapped for a cookie that no script and no other site can use", async () => {
    const opened = await openTestApp();
    const answered = await redeem(opened, opened.sessions.issueLink("default"));
    expect(answered.status).toBe(204);
    expect(answered.headers.get("set-cookie")).toBe(
      "repartee_session_7575=token-2; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict",
    );
    expect(await check(opened, answered.headers.get("set-cookie"))).toBe(200);
  });

  test("S1 a token works once", async () => {
    const opened = await openTestApp();
    const token = opened.sessions.issueLink("default");
    await redeem(opened, token);
    expect((await redeem(opened, token)).status).toBe(401);
  });

  test("S1 a token works for 30 minutes", async () => {
    const opened = await openTestApp();
    const token = opened.sessions.issueLink("default");
    opened.clock.advance(LINK_LIFETIME_MS);
    const answered = await redeem(opened, token);
    expect(answered.status).toBe(401);
    expect(await answered.json()).toMatchObject({
      error: "the link was used or is too old; the server prints a new one each time it starts",
    });
  });

  test("S1 another page cannot use a token", async () => {
    const opened = await openTestApp();
    expect((await redeem(opened, opened.sessions.issueLink("default"), "http://evil.example")).status).toBe(403);
  });

  test("S2 where the page came over https, the cookie goes over https only", async () => {
    const { app, sessions } = await openTestApp({ publicUrl: "https://talk.example" });
    const body = JSON.stringify({ token: sessions.issueLink("default") });
    const headers = { host: "talk.example", origin: "https://talk.example" };
    const answered = await app.request(`${ORIGIN}/session`, { method: "POST", body, headers });
    expect(answered.headers.get("set-cookie")).toMatch(/^repartee_session=.*; Secure/);
  });

  test("S3 the cookie is good for 12 hours", async () => {
    const opened = await openTestApp();
    const cookie = (await redeem(opened, opened.sessions.issueLink("default"))).headers.get("set-cookie");
    opened.clock.advance(SESSION_LIFETIME_MS - 1);
    expect(await check(opened, cookie)).toBe(200);
    opened.clock.advance(1);
    expect(await check(opened, cookie)).toBe(401);
  });

  test("S1 of more links than anyone opens the oldest are dropped", async () => {
    const { sessions } = await openTestApp();
    const links = Array.from({ length: 150 }, () => sessions.issueLink("default"));
    expect(sessions.redeem(links[0]!)).toBeUndefined();
    expect(sessions.redeem(links.at(-1)!)).toBeDefined();
  });
});
