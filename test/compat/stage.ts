import { startEndpoint, type Endpoint, type EndpointEvent } from "../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../bench/endpoint/reply.ts";
import { API_KEY } from "../e2e/testing/live-socket.ts";
import { startServer, type TestServer } from "../e2e/testing/running-server.ts";
import { createFolder } from "../e2e/testing/server-process.ts";

/** What every client is tried on: a Repartee of its own, as a process, and model servers behind it. */
export interface CompatStage extends AsyncDisposable {
  readonly server: TestServer;
  /** What a client is given as its base URL. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** What reached a model server last. */
  asked(): AskedUpstream;
  /** Watches what the slow model server is asked next. */
  watchSlow(): SlowGeneration;
  /** A persona whose own model server does this instead of answering; answers the name of its model. */
  faulty(fault: string): Promise<string>;
}

export interface SlowGeneration {
  /** When the request is there. */
  readonly begun: Promise<void>;
  readonly ended: Promise<"completed" | "aborted">;
}

export interface AskedUpstream {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: {
    readonly model?: unknown;
    readonly messages?: readonly { readonly role: string; readonly content?: unknown }[];
    readonly [name: string]: unknown;
  };
}

/** The hosted names of the configuration, and the persona that is there. */
export const hosted = "tavus-llama-4";
/** Says a word every 50 ms, for ten seconds. */
export const slow = "slow";
export const systemPrompt = "You are Mara, the host of a small restaurant.";
/** Said by every model here that says anything, but for the slow one. */
export const reply = "One two three.";

/** Starts it; dispose it to end the process and delete its folder. */
export async function openCompatStage(): Promise<CompatStage> {
  const requests: AskedUpstream[] = [];
  const watch = watchGenerations();
  const quick = await startEndpoint({ rate: 200, replies: createReplies([reply]), observe: remember(requests) });
  const lasting = await startEndpoint({
    rate: 20,
    replies: createReplies(["word ".repeat(200)]),
    observe: (event) => watch.observe(event),
  });
  const folder = createFolder();
  const models = {
    [hosted]: { base_url: quick.url, model: "bench" },
    [slow]: { base_url: lasting.url, model: "bench" },
  };
  const config = folder.write("repartee.config.json", JSON.stringify({ models }));
  const server = await startServer({ folder: folder.path, args: ["--config", config] });
  return {
    server,
    baseUrl: `${server.url}/v1`,
    apiKey: API_KEY,
    asked() {
      const last = requests.at(-1);
      if (last === undefined) throw new Error("no model server was asked");
      return last;
    },
    watchSlow: () => watch.next(),
    faulty: (fault) => createPersona(server, { model: `fault:${fault}`, base_url: quick.url, api_key: "sk-mine" }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Promise.all([quick, lasting].map((endpoint: Endpoint) => endpoint[Symbol.asyncDispose]()));
      folder[Symbol.dispose]();
    },
  };
}

/** Makes a persona over REST; answers the name of its model. */
export async function createPersona(server: TestServer, llm: LlmLayer = { model: hosted }): Promise<string> {
  const made = await server.ask("POST /v2/personas", { system_prompt: systemPrompt, layers: { llm } });
  const { persona_id: id } = made.body;
  if (typeof id !== "string") throw new Error(`no persona was made: ${JSON.stringify(made)}`);
  return `persona:${id}`;
}

/** `layers.llm`, as far as it is needed here. */
export interface LlmLayer {
  readonly model: string;
  readonly base_url?: string;
  readonly api_key?: string;
  readonly tools?: readonly object[];
}

function remember(requests: AskedUpstream[]): (event: EndpointEvent) => void {
  return (event) => {
    if (event.type !== "request" || event.headers["conversation-id"] === "repartee-warm-up") return;
    // What a server sends a model is JSON; that it has the members asked for is what the tests find out.
    const body: AskedUpstream["body"] = JSON.parse(event.body);
    requests.push({ headers: event.headers, body });
  };
}

/** Tells of each generation to whoever asked for the next one. One at a time is all that the tests need. */
function watchGenerations() {
  let begin: (() => void) | undefined;
  let end: ((how: "completed" | "aborted") => void) | undefined;
  return {
    observe(event: EndpointEvent): void {
      if (event.type === "request") begin?.();
      else end?.(event.type);
    },
    next(): SlowGeneration {
      const begun = new Promise<void>((resolve) => (begin = resolve));
      const ended = new Promise<"completed" | "aborted">((resolve) => (end = resolve));
      return { begun, ended };
    },
  };
}
