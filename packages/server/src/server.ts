import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { policiesFor, type Policies, type Settings } from "@repartee/engine";
import type { Config } from "./config/config.ts";
import { createApp } from "./http/app.ts";
import { createAuth } from "./http/auth.ts";
import type { Door } from "./http/door.ts";
import { openLocalKey, type LocalKey } from "./http/local-key.ts";
import { createMeetingTokens, openMeetingSecret, type MeetingTokens } from "./http/meeting-token.ts";
import { createOriginRules, isLoopbackName } from "./http/origin.ts";
import { createPageSessions, type PageSessions } from "./http/page-session.ts";
import { openKeepsakeFile } from "./model/capabilities/keepsake-file.ts";
import { baseUrlAdvice } from "./model/chat/address.ts";
import type { ModelFacts } from "./model/hosted-model.ts";
import type { ModelRegistry } from "./model/registry.ts";
import { openSecrets as unsealSecrets } from "./personas/persona-secrets.ts";
import { ensureStockPersona } from "./personas/stock.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ids } from "./ports/ids.ts";
import type { Log } from "./ports/log.ts";
import type { Upstream } from "./ports/model-client.ts";
import type { ModelReport } from "./ports/model-report.ts";
import type { SecretBox } from "./ports/secret-box.ts";
import type { JsonObject, Store } from "./ports/store.ts";
import { pageDir } from "./page-dir.ts";
import { createServerDoctor } from "./server-doctor.ts";
import { createServedModels, type ServedModels } from "./served-models.ts";
import { listen } from "./listener.ts";
import { createOpenAiDoor, type OpenAiDoor } from "./openai/door.ts";
import { contextProblem, withModel } from "./session/context-limit.ts";
import { llmOf } from "./session/persona-settings.ts";
import { createDirectory, type RunningConversations } from "./session/directory.ts";
import { openSecretBox } from "./store/secret-box.ts";
import { describeStorePlace, openStore } from "./store/open-store.ts";
import { createRecentKeys, createRecentPersonas } from "./store/recent-rows.ts";
import { openTelemetry, type OpenTelemetry } from "./telemetry/open-telemetry.ts";
import { timeAppends } from "./telemetry/timed-appends.ts";
import { createTokenCounterSource } from "./tokens/open-counter.ts";
import { createArgumentCheck } from "./tools/check-arguments.ts";
import { checkTools } from "./tools/check-tools.ts";
import { createLiveChannel, type LiveChannel } from "./ws/upgrade.ts";

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

/** Builds every adapter, puts them together and listens. What fails says what to change, and leaves nothing open. */
export async function openServer(parts: ServerParts): Promise<RunningServer> {
  const { config, log } = parts;
  const telemetry = await openTelemetry(parts);
  const store = await openStore({ ...config, log });
  const models = createServedModels({
    ...parts,
    telemetry,
    local: isLoopback(config.host),
    keepsake: openKeepsakeFile(join(config.dataDir, "learned-capabilities.json")),
  });
  try {
    return await open(parts, { store, models, telemetry, tokenCounter: createTokenCounterSource() });
  } catch (cause) {
    await models[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    await telemetry[Symbol.asyncDispose]();
    throw cause;
  }
}

interface Opened {
  readonly store: Store;
  readonly models: ServedModels;
  readonly telemetry: OpenTelemetry;
  /** Loaded with the first conversation, or the first request that has to be measured. */
  readonly tokenCounter: ReturnType<typeof createTokenCounterSource>;
}

async function open(parts: ServerParts, opened: Opened): Promise<RunningServer> {
  const { config, clock } = parts;
  const { store, models, telemetry } = opened;
  const secrets = await openSecrets(parts, store);
  await ensureStockPersona({ personas: store.personas, clock, workspaceId });
  const conversations = createConversations(parts, opened, secrets.box);
  // Known once it listens, and needed by what is built before.
  let url = "";
  const publicUrl = (): string => config.publicUrl ?? url;
  const sessions = createPageSessions({ clock, random });
  const doors = createDoors({ ...parts, ...secrets, ...opened, conversations, sessions, publicUrl });
  const { server, url: listening } = await listen(config, {
    take: (request, response) => doors.openai.take(request, response),
    fetch: (request) => doors.app.fetch(request),
    upgrade: (request, socket, head) => doors.live.upgrade(request, socket, head),
  });
  url = listening;
  models.look(new URL(url).host);
  const stopSweeping = sweepNowAndThen(clock, conversations);

  return {
    url,
    publicUrl: publicUrl(),
    apiKey: secrets.localKey.key,
    apiKeyCreated: secrets.localKey.created,
    storePlace: describeStorePlace(config),
    models: () => models.report(),
    pageLink: () => `${publicUrl()}/#t=${sessions.issueLink(workspaceId)}`,
    async close() {
      stopSweeping();
      const closed = new Promise<void>((done) => server.close(() => done()));
      await Promise.all([conversations.close(drainMs), doors.openai.close(drainMs)]);
      await doors.live.close();
      server.closeIdleConnections();
      clock.after(1000, () => server.closeAllConnections());
      await closed;
      await models[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await telemetry[Symbol.asyncDispose]();
    },
  };
}

/** 32 hex digits that nobody can guess. */
function random(): string {
  return randomBytes(16).toString("hex");
}

interface Secrets {
  readonly box: SecretBox;
  readonly localKey: LocalKey;
  readonly meetingTokens: MeetingTokens;
}

/** What is kept secret: providers' keys, the first API key, what signs the tokens of meetings. */
async function openSecrets({ config, clock, ids }: ServerParts, { keys }: Store): Promise<Secrets> {
  const { dataDir, secret, apiKey } = config;
  const box = await openSecretBox({ dataDir, ...(secret === undefined ? {} : { secret }) });
  const localKey = await openLocalKey({ keys, dataDir, workspaceId, clock, ids, random, apiKey });
  const meetingTokens = createMeetingTokens({ secret: await openMeetingSecret({ dataDir, secret }), clock });
  return { box, localKey, meetingTokens };
}

/** How a conversation decides: by its mode of speculation, and with the checks of this server. */
function createPolicies(checkArguments: Policies["checkArguments"]): (settings: Settings) => Policies {
  return (settings) => ({ ...policiesFor(settings), checkArguments });
}

function createConversations(parts: ServerParts, opened: Opened, box: SecretBox): RunningConversations {
  const { store, models, telemetry, tokenCounter } = opened;
  return createDirectory({
    ...parts,
    telemetry,
    store: { conversations: timeAppends(store.conversations, telemetry.metrics, () => performance.now()) },
    model: models.client,
    policiesFor: createPolicies(createArgumentCheck()),
    countTokens: tokenCounter,
    describeModel: (persona) => describeModel(models.registry, llmOf(persona)),
    resolveUpstream: (persona, model) => {
      const llm = llmOf(unsealSecrets(persona, box));
      return resolveUpstream(models.registry, model === undefined ? llm : withModel(llm, model));
    },
  });
}

interface DoorParts extends ServerParts, Secrets, Opened {
  readonly conversations: RunningConversations;
  readonly sessions: PageSessions;
  readonly publicUrl: () => string;
}

interface Doors {
  readonly app: Door;
  readonly live: LiveChannel;
  readonly openai: OpenAiDoor;
}

/** What stands between the network and the models: REST with the page, the live channel, and OpenAI's API. */
function createDoors(parts: DoorParts): Doors {
  const { config, store, models, telemetry, conversations, publicUrl, localKey, sessions, clock } = parts;
  const origins = createOriginRules({ host: config.host, publicUrl, allowedHosts: config.allowedHosts });
  const auth = createAuth({ keys: createRecentKeys(localKey.keys, clock), sessions, origins });
  const { personas, recent } = createRecentPersonas(store.personas, clock);
  const live = createLiveChannel({ ...parts, auth, origins, store: store.conversations });
  const app = createApp({
    ...parts,
    store: { personas, conversations: store.conversations, check: () => store.check() },
    auth,
    origins,
    secretBox: parts.box,
    checkLlm: (llm) => checkLlm(models.registry, llm),
    adviseLlm: ({ base_url: baseUrl }) => (typeof baseUrl === "string" ? baseUrlAdvice(baseUrl) : undefined),
    doctor: createServerDoctor({ ...parts, local: isLoopback(config.host) }),
    probeCustomLlms: config.probeCustomLlms,
    models: () => models.report(),
    metrics: () => telemetry.metrics.read({ conversations: conversations.count, connections: live.connections }),
    pageDir,
  });
  const openai = createOpenAiDoor({
    ...parts,
    auth,
    origins,
    personas: recent,
    secretBox: parts.box,
    model: models.client,
    resolve: (llm) => models.registry.resolve(llm),
    hostedNames: () => namesOf(models.registry),
  });
  return { app, live, openai };
}

/** Every name that needs no `base_url`. */
function namesOf({ names, aliases }: ModelRegistry): readonly string[] {
  return [...names, ...aliases.map(({ name }) => name)];
}

function checkLlm(registry: ModelRegistry, llm: JsonObject): string | undefined {
  const resolution = registry.resolve(llm);
  if (!resolution.ok) return resolution.problem;
  return checkTools(llm) ?? contextProblem(llm, resolution.facts, (model) => registry.resolve({ model }).ok);
}

function describeModel(registry: ModelRegistry, llm: JsonObject): ModelFacts | undefined {
  const resolution = registry.resolve(llm);
  return resolution.ok ? resolution.facts : undefined;
}

function resolveUpstream(registry: ModelRegistry, llm: JsonObject): Upstream {
  const resolution = registry.resolve(llm);
  if (!resolution.ok) throw new Error(resolution.problem);
  return resolution.upstream;
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
