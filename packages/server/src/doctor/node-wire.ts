import { lookup } from "node:dns";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { connect as connectTcp, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { TLSSocket } from "node:tls";
import type { Clock } from "../ports/clock.ts";
import { exchange } from "./node-exchange.ts";
import type { Door, Handshake, Knocked, LookedUp, Wire } from "./wire.ts";

/** The wire of this machine. Its connections are its own, so that a walk neither helps nor disturbs a conversation. */
export function createNodeWire(clock: Clock): Wire {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  return {
    lookUp: (host, limitMs) => lookUp(host, limitMs, clock),
    knock: (door, limitMs) => knock(door, limitMs, clock),
    shakeHands: (door, limitMs) => shakeHands(door, limitMs, clock),
    send: (request) => exchange(request, { clock, ...agents }),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function lookUp(host: string, limitMs: number, clock: Clock): Promise<LookedUp> {
  const began = clock.now();
  const ms = (): number => clock.now() - began;
  if (isIP(host) !== 0) return Promise.resolve({ ok: true, addresses: [host], ms: 0 });
  return new Promise((done) => {
    const cancel = clock.after(limitMs, () => done({ ok: false, code: "timeout", ms: ms() }));
    lookup(host, { all: true }, (error, found) => {
      cancel();
      if (error !== null) done({ ok: false, code: error.code ?? error.message, ms: ms() });
      else done({ ok: true, addresses: found.map((entry) => entry.address), ms: ms() });
    });
  });
}

interface Attempt<T> {
  readonly socket: Socket;
  readonly ready: "connect" | "secureConnect";
  readonly limitMs: number;
  readonly clock: Clock;
  readonly read: (ms: number) => T;
}

/** Waits until the socket is ready, reads from it what is wanted, and closes it. */
function attempt<T>(
  options: Attempt<T>,
): Promise<T | { readonly ok: false; readonly code: string; readonly ms: number }> {
  const { socket, ready, limitMs, clock, read } = options;
  const began = clock.now();
  return new Promise((done) => {
    const finish = (answer: T | { readonly ok: false; readonly code: string; readonly ms: number }): void => {
      cancel();
      socket.destroy();
      done(answer);
    };
    const fail = (code: string): void => finish({ ok: false, code, ms: clock.now() - began });
    const cancel = clock.after(limitMs, () => fail("timeout"));
    socket.once(ready, () => finish(read(clock.now() - began)));
    socket.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    socket.once("close", () => fail("ECONNRESET"));
  });
}

function knock({ address, port }: Door, limitMs: number, clock: Clock): Promise<Knocked> {
  const socket = connectTcp({ host: address, port });
  return attempt<Knocked>({ socket, ready: "connect", limitMs, clock, read: (ms) => ({ ok: true, ms }) });
}

function shakeHands({ host, address, port }: Door, limitMs: number, clock: Clock): Promise<Handshake> {
  const socket = connectTls({
    host: address,
    port,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ["h2", "http/1.1"],
    // Nothing is sent here: a certificate that is wrong is looked at, so that it can be said what is wrong with it.
    rejectUnauthorized: false,
  });
  return attempt<Handshake>({
    socket,
    ready: "secureConnect",
    limitMs,
    clock,
    read: (ms) => readHandshake(socket, ms),
  });
}

function readHandshake(socket: TLSSocket, ms: number): Handshake {
  const peer = socket.getPeerCertificate();
  // Node types it as an error; it is the code as a text.
  const problem = socket.authorized ? undefined : String(socket.authorizationError);
  return {
    ok: true,
    ms,
    version: socket.getProtocol() ?? "TLS",
    http2: socket.alpnProtocol === "h2",
    certificate: {
      names: peer.subjectaltname ?? one(peer.subject?.CN),
      issuer: one(peer.issuer?.O ?? peer.issuer?.CN),
      validTo: peer.valid_to ?? "",
    },
    ...(problem === undefined ? {} : { problem }),
  };
}

function one(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : (value ?? []).join(", ");
}
