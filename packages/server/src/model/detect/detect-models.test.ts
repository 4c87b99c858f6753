import { describe, expect, test } from "vitest";
import { realClock } from "../testing/generation.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { detectModels, type DetectParts } from "./detect-models.ts";
import type { Detection } from "./detection.ts";
import { localServers } from "./probes.ts";
import { answers, failed, fakeFetch, openDoor } from "./testing/doors.ts";

const ollama = "http://127.0.0.1:11434/api/tags";
const lmStudio = "http://127.0.0.1:1234/v1/models";
const props = "http://127.0.0.1:8080/props";
const llamaModels = "http://127.0.0.1:8080/v1/models";
const vllm = "http://127.0.0.1:8000/v1/models";

function detect(doors: Readonly<Record<string, unknown>>, parts: Partial<DetectParts> = {}): Promise<Detection> {
  return detectModels({ env: {}, clock: new ManualClock(), fetch: fakeFetch(doors), ...parts });
}

/** Lets everything that can go on without time go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("looking for local models", () => {
  test("M40 every kind of server is found where it listens out of the box", async () => {
    const doors = {
      [ollama]: answers.ollama,
      [lmStudio]: answers.lmStudio,
      [props]: answers.llamaProps,
      [llamaModels]: answers.llamaModels,
      [vllm]: answers.vllm,
    };
    const { found, refused } = await detect(doors);
    expect(refused).toEqual([]);
    expect(found.map(({ server, address, baseUrl }) => [server, address, baseUrl])).toEqual([
      ["Ollama", "127.0.0.1:11434", "http://127.0.0.1:11434/v1"],
      ["LM Studio", "127.0.0.1:1234", "http://127.0.0.1:1234/v1"],
      ["llama.cpp", "127.0.0.1:8080", "http://127.0.0.1:8080/v1"],
      ["vLLM", "127.0.0.1:8000", "http://127.0.0.1:8000/v1"],
    ]);
    expect(found[0]?.models).toEqual([
      { name: "nomic-embed-text:latest", use: "embedding", modifiedAt: Date.UTC(2026, 10, 1, 10) },
      { name: "llama3.2:latest", use: "chat", modifiedAt: Date.UTC(2026, 9, 1, 8) },
      { name: "gemma4:e4b", use: "chat", modifiedAt: Date.UTC(2026, 9, 20, 8, 30, 0, 123) },
      { name: "gpt-oss:120b-cloud", use: "remote", modifiedAt: Date.UTC(2026, 10, 10, 10) },
    ]);
    expect(found[1]?.models.map(({ use }) => use)).toEqual(["chat", "embedding"]);
  });

  test("M40 ports where nobody listens are not worth a word", async () => {
    expect(await detect({})).toEqual({ found: [], refused: [], keys: [] });
  });

  test("M41 Ollama is looked for where OLLAMA_HOST says, and that nobody is there is told", async () => {
    const env = { OLLAMA_HOST: "gpu.lan:9000" };
    const doors = { "http://gpu.lan:9000/api/tags": answers.ollama };
    expect((await detect(doors, { env })).found[0]).toMatchObject({
      address: "gpu.lan:9000",
      baseUrl: "http://gpu.lan:9000/v1",
    });
    expect((await detect({}, { env })).refused).toEqual([
      { server: "Ollama", address: "gpu.lan:9000", reason: "connection refused" },
    ]);
  });

  test.each([
    ["ECONNREFUSED", "connection refused"],
    ["ENOTFOUND", "there is no host of that name"],
    ["EHOSTUNREACH", "the host cannot be reached"],
    ["CERT_HAS_EXPIRED", "cannot be asked (CERT_HAS_EXPIRED)"],
    ["ECONNRESET", "answers, but is no Ollama"],
  ])("M41 %s is told as: %s", async (code, reason) => {
    const doors = { "http://gpu.lan:11434/api/tags": failed(code) };
    expect((await detect(doors, { env: { OLLAMA_HOST: "gpu.lan" } })).refused).toMatchObject([{ reason }]);
  });

  test("M41 a port that HTTP clients refuse to call is told in their words", async () => {
    const { refused } = await detect({}, { env: { OLLAMA_HOST: "127.0.0.1:1" }, fetch: globalThis.fetch, servers: [] });
    expect(refused).toEqual([{ server: "Ollama", address: "127.0.0.1:1", reason: "cannot be asked (bad port)" }]);
  });

  test("M41 an OLLAMA_HOST that is no address is told, without its text", async () => {
    const { refused } = await detect({}, { env: { OLLAMA_HOST: "http://me:secret@host" } });
    expect(refused).toMatchObject([{ server: "Ollama", address: "OLLAMA_HOST" }]);
    expect(JSON.stringify(refused)).not.toContain("secret");
  });

  test.each([
    ["a page", new Response("<html>")],
    ["another API's JSON", { status: "ok" }],
    ["a list of something else", { object: "list", data: [{ id: "a", object: "user" }] }],
    ["a list", []],
    ["not found", new Response("", { status: 404 })],
    ["a redirect", new Response("", { status: 302, headers: { location: "http://elsewhere/" } })],
    ["no HTTP", failed("HPE_INVALID_CONSTANT")],
    ["a gateway to other people's models", answers.gateway],
  ])("M42 what answers with %s is not taken for a model server", async (_name, door) => {
    expect(await detect({ [vllm]: door })).toEqual({
      found: [],
      refused: [{ server: "vLLM", address: "127.0.0.1:8000", reason: "answers, but is no vLLM" }],
      keys: [],
    });
  });

  test("M42 llama.cpp is known by its props, not by its list alone", async () => {
    const { found, refused } = await detect({ [props]: { version: 3 }, [llamaModels]: answers.llamaModels });
    expect(found).toEqual([]);
    expect(refused).toEqual([
      { server: "llama.cpp", address: "127.0.0.1:8080", reason: "answers, but is no llama.cpp" },
    ]);
  });

  test.each([401, 403, 503])("M42 a refusal is told by its status: %d", async (status) => {
    const { refused } = await detect({ [lmStudio]: new Response("{}", { status }) });
    expect(refused).toEqual([{ server: "LM Studio", address: "127.0.0.1:1234", reason: `answered ${status}` }]);
  });

  test("M43 one that does not answer is given up after 300 ms, and everything after 500 ms", async () => {
    const clock = new ManualClock();
    const doors = { [lmStudio]: "never", [props]: answers.llamaProps, [llamaModels]: "never" };
    const result = detect(doors, { clock });
    await settle();
    clock.advance(300);
    await settle();
    clock.advance(200);
    expect((await result).refused).toEqual([
      { server: "LM Studio", address: "127.0.0.1:1234", reason: "no answer in 300 ms" },
      { server: "llama.cpp", address: "127.0.0.1:8080", reason: "no answer in 300 ms" },
    ]);
    expect(clock.waiting).toBe(0);
  });

  test("M43 they are asked all at the same time", async () => {
    const fetch = fakeFetch({ [ollama]: "never", [lmStudio]: "never", [props]: "never", [vllm]: "never" });
    const clock = new ManualClock();
    const result = detect({}, { fetch, clock });
    expect(fetch.asked).toEqual([ollama, lmStudio, props, vllm]);
    clock.advance(500);
    expect((await result).refused).toHaveLength(4);
  });

  test("M43 an answer is read so far and no further", async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(0x20));
      },
    });
    const { refused } = await detect({ [vllm]: new Response(body) });
    expect(refused).toMatchObject([{ reason: "answers, but is no vLLM" }]);
    expect(pulled).toBeLessThan(30);
  });

  test("M44 keys are known by their names alone, and nobody is called for them", async () => {
    const fetch = fakeFetch({});
    const env = { OPENAI_API_KEY: "sk-very-secret", GROQ_API_KEY: "gsk-secret", MISTRAL_API_KEY: " ", HOME: "/root" };
    const detection = await detect({}, { env, fetch });
    expect(detection.keys).toEqual(["OPENAI_API_KEY", "GROQ_API_KEY"]);
    expect(JSON.stringify(detection)).not.toContain("secret");
    expect(fetch.asked.every((url) => url.startsWith("http://127.0.0.1:"))).toBe(true);
  });

  test("M40 the server does not ask itself", async () => {
    const fetch = fakeFetch({});
    await detect({}, { fetch, own: "127.0.0.1:8080" });
    expect(fetch.asked).not.toContain(props);
  });

  test("a model whose name would move the cursor of a terminal is not listed", async () => {
    const { found } = await detect({ [ollama]: { models: [{ name: "good" }, { name: "bad\u001b[2J" }] } });
    expect(found[0]?.models.map(({ name }) => name)).toEqual(["good"]);
  });
});

describe("looking for local models over real sockets", () => {
  test("M40 M43 one that answers, one that is silent, one that talks without end", async () => {
    await using good = await openDoor((request, response) => {
      response.end(JSON.stringify(request.url === "/props" ? answers.llamaProps : answers.llamaModels));
    });
    await using silent = await openDoor(() => undefined);
    await using endless = await openDoor((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(" ".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    const origins: Readonly<Record<string, string>> = {
      "llama.cpp": good.origin,
      "LM Studio": silent.origin,
      vLLM: endless.origin,
    };
    const servers = localServers.map((one) => ({ ...one, origin: origins[one.server] ?? "" }));
    await using nobody = await openDoor(() => undefined);
    const { address } = nobody;
    await nobody[Symbol.asyncDispose]();
    const begun = realClock.now();
    const detection = await detectModels({ env: { OLLAMA_HOST: address }, fetch, clock: realClock, servers });
    expect(realClock.now() - begun).toBeLessThan(1500);
    expect(detection.found).toEqual([
      {
        server: "llama.cpp",
        address: good.address,
        baseUrl: `${good.origin}/v1`,
        models: [{ name: "qwen3.6-35b", use: "chat" }],
      },
    ]);
    expect(detection.refused).toEqual([
      { server: "Ollama", address, reason: "connection refused" },
      { server: "LM Studio", address: silent.address, reason: "no answer in 300 ms" },
      { server: "vLLM", address: endless.address, reason: "answers, but is no vLLM" },
    ]);
  });
});
