import type { Clock } from "../../ports/clock.ts";
import type { RefusedServer } from "../../ports/model-report.ts";
import type { Fetch } from "./ask-json.ts";
import type { Detection, FoundServer } from "./detection.ts";
import { ollamaDefault, readOllamaHost } from "./ollama-host.ts";
import { localServers, probeOllama, type LocalServer } from "./probes.ts";

export interface DetectParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Host and port of this server itself, which is not asked. */
  readonly own?: string;
  /** What is looked for beside Ollama. */
  readonly servers?: readonly LocalServer[];
}

/** All of it together takes no longer. */
const longestMs = 500;

/** Keys that people have in their environment, by the provider's own name for them. */
const keyNames: readonly string[] = [
  "OPENAI_API_KEY",
  "ANTHROPIC_API_KEY",
  "GROQ_API_KEY",
  "GEMINI_API_KEY",
  "MISTRAL_API_KEY",
  "OPENROUTER_API_KEY",
  "DEEPSEEK_API_KEY",
  "TOGETHER_API_KEY",
];

/** Looks for model servers on this machine, all at the same time, and for keys, by name; never rejects. */
export async function detectModels(parts: DetectParts): Promise<Detection> {
  const { env, clock, own } = parts;
  const keys = keyNames.filter((name) => (env[name] ?? "").trim() !== "");
  const all = new AbortController();
  const cancel = clock.after(longestMs, () => all.abort());
  const asked = [ollama(env), ...(parts.servers ?? localServers)].filter((target) => addressOf(target) !== own);
  const results = await Promise.all(asked.map((target) => look(target, { ...parts, signal: all.signal })));
  cancel();
  return {
    found: results.flatMap(({ found }) => found ?? []),
    refused: results.flatMap(({ refused }) => refused ?? []),
    keys,
  };
}

interface Target extends LocalServer {
  /** Someone said that it is there: that it is not is worth telling. */
  readonly configured?: boolean;
}

function ollama(env: DetectParts["env"]): Target {
  const text = env["OLLAMA_HOST"] ?? "";
  const origin = text.trim() === "" ? ollamaDefault : readOllamaHost(text);
  return { server: "Ollama", origin: origin ?? "", probe: probeOllama, configured: text.trim() !== "" };
}

interface Looked {
  readonly found?: FoundServer;
  readonly refused?: RefusedServer;
}

async function look(target: Target, parts: Parameters<LocalServer["probe"]>[1]): Promise<Looked> {
  const { server, origin } = target;
  if (origin === "") {
    const reason = "is no host, host:port or http:// URL (and may hold no password)";
    return { refused: { server, address: "OLLAMA_HOST", reason } };
  }
  const address = addressOf(target);
  const result = await target.probe(origin, parts);
  if (result.type === "found") {
    return { found: { server, address, baseUrl: `${origin}/v1`, models: result.models } };
  }
  if (result.type === "nobody" && target.configured !== true) return {};
  return { refused: { server, address, reason: result.reason } };
}

function addressOf({ origin }: Pick<LocalServer, "origin">): string {
  return origin.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}
