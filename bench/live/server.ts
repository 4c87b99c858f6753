import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressOf, cores, startProgram } from "./program.ts";
import { isRecord, isServerSample, type ServerSample } from "./sample.ts";

/** A Repartee server as a process of its own, with a store of its own. */
export interface BenchServer extends AsyncDisposable {
  readonly url: string;
  readonly apiKey: string;
  sample(order?: "sample" | "collect"): Promise<ServerSample>;
  createPersona(llmUrl: string): Promise<string>;
  createConversations(personaId: string, count: number): Promise<readonly string[]>;
  deleteConversations(ids: readonly string[]): Promise<void>;
}

const apiKey = "rp_bench00000000000000000000000001";
const callsAtOnce = 16;

/** `nodeArgs` are for the server's Node, to profile it for example. */
export async function startServer(nodeArgs: readonly string[] = []): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "repartee-bench-"));
  const program = startProgram("packages/server/src/main.ts", {
    nodeArgs: ["--expose-gc", "--import", new URL("server-probe.ts", import.meta.url).href, ...nodeArgs],
    args: ["start", "--port", "0", "--data-dir", dataDir, "--log-level", "error"],
    env: { REPARTEE_API_KEY: apiKey, REPARTEE_DETECT: "off" },
    cores: cores?.server,
  });
  const url = await addressOf(program);

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { "x-api-key": apiKey, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answer}`);
    return answer.startsWith("{") ? JSON.parse(answer) : undefined;
  }

  return {
    url,
    apiKey,
    async sample(order = "sample") {
      program.child.send(order);
      const [sample]: unknown[] = await once(program.child, "message");
      if (!isServerSample(sample)) throw new Error("the server's probe answered something else than a sample");
      return sample;
    },
    async createPersona(llmUrl) {
      const llm = { model: "bench", base_url: llmUrl };
      const body = { persona_name: "Bench", system_prompt: "You talk.", layers: { llm } };
      return idOf(await call("POST", "/v2/personas", body), "persona_id");
    },
    async createConversations(personaId, count) {
      const ids: string[] = [];
      await inTurns(count, async () => {
        const created = await call("POST", "/v2/conversations", { persona_id: personaId });
        ids.push(idOf(created, "conversation_id"));
      });
      return ids;
    },
    deleteConversations: (ids) =>
      inTurns(ids.length, (index) => call("DELETE", `/v2/conversations/${ids[index]}?hard=true`)),
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function inTurns(count: number, run: (index: number) => Promise<unknown>): Promise<void> {
  const indices = Array.from({ length: count }, (_, index) => index).values();
  const work = async (): Promise<void> => {
    for (const index of indices) await run(index);
  };
  await Promise.all(Array.from({ length: callsAtOnce }, work));
}

function idOf(answer: unknown, field: string): string {
  const id = isRecord(answer) ? answer[field] : undefined;
  if (typeof id !== "string") throw new Error(`the server's answer has no ${field}`);
  return id;
}
