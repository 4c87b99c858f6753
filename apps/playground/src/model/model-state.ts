import type { HostedModels } from "@repartee/protocol";

/** What answers under a hosted name, in words. */
export interface ModelState {
  readonly kind: "mapped" | "found" | "stand-in" | "unknown";
  readonly title: string;
  /** Why it is so. */
  readonly reason: string;
  /** What to do about it, where something is to be done. */
  readonly advice: readonly string[];
}

/** Which model serves the name; an empty field is the server's first name. */
export function toModelState({ data }: HostedModels, typed: string): ModelState | undefined {
  const name = typed.trim() === "" ? data[0]?.name : typed.trim();
  const hosted = data.find((one) => one.name === name);
  if (name === undefined) return undefined;
  if (hosted === undefined) return { kind: "unknown", title: "no such hosted name", reason: "", advice: [] };
  const { state, model, via, reason } = hosted;
  if (state === "stand-in") return { kind: state, title: "stand-in, not a model", reason, advice: adviceFor(name) };
  return {
    kind: state,
    title: `${model ?? name} via ${via ?? "an upstream"}`,
    reason: told(state, reason),
    advice: [],
  };
}

/** Where a model was found, that is half of the reason. */
function told(state: "mapped" | "found", reason: string): string {
  return state === "found" ? `found: ${reason}` : reason;
}

function adviceFor(name: string): readonly string[] {
  return [
    "Start Ollama, run `ollama pull llama3.2` (2 GB), and start Repartee again;",
    `or map ${name} under "models" in repartee.config.json to any OpenAI-compatible server;`,
    "or choose “Your own” above and give its address.",
  ];
}

/** What was found on the server's machine and is not used, one line each. */
export interface Findings {
  readonly found: readonly string[];
  readonly refused: readonly string[];
  readonly keys: readonly string[];
}

export function toFindings({ also_found: found, refused, keys }: HostedModels): Findings | undefined {
  if (found.length + refused.length + keys.length === 0) return undefined;
  return {
    found: found.map(
      ({ server, address, models }) =>
        `${server} ${address}: ${models.length === 0 ? "no model that can chat" : models.join(", ")}`,
    ),
    refused: refused.map(({ server, address, reason }) => `${server} ${address}: ${reason}`),
    keys: keys.map((key) => `${key} is set; map it in repartee.config.json to use it`),
  };
}
