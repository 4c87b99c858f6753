import { describe, expect, test } from "vitest";

import { createClient } from "./client.ts";

const finding = { step: "name", state: "failed", measured: "m", why: "w", change: "c" };
const one = {
  name: "n",
  model: "m",
  base_url: null,
  healthy: false,
  took_ms: 3,
  capabilities: {},
  findings: [finding],
};
const found = { target: "p1", healthy: false, data: [one] };

function answering(body: unknown) {
  const sent: unknown[] = [];
  const client = createClient({
    baseUrl: "http://server",
    apiKey: "rp_1",
    fetch: async (_url, init) => {
      init?.signal?.throwIfAborted();
      sent.push(init?.body);
      return new Response(JSON.stringify(body));
    },
  });
  return { client, sent };
}

describe("the doctor", () => {
  test("is asked for a target, and answers what it found", async () => {
    const { client, sent } = answering(found);
    expect(await client.doctor.examine("p1", { long: true })).toEqual(found);
    expect(sent).toEqual(['{"target":"p1","long":true}']);
  });

  test("an answer of another shape is an error that names the field", async () => {
    const { client } = answering({ ...found, data: [{ ...one, findings: [{ ...finding, state: "odd" }] }] });
    await expect(client.doctor.examine("p1")).rejects.toMatchObject({
      code: "bad_answer",
      message: expect.stringContaining("data[0].findings[0].state") as string,
    });
  });

  test("the call can be aborted", async () => {
    const { client } = answering(found);
    const signal = AbortSignal.abort(new Error("left"));
    await expect(client.doctor.examine("p1", { signal })).rejects.toThrow("left");
  });
});
