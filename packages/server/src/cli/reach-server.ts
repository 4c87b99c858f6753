import { DEFAULT_PORT } from "../config/config.ts";
import { findApiKey } from "./api-key.ts";
import { textOf, type Arguments, type Io } from "./command.ts";
import { openOwnServer } from "./own-server.ts";
import { readConfigOf } from "./read-config.ts";

/** A server to talk to. */
export interface ReachedServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** How long a server on this machine may take to say that it is there. */
const probeMs = 1000;

/**
 * The server that `--url` names; without it the one of this machine, and where there is none, one that is started in this
 * process for as long as it is needed.
 */
export async function reachServer(args: Arguments, io: Io): Promise<ReachedServer> {
  const given = textOf(args, "url");
  if (given !== undefined) return runningServer(given, args, io);
  const config = readConfigOf({ dataDir: textOf(args, "data-dir") }, io);
  const usual = `http://127.0.0.1:${config.port === 0 ? DEFAULT_PORT : config.port}`;
  if (await answersAt(usual, io.signal)) return runningServer(usual, args, io);
  const server = await openOwnServer(config, io);
  // A talk that begins before a local model is found is held by the stand-in.
  await server.models();
  io.stderr(`no server answers at ${usual}: started one for now, with the data in ${config.dataDir}\n`);
  return { baseUrl: server.url, apiKey: server.apiKey, [Symbol.asyncDispose]: () => server.close() };
}

function runningServer(baseUrl: string, args: Arguments, io: Io): ReachedServer {
  return { baseUrl, apiKey: findApiKey(args, io), [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** Whether a Repartee server, and not something else, answers there. */
export async function answersAt(baseUrl: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${baseUrl}/healthz`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(probeMs)]),
    });
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null && "status" in body && body.status === "ok";
  } catch {
    return false; // Nothing listens, or nothing that speaks JSON.
  }
}
