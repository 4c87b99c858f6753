import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import type { Config } from "./config/config.ts";

/** What answers: web-standard requests, and connections that become WebSockets. */
export interface Answerer {
  /** Asked first: what it takes, it answers itself. */
  readonly take: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** Listens where the configuration says. What fails says what to change. */
export async function listen(config: Config, answerer: Answerer): Promise<{ server: Server; url: string }> {
  const answer = getRequestListener(answerer.fetch);
  // Some clients offer an upgrade to HTTP/2 with every request: that is no reason not to answer it.
  const shouldUpgradeCallback = ({ headers }: IncomingMessage): boolean =>
    headers.upgrade?.toLowerCase() === "websocket";
  // It never rejects: what a handler throws is answered by the app.
  const server = createServer({ shouldUpgradeCallback }, (request, response) => {
    if (!answerer.take(request, response)) void answer(request, response);
  });
  server.on("upgrade", answerer.upgrade);
  return { server, url: await open(server, config) };
}

async function open(server: Server, { host, port }: Config): Promise<string> {
  await new Promise<void>((done, fail) => {
    server.once("error", (cause: NodeJS.ErrnoException) => fail(explain(cause, host, port)));
    server.listen(port, host, () => done());
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server on TCP has an address with a port");
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${address.port}`;
}

/** Why it cannot listen, and what to change. */
function explain(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  return new Error(adviceFor(cause, host, port), { cause });
}

function adviceFor(cause: NodeJS.ErrnoException, host: string, port: number): string {
  switch (cause.code) {
    case "EADDRINUSE":
      return `port ${port} is in use on ${host}; stop what listens there, or choose another with REPARTEE_PORT (0 picks a free one)`;
    case "EACCES":
      return `port ${port} may not be used by this user; choose one above 1023 with REPARTEE_PORT`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is no address of this machine; choose one with REPARTEE_HOST (127.0.0.1, or 0.0.0.0 for all)`;
    default:
      return `cannot listen on ${host}:${port}: ${cause.message}`;
  }
}
