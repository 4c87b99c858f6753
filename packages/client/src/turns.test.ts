import { describe, expect, test } from "vitest";

import { createClient } from "./client.ts";

function answering(body: unknown, status = 200) {
  const calls: string[] = [];
  const client = createClient({
    baseUrl: "http://server",
    apiKey: "rp_1",
    fetch: async (url, init) => {
      init?.signal?.throwIfAborted();
      calls.push(`${init?.method} ${url instanceof Request ? url.url : url.toString()}`);
      return new Response(JSON.stringify(body), { status });
    },
  });
  return { client, calls };
}

const turn = {
  turn_idx: 3,
  outcome: null,
  transcript: "hello",
  clock: { first_word_at: 12, released_at: null },
  segments: [],
  commits: [],
  drafts: [],
  numbers: null,
  missing: [],
};

describe("the flight record of a turn", () => {
  test("is read as the server tells it, with what a newer server adds", async () => {
    const { client, calls } = answering({ ...turn, weather: "fine" });
    expect(await client.conversations.getTurn("c 1", 3)).toEqual({ ...turn, weather: "fine" });
    expect(calls).toEqual(["GET http://server/v2/conversations/c%201/turns/3"]);
  });

  test("an answer of another shape is an error that names the field, and a refusal keeps the server's words", async () => {
    const odd = answering({ ...turn, missing: undefined });
    await expect(odd.client.conversations.getTurn("c1", 3)).rejects.toMatchObject({
      code: "bad_answer",
      message: expect.stringContaining("missing") as string,
    });
    const none = answering({ error: "turn_idx: this conversation has no turn 3" }, 404);
    await expect(none.client.conversations.getTurn("c1", 3)).rejects.toMatchObject({
      status: 404,
      message: "turn_idx: this conversation has no turn 3",
    });
  });

  test("a caller who gives up is not waited for", async () => {
    const { client } = answering(turn);
    await expect(client.conversations.getTurn("c1", 3, { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
