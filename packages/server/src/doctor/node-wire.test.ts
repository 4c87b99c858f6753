import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { startEndpoint } from "../../../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../../../bench/endpoint/reply.ts";
import { createSystemClock } from "../system/clock.ts";
import { createNodeWire } from "./node-wire.ts";
import { readPieces } from "./testing/read.ts";
import { delta, done, finish } from "./testing/scripted-wire.ts";
import type { Exchange, WireRequest } from "./wire.ts";

const limits = { firstMs: 5000, betweenMs: 5000, totalMs: 5000 };

async function serve(answer: RequestListener) {
  const server = createServer(answer);
  await once(server.listen(0, "127.0.0.1"), "listening");
  // A server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

interface Sent {
  readonly exchange: Exchange;
  readonly text: string;
}

async function send(
  port: number,
  over: Partial<WireRequest> = {},
  wire = createNodeWire(createSystemClock()),
): Promise<Sent> {
  let text = "";
  const exchange = await wire.send({
    method: "POST",
    origin: `http://llm.invalid:${port}`,
    path: "/v1/chat/completions",
    headers: {},
    body: "{}",
    address: "127.0.0.1",
    limits,
    onPiece: (piece) => {
      text += piece.text;
      return "useful";
    },
    signal: new AbortController().signal,
    ...over,
  });
  return { exchange, text };
}

const silent: RequestListener = () => undefined;

describe("The wire", () => {
  test("DR7 connects to the address that was checked, whatever the name says", async () => {
    await using server = await serve((request, response) => response.end(request.headers.host));
    expect((await send(server.port)).text).toBe(`llm.invalid:${server.port}`);
  });

  test("DR23 unpacks what comes compressed, and no character is torn", async () => {
    const body = delta({ content: "Grüße 🙂" }) + finish + done;
    await using server = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-type": "text/event-stream" });
      response.end(gzipSync(body));
    });
    const { text } = await send(server.port);
    expect(readPieces([text]).words).toBe("Grüße 🙂");
  });

  test("DR19 an open connection is used again, one that was left is not", async () => {
    await using server = await serve((request, response) => {
      if (request.url === "/endless") response.write("a");
      else response.end("a");
    });
    const wire = createNodeWire(createSystemClock());
    const reused = async (over: Partial<WireRequest> = {}): Promise<boolean> =>
      (await send(server.port, over, wire)).exchange.reused;
    expect([
      await reused(),
      await reused(),
      await reused({ path: "/endless", onPiece: () => "stop" }),
      await reused(),
    ]).toEqual([false, true, true, false]);
    wire.close();
  });

  test.each([
    ["first", { ...limits, firstMs: 20 }],
    ["total", { ...limits, totalMs: 20 }],
  ] as const)("DR3 a server that says nothing is left at the limit: %s", async (limit, given) => {
    await using server = await serve(silent);
    const { exchange } = await send(server.port, { limits: given });
    expect(exchange).toMatchObject({ end: { type: "late", limit, ms: 20 }, headers: {} });
  });

  test("DR3 a pause between two useful pieces has a limit, which an idle piece does not move", async () => {
    await using server = await serve((_request, response) => void response.write("a"));
    const { exchange } = await send(server.port, { limits: { ...limits, betweenMs: 20 } });
    expect(exchange).toMatchObject({ status: 200, end: { type: "late", limit: "between" } });
    const idle = await send(server.port, { limits: { ...limits, firstMs: 20 }, onPiece: () => "idle" });
    expect(idle.exchange.end).toMatchObject({ type: "late", limit: "first" });
  });

  test("DR3 an abort ends a request at once, also before it begins", async () => {
    const controller = new AbortController();
    await using server = await serve(() => controller.abort());
    const broken = { end: { type: "broken", code: "aborted" } };
    expect((await send(server.port, { signal: controller.signal })).exchange).toMatchObject(broken);
    expect((await send(server.port, { signal: controller.signal })).exchange).toMatchObject(broken);
  });

  test("DR13 a connection that breaks is told by its code", async () => {
    await using server = await serve((request) => request.socket.destroy());
    expect((await send(server.port)).exchange.end).toEqual({ type: "broken", code: "ECONNRESET" });
  });

  test("DR9 knocks, and is told who is not there", async () => {
    const wire = createNodeWire(createSystemClock());
    await using server = await serve(silent);
    const door = { host: "127.0.0.1", address: "127.0.0.1", port: server.port };
    expect(await wire.knock(door, 1000)).toMatchObject({ ok: true });
    expect(await wire.knock({ ...door, port: 1 }, 1000)).toMatchObject({ ok: false, code: "ECONNREFUSED" });
    expect(await wire.lookUp("127.0.0.1", 1000)).toEqual({ ok: true, addresses: ["127.0.0.1"], ms: 0 });
    expect(await wire.lookUp("localhost", 1000)).toMatchObject({ ok: true });
  });

  test("DR10 shakes hands with a certificate that is self-signed, and says so", async () => {
    await using endpoint = await startEndpoint({ secure: "h2", replies: createReplies(["a"]) });
    const door = { host: "127.0.0.1", address: "127.0.0.1", port: Number(new URL(endpoint.url).port) };
    expect(await createNodeWire(createSystemClock()).shakeHands(door, 5000)).toMatchObject({
      ok: true,
      http2: true,
      problem: expect.stringMatching(/SELF_SIGNED|SELF-SIGNED|UNABLE_TO_VERIFY/) as string,
    });
  });

  test("DR10 a server that does not speak TLS is told, and one that never answers is left", async () => {
    const wire = createNodeWire(createSystemClock());
    await using server = await serve(silent);
    const door = { host: "127.0.0.1", address: "127.0.0.1", port: server.port };
    expect(await wire.shakeHands(door, 5000)).toMatchObject({ ok: false });
    const mute = createTcpServer(() => undefined);
    await once(mute.listen(0, "127.0.0.1"), "listening");
    const { port } = mute.address() as AddressInfo;
    expect(await wire.shakeHands({ ...door, port }, 30)).toMatchObject({ ok: false, code: "timeout" });
    mute.close();
  });
});
