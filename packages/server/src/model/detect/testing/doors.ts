import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fetch } from "../ask-json.ts";

/** What model servers answer, as they do. */
export const answers = {
  ollama: {
    models: [
      { name: "nomic-embed-text:latest", modified_at: "2026-11-01T10:00:00Z", details: { family: "nomic-bert" } },
      { name: "llama3.2:latest", modified_at: "2026-10-01T10:00:00+02:00", details: { family: "llama" } },
      { name: "gemma4:e4b", modified_at: "2026-10-20T08:30:00.123456789Z", details: { family: "gemma4" } },
      { name: "gpt-oss:120b-cloud", modified_at: "2026-11-10T10:00:00Z", remote_host: "https://ollama.com:443" },
    ],
  },
  lmStudio: {
    object: "list",
    data: [
      { id: "qwen/qwen3.5-9b", object: "model", owned_by: "organization_owner" },
      { id: "text-embedding-nomic-embed-text-v1.5", object: "model", owned_by: "organization_owner" },
    ],
  },
  llamaProps: { default_generation_settings: { n_ctx: 8192 }, total_slots: 4, model_path: "/models/q.gguf" },
  llamaModels: { object: "list", data: [{ id: "qwen3.6-35b", object: "model", owned_by: "llamacpp", created: 1 }] },
  vllm: {
    object: "list",
    data: [{ id: "meta-llama/Llama-4", object: "model", owned_by: "vllm", max_model_len: 8192 }],
  },
  gateway: { object: "list", data: [{ id: "gpt-5", object: "model", owned_by: "openai" }] },
} as const;

type Door = unknown;

/** A `fetch` that knows some doors: an answer as JSON, a `Response`, an error, or (for `"never"`) nothing at all. */
export function fakeFetch(doors: Readonly<Record<string, Door>>): Fetch & { readonly asked: string[] } {
  const asked: string[] = [];
  const fetch: Fetch = (url) => {
    asked.push(url);
    const door = doors[url];
    if (door === "never") return new Promise(() => undefined);
    if (door instanceof Error) return Promise.reject(door);
    if (door instanceof Response) return Promise.resolve(door);
    if (door === undefined) return Promise.reject(failed("ECONNREFUSED"));
    return Promise.resolve(Response.json(door));
  };
  return Object.assign(fetch, { asked });
}

/** As `fetch` fails. */
export function failed(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

export interface RealDoor extends AsyncDisposable {
  readonly origin: string;
  readonly address: string;
}

/** A server on a free port. */
export async function openDoor(listener: RequestListener): Promise<RealDoor> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  // It listens on TCP.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    address: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
