import { createServer, request as dial, type ClientRequest, type IncomingMessage } from "node:http";
import { createAuth, hashKey } from "../../http/auth.ts";
import { createOriginRules } from "../../http/origin.ts";
import { ScriptedModel } from "../../model/testing/scripted-model.ts";
import { ensureStockPersona } from "../../personas/stock.ts";
import type { ModelClient, Upstream } from "../../ports/model-client.ts";
import type { JsonObject, Store } from "../../ports/store.ts";
import { openMemoryStore } from "../../store/memory-store.ts";
import { realClock } from "../../model/testing/generation.ts";
import { createOpenAiDoor, type OpenAiDoor } from "../door.ts";

export const KEY = "rp_0123456789abcdef0123456789abcdef";

/** The door on a real socket, over a scripted model and a store in memory. */
export interface TestDoor extends AsyncDisposable {
  readonly url: string;
  readonly door: OpenAiDoor;
  readonly model: ScriptedModel;
  readonly store: Store;
  readonly logged: readonly string[];
  /** A request with the key; a body that is no string is sent as JSON. */
  ask(line: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** A persona of the workspace; answers the name of its model. */
  persona(body: JsonObject): Promise<string>;
  /** A request whose answer the test reads, or leaves, itself. */
  open(body: object): { readonly request: ClientRequest; readonly response: Promise<IncomingMessage> };
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
  /** The events of a stream, each as its JSON, `[DONE]` as itself. */
  readonly events: readonly unknown[];
}

export interface TestDoorOptions {
  /** Of what the hosted name leads to. */
  readonly upstream?: Partial<Upstream>;
  readonly window?: number;
  /** In place of the scripted model. */
  readonly client?: ModelClient;
}

export async function openTestDoor(options: TestDoorOptions = {}): Promise<TestDoor> {
  const store = openMemoryStore();
  await store.keys.create({ workspaceId: "default", keyId: "k1", name: "test", hash: hashKey(KEY), createdAt: "" });
  await ensureStockPersona({ personas: store.personas, clock: realClock, workspaceId: "default" });
  const model = new ScriptedModel();
  const logged: string[] = [];
  const log = (message: string): void => void logged.push(message);
  const origins = createOriginRules({ host: "127.0.0.1", publicUrl: () => url, allowedHosts: [] });
  let [url, count, personas] = ["", 0, 0];
  const door = createOpenAiDoor({
    personas: store.personas,
    secretBox: { open: (sealed) => sealed.replace("sealed:", "") },
    resolve: (llm) => resolve(llm, options),
    hostedNames: () => ["tavus-llama-4", "tavus-llama"],
    model: options.client ?? model,
    clock: realClock,
    ids: { create: (prefix) => `${prefix}${(count += 1)}` },
    tokenCounter: async () => (text) => text.length,
    auth: createAuth({ keys: store.keys, origins, sessions: { find: () => undefined } }),
    origins,
    log: { debug: log, info: log, warn: log, error: log },
  });
  const server = createServer((request, response) => {
    if (!door.take(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server on TCP has an address with a port");
  url = `http://127.0.0.1:${address.port}`;
  const authorization = `Bearer ${KEY}`;
  return {
    url,
    door,
    model,
    store,
    logged,
    async ask(line, body, headers = {}) {
      const [method = "GET", path = "/"] = line.split(" ");
      const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
      return answered(await fetch(url + path, { method, headers: { authorization, ...headers }, ...sent }));
    },
    async persona(body) {
      const personaId = `p${(personas += 1)}`;
      const now = "2026-11-20T00:00:00.000Z";
      const row = { workspaceId: "default", personaId, kind: "user", body, createdAt: now, updatedAt: now } as const;
      await store.personas.create({ ...row, revision: 1 });
      return `persona:${personaId}`;
    },
    open(body) {
      const request = dial(`${url}/v1/chat/completions`, { method: "POST", headers: { authorization } });
      const { promise, resolve: answer, reject } = Promise.withResolvers<IncomingMessage>();
      request.once("response", answer).once("error", reject);
      request.end(JSON.stringify(body));
      return { request, response: promise };
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const events = [...text.matchAll(/^data: ([^\n]*)\n\n/gm)].map(([, event = ""]) => tryJson(event) ?? event);
  return { status: response.status, headers: response.headers, text, body: tryJson(text), events };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a stream, or [DONE]
  }
}

const timeouts = { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 };

/** As the registry does: hosted names, or a `base_url`. */
function resolve(llm: JsonObject, { upstream, window = 32_000 }: TestDoorOptions) {
  const name = typeof llm["model"] === "string" ? llm["model"] : "tavus-llama-4";
  if (typeof llm["base_url"] === "string") {
    const apiKey = typeof llm["api_key"] === "string" ? { apiKey: llm["api_key"] } : {};
    const custom = { name, kind: "openai", model: name, baseUrl: llm["base_url"], timeouts, ...apiKey } as const;
    return { ok: true, upstream: custom, facts: { window: 128_000, softLimit: 25_000 } } as const;
  }
  if (!name.startsWith("tavus-llama")) {
    return { ok: false, problem: `layers.llm.model: there is no hosted model "${name}"` } as const;
  }
  const hosted = { name, kind: "openai", operator: true, model: "llama", timeouts, ...upstream } as const;
  return { ok: true, upstream: hosted, facts: { window, softLimit: window } } as const;
}
