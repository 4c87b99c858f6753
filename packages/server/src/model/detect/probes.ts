import { askJson, type AskParts, type JsonAnswer } from "./ask-json.ts";
import type { FoundModel, ServerName } from "./detection.ts";
import { isLlamaProps, readOllamaModels, readOpenAiModels } from "./model-list.ts";

/** Asks one kind of server, at its origin, what it serves. */
export type Probe = (origin: string, parts: AskParts) => Promise<ProbeResult>;

export type ProbeResult =
  | { readonly type: "found"; readonly models: readonly FoundModel[] }
  /** It is there, and no use. */
  | { readonly type: "refused"; readonly reason: string }
  | { readonly type: "nobody"; readonly reason: string };

export interface LocalServer {
  readonly server: ServerName;
  readonly origin: string;
  readonly probe: Probe;
}

export const probeOllama: Probe = async (origin, parts) =>
  conclude("Ollama", await askJson(`${origin}/api/tags`, parts), readOllamaModels);

/** Everything but Ollama, where it listens out of the box. */
export const localServers: readonly LocalServer[] = [
  {
    server: "LM Studio",
    origin: "http://127.0.0.1:1234",
    probe: async (origin, parts) =>
      conclude("LM Studio", await askJson(`${origin}/v1/models`, parts), (value) => readOpenAiModels(value)?.models),
  },
  {
    server: "llama.cpp",
    origin: "http://127.0.0.1:8080",
    async probe(origin, parts) {
      const props = conclude("llama.cpp", await askJson(`${origin}/props`, parts), (value) =>
        isLlamaProps(value) ? [] : undefined,
      );
      if (props.type !== "found") return props;
      return conclude(
        "llama.cpp",
        await askJson(`${origin}/v1/models`, parts),
        (value) => readOpenAiModels(value)?.models,
      );
    },
  },
  {
    server: "vLLM",
    origin: "http://127.0.0.1:8000",
    // Many things listen there, gateways to paid models among them: only what calls itself vLLM is taken for it.
    probe: async (origin, parts) =>
      conclude("vLLM", await askJson(`${origin}/v1/models`, parts), (value) => {
        const list = readOpenAiModels(value);
        return list?.owners.has("vllm") === true ? list.models : undefined;
      }),
  },
];

function conclude(
  server: ServerName,
  answer: JsonAnswer,
  read: (value: unknown) => readonly FoundModel[] | undefined,
): ProbeResult {
  const stranger: ProbeResult = { type: "refused", reason: `answers, but is no ${server}` };
  switch (answer.type) {
    case "json": {
      const models = read(answer.value);
      return models === undefined ? stranger : { type: "found", models };
    }
    case "status":
      if (answer.status === 401 || answer.status === 403 || answer.status >= 500) {
        return { type: "refused", reason: `answered ${answer.status}` };
      }
      return stranger;
    case "odd":
      return stranger;
    case "silent":
      return { type: "refused", reason: `no answer in ${answer.ms} ms` };
    case "nobody":
      return answer;
  }
}
