import type { FoundModel } from "./detection.ts";

/** More models than anyone chooses from. */
const mostModels = 200;
/** Names that are said on a terminal hold nothing that moves its cursor. */
const plainName = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u;
/** Models that answer with numbers, or with sound, and not with words. */
const speechless = /embed|(?:^|[-_/:.])(?:e5|bge|gte|rerank(?:er)?|minilm|bert|whisper|tts|clip)(?:[-_/:.]|$)/i;

/** The models of OpenAI's `/v1/models`; undefined where the answer has another shape. */
export function readOpenAiModels(value: unknown): OpenAiModels | undefined {
  if (!isObject(value) || !Array.isArray(value["data"])) return undefined;
  const entries: readonly unknown[] = value["data"];
  const owners = new Set<string>();
  const models: FoundModel[] = [];
  for (const entry of entries.slice(0, mostModels)) {
    if (!isObject(entry) || typeof entry["id"] !== "string" || entry["object"] !== "model") return undefined;
    if (typeof entry["owned_by"] === "string") owners.add(entry["owned_by"]);
    const name = entry["id"];
    if (plainName.test(name)) models.push({ name, use: speechless.test(name) ? "embedding" : "chat" });
  }
  return { models, owners };
}

export interface OpenAiModels {
  readonly models: readonly FoundModel[];
  readonly owners: ReadonlySet<string>;
}

/** The models of Ollama's `/api/tags`; undefined where the answer has another shape. */
export function readOllamaModels(value: unknown): readonly FoundModel[] | undefined {
  if (!isObject(value)) return undefined;
  const list = value["models"] ?? [];
  if (!("models" in value) || !Array.isArray(list)) return undefined;
  const entries: readonly unknown[] = list;
  const models: FoundModel[] = [];
  for (const entry of entries.slice(0, mostModels)) {
    if (!isObject(entry) || typeof entry["name"] !== "string") return undefined;
    if (plainName.test(entry["name"])) models.push(toOllamaModel(entry["name"], entry));
  }
  return models;
}

function toOllamaModel(name: string, entry: Readonly<Record<string, unknown>>): FoundModel {
  const modifiedAt = typeof entry["modified_at"] === "string" ? Date.parse(entry["modified_at"]) : Number.NaN;
  const elsewhere = [entry["remote_host"], entry["remote_model"]].some((one) => typeof one === "string" && one !== "");
  const family = isObject(entry["details"]) ? entry["details"]["family"] : undefined;
  const numbers = speechless.test(name) || (typeof family === "string" && /bert/i.test(family));
  return {
    name,
    use: elsewhere || /[:-]cloud$/.test(name) ? "remote" : numbers ? "embedding" : "chat",
    ...(Number.isNaN(modifiedAt) ? {} : { modifiedAt }),
  };
}

/** llama.cpp's `/props`, as no other server answers it. */
export function isLlamaProps(value: unknown): boolean {
  if (!isObject(value)) return false;
  return isObject(value["default_generation_settings"]) || value["role"] === "router";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
