import type { Event, ModelEvent } from "@repartee/engine";
import type { ModelPart } from "../../ports/model-client.ts";
import { isBeside, type FlightDraft } from "./flight.ts";

/** UTF-16 units of what a draft wrote that are kept. */
const keptText = 1000;
const mostNotices = 16;

export function isModelNews(event: Event): event is ModelEvent {
  return event.type.startsWith("model-");
}

/** What a model's answer tells of itself beside its words. What comes behind the end of a round is not heard. */
export function hearPart(draft: FlightDraft, part: ModelPart, at: number): void {
  const round = draft.rounds.at(-1);
  if (round === undefined || round.endedAt !== undefined) return;
  if (part.type === "served") round.upstream = { name: part.name, model: part.model, via: part.via };
  if (part.type === "reasoning-delta") round.thinkingAt ??= at;
  if (part.type === "notice" && draft.notices.length < mostNotices) {
    draft.notices.push({ at, code: part.code, message: part.message });
  }
}

/** FR3 News of a generation. A count of tokens may come late; all else ends with its round. */
export function hearNews(draft: FlightDraft, event: ModelEvent): void {
  const round = draft.rounds.at(-1);
  if (round === undefined) return;
  if (event.type === "model-usage") {
    round.usage = event.usage;
    return;
  }
  if (round.endedAt !== undefined) return;
  if (event.type === "model-finish" || event.type === "model-failure") return end(draft, event);
  // Who answers is told by the part itself.
  if (event.type !== "model-text" && event.type !== "model-tool-call") return;
  round.firstTokenAt ??= event.at;
  if (event.type === "model-text") draft.text += event.text.slice(0, Math.max(0, keptText - draft.text.length));
}

function end(draft: FlightDraft, event: Extract<ModelEvent, { type: "model-finish" | "model-failure" }>): void {
  const round = draft.rounds.at(-1);
  if (round === undefined) return;
  round.endedAt = event.at;
  draft.endedAt = event.at;
  if (event.type === "model-failure") draft.problem = event.problem;
  else round.finishReason = event.reason;
  // A whole reply that is shorter than a clause counts as one.
  if (draft.text !== "" && event.type === "model-finish") draft.firstClauseAt ??= event.at;
  if (isBeside(draft)) draft.fate = event.type === "model-finish" ? "finished" : "failed";
}
