import type { ModelUsage } from "../../ports/model-client.ts";
import { isRecord } from "./record.ts";
import type { UnknownRecord } from "./record.ts";

/** What one chunk says, typed; everything else in it is ignored. */
export interface ChatChunk {
  readonly text: string;
  readonly reasoning: string;
  readonly fragments: readonly ToolFragment[];
  readonly finishReason: string | undefined;
  readonly usage: ModelUsage | undefined;
}

/** A piece of a tool call, as it comes. */
export interface ToolFragment {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

const noFragments: readonly ToolFragment[] = [];

/** Reads a chunk of a stream, or a whole completion, whose `message` stands where a `delta` would. */
export function readChunk(json: UnknownRecord): ChatChunk {
  const choice = firstChoice(json["choices"]);
  const delta = choice === undefined ? undefined : (choice["delta"] ?? choice["message"]);
  const reason = choice?.["finish_reason"];
  return {
    text: isRecord(delta) ? readText(delta["content"]) || readText(delta["refusal"]) : "",
    reasoning: isRecord(delta) ? readText(delta["reasoning_content"]) || readText(delta["reasoning"]) : "",
    fragments: isRecord(delta) ? readFragments(delta["tool_calls"]) : noFragments,
    finishReason: typeof reason === "string" && reason !== "" ? reason : undefined,
    usage: readUsage(json["usage"]),
  };
}

/** Whether the upstream has got on with its answer; a role alone, a comment or a count of tokens is no progress. */
export function isProgress(chunk: ChatChunk): boolean {
  return chunk.text !== "" || chunk.reasoning !== "" || chunk.fragments.length > 0 || chunk.finishReason !== undefined;
}

function firstChoice(choices: unknown): UnknownRecord | undefined {
  if (!Array.isArray(choices)) return undefined;
  const choice: unknown = choices[0];
  // A choice without an index is the first; others are never asked for.
  return isRecord(choice) && (choice["index"] ?? 0) === 0 ? choice : undefined;
}

function readText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  let text = "";
  for (const part of content) {
    if (isRecord(part) && part["type"] === "text" && typeof part["text"] === "string") text += part["text"];
  }
  return text;
}

function readFragments(calls: unknown): readonly ToolFragment[] {
  if (!Array.isArray(calls)) return noFragments;
  return calls.filter(isRecord).map((call) => {
    const named = isRecord(call["function"]) ? call["function"] : {};
    return {
      index: typeof call["index"] === "number" ? call["index"] : undefined,
      id: asString(call["id"]),
      name: asString(named["name"]),
      arguments: isRecord(named["arguments"]) ? JSON.stringify(named["arguments"]) : asString(named["arguments"]),
    };
  });
}

function readUsage(usage: unknown): ModelUsage | undefined {
  if (!isRecord(usage)) return undefined;
  const details = usage["prompt_tokens_details"];
  return {
    in: asCount(usage["prompt_tokens"]),
    cached: isRecord(details) ? asCount(details["cached_tokens"]) : 0,
    out: asCount(usage["completion_tokens"]),
  };
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function asCount(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}
