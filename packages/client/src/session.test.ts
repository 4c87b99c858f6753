import { describe, expect, test } from "vitest";

import { createClient } from "./client.ts";

/** A client of a server that answers everything with this, and what it was asked. */
function answering(status: number, body: unknown) {
  const calls: string[] = [];
  const client = createClient({
    baseUrl: "http://server",
    fetch: async (url, init) => {
      init?.signal?.throwIfAborted();
      const text = typeof init?.body === "string" ? init.body : "";
      calls.push(`${init?.method} ${url instanceof Request ? url.url : url.toString()} ${text}`);
      return new Response(status === 204 ? null : JSON.stringify(body), { status });
    },
  });
  return { client, calls };
}

describe("the page's session", () => {
  test("a link's token is swapped in the body, never in an address", async () => {
    const { client, calls } = answering(204, undefined);
    await client.session.open("once");
    expect(calls).toEqual(['POST http://server/session {"token":"once"}']);
  });

  test("a token that was used is refused in the server's words", async () => {
    const { client } = answering(401, { error: "the link was used or is too old" });
    await expect(client.session.open("twice")).rejects.toMatchObject({
      status: 401,
      message: "the link was used or is too old",
    });
  });

  test("a check says whether the cookie is good", async () => {
    expect(await answering(200, { status: "active" }).client.session.check()).toBe(true);
    expect(await answering(401, { message: "Invalid access token" }).client.session.check()).toBe(false);
  });

  test("a server that fails is neither yes nor no", async () => {
    await expect(answering(500, { message: "internal" }).client.session.check()).rejects.toMatchObject({ status: 500 });
  });

  test("a check can be aborted", async () => {
    const { client } = answering(200, { status: "active" });
    await expect(client.session.check({ signal: AbortSignal.abort(new Error("left")) })).rejects.toThrow("left");
  });
});
