import type { Clock } from "../../ports/clock.ts";
import type { Doctor } from "../../ports/examination.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Log } from "../../ports/log.ts";
import type { ModelReport } from "../../ports/model-report.ts";
import type { SecretBox } from "../../ports/secret-box.ts";
import type { Json, JsonObject, Store } from "../../ports/store.ts";
import { isJsonObject } from "../../personas/json-value.ts";
import { STOCK_PERSONA_ID, ensureStockPersona } from "../../personas/stock.ts";
import { openMemoryStore } from "../../store/memory-store.ts";
import { createApp } from "../app.ts";
import { createAuth, hashKey } from "../auth.ts";
import type { Door } from "../door.ts";
import { createMeetingTokens } from "../meeting-token.ts";
import type { MeetingTokens } from "../meeting-token.ts";
import { createOriginRules } from "../origin.ts";
import { createPageSessions } from "../page-session.ts";
import type { PageSessions } from "../page-session.ts";
import { createFakeDirectory } from "./fake-directory.ts";
import type { FakeDirectory } from "./fake-directory.ts";
import { checkTools } from "../../tools/check-tools.ts";

/** The whole app over a store in memory, with a clock that stands still and ids that count. */
export interface TestApp {
  readonly app: Door;
  readonly store: Store;
  readonly conversations: FakeDirectory;
  readonly sessions: PageSessions;
  readonly meetingTokens: MeetingTokens;
  readonly clock: ManualClock;
  readonly logged: readonly { readonly message: string; readonly fields: unknown }[];
  /** A request with the key; a body that is no string is sent as JSON. */
  readonly ask: (line: string, body?: Json, headers?: Record<string, string>) => Promise<Answered>;
}

export interface Answered {
  readonly status: number;
  /** Undefined where the body is empty or no JSON. */
  readonly body: unknown;
  readonly text: string;
  readonly headers: Headers;
}

export const TEST_KEY = "rp_0123456789abcdef0123456789abcdef";
export const STOCK = STOCK_PERSONA_ID;

export interface TestAppOptions {
  readonly store?: Store;
  readonly pageDir?: string;
  readonly host?: string;
  readonly publicUrl?: string;
  readonly allowedHosts?: readonly string[];
  readonly models?: ModelReport;
  readonly doctor?: Doctor;
  readonly probeCustomLlms?: boolean;
}

const noModels: ModelReport = { names: [], aliases: [], alsoFound: [], refused: [], keys: [] };

const noDoctor: Doctor = {
  examine: () => Promise.reject(new Error("this test brings no doctor")),
  probe: () => Promise.reject(new Error("this test brings no doctor")),
};

export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const store = options.store ?? openMemoryStore();
  const clock = createManualClock();
  const ids = createCountingIds();
  const logged: { message: string; fields: unknown }[] = [];
  const publicUrl = (): string => options.publicUrl ?? "http://localhost:7575";
  const origins = createOriginRules({
    host: options.host ?? "127.0.0.1",
    publicUrl,
    allowedHosts: options.allowedHosts ?? [],
  });
  let links = 0;
  const sessions = createPageSessions({ clock, random: () => `token-${(links += 1)}` });
  const meetingTokens = createMeetingTokens({ secret: new Uint8Array(32).fill(7), clock });
  const conversations = createFakeDirectory(store.conversations);
  await store.keys.create({
    workspaceId: "default",
    keyId: "k1",
    name: "test",
    hash: hashKey(TEST_KEY),
    createdAt: "",
  });
  await ensureStockPersona({ personas: store.personas, clock, workspaceId: "default" });
  const app = createApp({
    store,
    conversations,
    auth: createAuth({ keys: store.keys, sessions, origins }),
    origins,
    sessions,
    meetingTokens,
    secretBox: createFakeBox(),
    ids,
    clock,
    log: createListLog(logged),
    checkLlm,
    adviseLlm: ({ base_url: baseUrl }) =>
      typeof baseUrl === "string" && baseUrl.endsWith("/chat/completions") ? "leave that out" : undefined,
    doctor: options.doctor ?? noDoctor,
    probeCustomLlms: options.probeCustomLlms ?? false,
    models: () => Promise.resolve(options.models ?? noModels),
    metrics: () => Promise.resolve({ contentType: "text/plain", text: "repartee_connections 3\n" }),
    publicUrl,
    pageDir: options.pageDir ?? "/nowhere",
  });
  return { app, store, conversations, sessions, meetingTokens, clock, logged, ask: asker(app) };
}

function asker(app: Door): TestApp["ask"] {
  return async (line, body, headers = {}) => {
    const [method = "GET", path = "/"] = line.split(" ");
    const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await app.request(`http://localhost:7575${path}`, {
      method,
      headers: { "x-api-key": TEST_KEY, "content-type": "application/json", ...headers },
      ...sent,
    });
    const text = await response.text();
    return { status: response.status, body: tryJson(text), text, headers: response.headers };
  };
}

/** A text deep inside an answer. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((inner, name) => (isJsonObject(inner) ? inner[name] : undefined), value);
  if (typeof found !== "string") throw new Error(`no text at ${path.join(".")} of ${JSON.stringify(value)}`);
  return found;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an empty body, or a page
  }
}

export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export function createManualClock(): ManualClock {
  let now = 0;
  return {
    now: () => now,
    wall: () => new Date(Date.UTC(2026, 10, 20) + now),
    after: () => () => undefined,
    advance: (ms) => {
      now += ms;
    },
  };
}

function createCountingIds(): Ids {
  let count = 0;
  return { create: (prefix) => `${prefix}${(count += 1).toString(16).padStart(16, "0")}` };
}

/** Seals so that a test can see it was sealed, and never twice the same. */
function createFakeBox(): SecretBox {
  let count = 0;
  return {
    seal: (plain) => `sealed:${(count += 1)}:${Buffer.from(plain).toString("hex")}`,
    open: (sealed) => Buffer.from(sealed.split(":")[2] ?? "", "hex").toString(),
  };
}

function createListLog(logged: { message: string; fields: unknown }[]): Log {
  const write = (message: string, fields?: unknown): void => void logged.push({ message, fields });
  return { debug: write, info: write, warn: write, error: write };
}

/** As the model registry does: a name that is not hosted needs a `base_url`. Tools are checked in earnest. */
function checkLlm(llm: JsonObject): string | undefined {
  if (llm["base_url"] != null || llm["model"] == null || llm["model"] === "tavus-llama-4") return checkTools(llm);
  return `layers.llm.model: unknown model ${JSON.stringify(llm["model"])}; hosted models are tavus-llama-4; for your own, set base_url`;
}
