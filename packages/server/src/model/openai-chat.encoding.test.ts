import { createServer } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createOpenAiChat } from "./openai-chat.ts";
import { modelRequest, outcome, realClock, spoken } from "./testing/generation.ts";

const body = `: hello\n\ndata: ${JSON.stringify({ choices: [{ delta: { content: "Grüße 日本" } }] })}\n\ndata: [DONE]\n\n`;

/** Answers with these bytes under that encoding, a few at a time. */
async function ask(encoding: string, bytes: Uint8Array): ReturnType<typeof outcome> {
  const server = createServer((request, response) => {
    response.setHeader("content-encoding", encoding);
    for (let at = 0; at < bytes.length; at += 5) response.write(bytes.subarray(at, at + 5));
    request.resume().once("end", () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  await using client = createOpenAiChat({ clock: realClock, allowPrivateAddresses: true });
  const request = modelRequest({ baseUrl: `http://127.0.0.1:${port}/v1` });
  const result = await outcome(client.stream(request, new AbortController().signal));
  server.closeAllConnections();
  server.close();
  return result;
}

describe("a content encoding that nobody asked for", () => {
  test.each([
    ["gzip", gzipSync(body)],
    ["x-gzip", gzipSync(body)],
    ["GZIP", gzipSync(body)],
    ["deflate", deflateSync(body)],
    ["br", brotliCompressSync(body)],
    ["zstd", zstdCompressSync(body)],
    ["identity", Buffer.from(body)],
  ])("M11 %s is undone", async (encoding, bytes) => {
    const { parts, error } = await ask(encoding, bytes);
    expect({ error, text: spoken(parts), last: parts.at(-1)?.type }).toEqual({
      error: undefined,
      text: "Grüße 日本",
      last: "finish",
    });
  });

  test("M11 one that nobody knows is malformed, and so is one that is not what it says", async () => {
    expect((await ask("rot13", Buffer.from(body))).error).toMatchObject({ code: "malformed" });
    expect((await ask("br", gzipSync(body))).error).toMatchObject({ code: "malformed" });
  });

  test("M14 one that is cut off is truncated", async () => {
    const cut = gzipSync(body).subarray(0, 30);
    expect((await ask("gzip", cut)).error).toMatchObject({ code: "truncated" });
  });
});
