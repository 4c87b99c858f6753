import type { ModelChoice, NameChoice } from "../ports/model-report.ts";

/** What a server says of itself when it starts. */
export interface Started {
  readonly url: string;
  readonly publicUrl: string;
  readonly pageLink: string;
  readonly key: string;
  readonly storePlace: string;
}

/** The first line is for programs that wait for it; the rest is for people. */
export function welcomeText({ url, publicUrl, pageLink, key, storePlace }: Started): string {
  return [
    `Repartee is listening on ${url}`,
    "",
    ...entry("Page", [`${pageLink}   (this link opens it once, within 30 minutes)`]),
    ...entry("API", [`${publicUrl}/v2`]),
    ...entry("Key", [key]),
    ...entry("Data", [storePlace]),
    "",
  ].join("\n");
}

/** Which model answers and why, what else there is, and what to do where there is none. */
export function modelsText(report: ModelChoice): string {
  const [first] = report.names;
  const also = [
    ...report.alsoFound.map(otherServer),
    ...report.keys.map((key) => `${key} (not used until a model is mapped to it)`),
  ];
  return [
    ...entry("Model", first === undefined ? [] : modelLines(first, report.keys)),
    ...entry("Also found", also),
    ...entry(
      "Refused",
      report.refused.map(({ server, address, reason }) => `${server} ${address}: ${reason}`),
    ),
    "",
    "",
  ].join("\n");
}

const labelWidth = 13;

function entry(label: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd(labelWidth)}${line}`);
}

function modelLines({ name, state, model, via, reason }: NameChoice, keys: readonly string[]): readonly string[] {
  switch (state) {
    case "mapped":
      return [`${model} via ${via} (${reason})`];
    case "found":
      return [`${model} via ${via} (found, ${reason}; map others in repartee.config.json)`];
    case "stand-in": {
      const [key] = keys;
      const hint = key === undefined ? "" : `, with "api_key_env": "${key}" for example`;
      return [
        `built-in stand-in (not a model): ${reason}. To have one:`,
        "- start Ollama, run `ollama pull llama3.2` (2 GB), and start Repartee again;",
        `- or map ${name} under "models" in repartee.config.json to any OpenAI-compatible server${hint};`,
        "- or give a persona a base_url of its own, in the page under Language model.",
      ];
    }
  }
}

function otherServer({ server, address, models: { length } }: ModelChoice["alsoFound"][number]): string {
  const count = length === 0 ? "no model that can chat" : length === 1 ? "1 model more" : `${length} models more`;
  return `${server} ${address} (${count})`;
}
