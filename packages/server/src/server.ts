import { createServer, type IncomingMessage, type Server } from "node:http";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { plainPolicies } from "@repartee/engine";
import type { Config } from "./config/config.ts";
import { createApp } from "./http/app.ts";
import { createAuth } from "./http/auth.ts";
import { openLocalKey } from "./http/local-key.ts";
import { createMeetingTokens, openMeetingSecret } from "./http/meeting-token.ts";
import { createOriginRules, isLoopbackName } from "./http/origin.ts";
import { createPageSessions } from "./http/page-session.ts";
import type { ModelRegistry } from "./model/registry.ts";
import { openSecrets } from "./personas/persona-secrets.ts";
import { ensureStockPersona } from "./personas/stock.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ids } from "./ports/ids.ts";
import type { Log } from "./ports/log.ts";
import type { Upstream } from "./ports/model-client.ts";
import type { ModelReport } from "./ports/model-report.ts";
import type { JsonObject } from "./ports/store.ts";
import { createServedModels } from "./served-models.ts";
import { llmOf } from "./session/persona-settings.ts";
import { createDirectory, type RunningConversations } from "./session/directory.ts";
import { openSecretBox } from "./store/secret-box.ts";
import { describeStorePlace, openStore } from "./store/open-store.ts";
import { createLiveChannel } from "./ws/upgrade.ts";

/** A server that listens. */
export interface RunningServer {
  /** Where it listens, for this machine. */
  readonly url: string;
  readonly publicUrl: string;
  readonly apiKey: string;
  /** Whether the key was made just now: the moment to show it. */
  readonly apiKeyCreated: boolean;
  /** Where the data are, for people. */
  readonly storePlace: string;
  /** Opens the page once, within 30 minutes. */
  pageLink(): string;
  /** Which model serves whom, once local models were looked for. */
  models(): Promise<ModelReport>;
  /** Finishes what was released, then stops. */
  close(): Promise<void>;
}

export interface ServerParts {
  readonly config: Config;
  /** Where `OLLAMA_HOST` is found, and the names of keys. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Until keys have workspaces of their own. */
const workspaceId = "default";
/** How long a released turn may take to finish when the server stops. */
const drainMs = 10_000;
const sweepMs = 10_000;

/** Builds every adapter, puts them together and listens. What fails says what to change. */
export async function openServer(parts: ServerParts): Promise<RunningServer> {
  const { config, clock, ids, log } = parts;
  const { dataDir, secret } = config;
  const store = await openStore({ ...config, log });
  try {
    const secretBox = await openSecretBox({ dataDir, ...(secret === undefined ? {} : { secret }) });
    const random = (): string => randomBytes(16).toString("hex");
    const localKey = await openLocalKey({ ...parts, ...config, keys: store.keys, workspaceId, random });
    await ensureStockPersona({ personas: store.personas, clock, workspaceId });
    const models = createServedModels({ ...parts, local: isLoopback(config.host) });
    const conversations = createDirectory({
      store,
      model: models.client,
      policies: plainPolicies,
      clock,
      ids,
      log,
      resolveUpstream: (persona) => resolveUpstream(models.registry, llmOf(openSecrets(persona, secretBox))),
    });

    let url = "";
    const publicUrl = (): string => config.publicUrl ?? url;
    const origins = createOriginRules({ host: config.host, publicUrl, allowedHosts: config.allowedHosts });
    const sessions = createPageSessions({ clock, random });
    const meetingTokens = createMeetingTokens({ secret: await openMeetingSecret({ dataDir, secret }), clock });
    const auth = createAuth({ keys: localKey.keys, sessions, origins });
    const doors = { auth, origins, meetingTokens, clock, log };
    const app = createApp({
      ...doors,
      store,
      conversations,
      sessions,
      secretBox,
      ids,
      checkLlm: (llm) => checkLlm(models.registry, llm),
      models: () => models.report(),
      publicUrl,
      pageDir: fileURLToPath(new URL("../../../apps/playground/dist", import.meta.url)),
    });
    const live = createLiveChannel({ ...doors, conversations, store: store.conversations });
    const answer = getRequestListener(app.fetch);
    // Some clients offer an upgrade to HTTP/2 with every request: that is no reason not to answer it.
    const shouldUpgradeCallback = ({ headers }: IncomingMessage): boolean =>
      headers.upgrade?.toLowerCase() === "websocket";
    // It never rejects: what a handler throws is answered by the app.
    const http = createServer({ shouldUpgradeCallback }, (request, response) => void answer(request, response));
    http.on("upgrade", (request, socket, head) => live.upgrade(request, socket, head));
    url = await listen(http, config);
    models.look(new URL(url).host);
    const stopSweeping = sweepNowAndThen(clock, conversations);

    return {
      url,
      get publicUrl() {
        return publicUrl();
      },
      apiKey: localKey.key,
      apiKeyCreated: localKey.created,
      storePlace: describeStorePlace(config),
      models: () => models.report(),
      pageLink: () => `${publicUrl()}/#t=${sessions.issueLink(workspaceId)}`,
      async close() {
        stopSweeping();
        const closed = new Promise<void>((done) => http.close(() => done()));
        await conversations.close(drainMs);
        await live.close();
        http.closeIdleConnections();
        clock.after(1000, () => http.closeAllConnections());
        await closed;
        await models[Symbol.asyncDispose]();
        await store[Symbol.asyncDispose]();
      },
    };
  } catch (cause) {
    await store[Symbol.asyncDispose]();
    throw cause;
  }
}

function checkLlm(registry: ModelRegistry, llm: JsonObject): string | undefined {
  const resolution = registry.resolve(llm);
  return resolution.ok ? undefined : resolution.problem;
}

function resolveUpstream(registry: ModelRegistry, llm: JsonObject): Upstream {
  const resolution = registry.resolve(llm);
  if (!resolution.ok) throw new Error(resolution.problem);
  return resolution.upstream;
}

async function listen(server: Server, { host, port }: Config): Promise<string> {
  await new Promise<void>((done, fail) => {
    server.once("error", (cause: NodeJS.ErrnoException) => fail(listenError(cause, host, port)));
    server.listen(port, host, () => done());
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server on TCP has an address with a port");
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${address.port}`;
}

/** Why it cannot listen, and what to change. */
function listenError(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  const where = `${host}:${port}`;
  if (cause.code === "EADDRINUSE") {
    return new Error(
      `port ${port} is in use on ${host}; stop what listens there, or choose another with REPARTEE_PORT (0 picks a free one)`,
      { cause },
    );
  }
  if (cause.code === "EACCES") {
    return new Error(`port ${port} may not be used by this user; choose one above 1023 with REPARTEE_PORT`, { cause });
  }
  if (cause.code === "EADDRNOTAVAIL" || cause.code === "ENOTFOUND") {
    return new Error(
      `${host} is no address of this machine; choose one with REPARTEE_HOST (127.0.0.1, or 0.0.0.0 for all)`,
      { cause },
    );
  }
  return new Error(`cannot listen on ${where}: ${cause.message}`, { cause });
}

function isLoopback(host: string): boolean {
  return isLoopbackName(host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);
}

function sweepNowAndThen(clock: Clock, conversations: Pick<RunningConversations, "sweep">): () => void {
  let cancel = clock.after(sweepMs, sweep);
  function sweep(): void {
    conversations.sweep();
    cancel = clock.after(sweepMs, sweep);
  }
  return () => cancel();
}
