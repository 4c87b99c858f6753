import { describe, expect, test } from "vitest";

import { createClient } from "./client.ts";

function answering(body: unknown) {
  const calls: string[] = [];
  const client = createClient({
    baseUrl: "http://server",
    apiKey: "rp_1",
    fetch: async (url, init) => {
      init?.signal?.throwIfAborted();
      calls.push(`${init?.method} ${url instanceof Request ? url.url : url.toString()}`);
      return new Response(JSON.stringify(body));
    },
  });
  return { client, calls };
}

const nothing = { data: [], also_found: [], refused: [], keys: [] };

describe("the hosted models", () => {
  test("are read as the server tells them, with what a newer server adds", async () => {
    const found = {
      name: "tavus-llama-4",
      state: "found",
      model: "llama3.2",
      via: "Ollama 127.0.0.1:11434",
      reason: "",
    };
    const standIn = { name: "tavus-gpt-4o", state: "stand-in", model: null, via: null, reason: "none", size: 1 };
    const { client, calls } = answering({ ...nothing, data: [found, standIn], keys: ["OPENAI_API_KEY"] });
    expect(await client.hostedModels.list()).toEqual({ ...nothing, data: [found, standIn], keys: ["OPENAI_API_KEY"] });
    expect(calls).toEqual(["GET http://server/v2/hosted-models"]);
  });

  test("an answer of another shape is an error that names the field", async () => {
    const { client } = answering({ ...nothing, data: [{ name: "tavus-llama-4", state: "asleep", reason: "" }] });
    await expect(client.hostedModels.list()).rejects.toMatchObject({
      code: "bad_answer",
      message: expect.stringContaining("data[0].state") as string,
    });
  });

  test("the call can be aborted", async () => {
    const { client } = answering(nothing);
    await expect(client.hostedModels.list({ signal: AbortSignal.abort(new Error("left")) })).rejects.toThrow("left");
  });
});
