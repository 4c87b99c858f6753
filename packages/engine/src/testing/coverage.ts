import type { Effect, Entry } from "../effect.ts";
import type { Stage } from "./stage.ts";

/** How often each thing that is worth checking happened in the talks that were played. */
export interface Coverage {
  add(stage: Stage): void;
  /** What happened, in the order of `interesting`; with zeros. */
  readonly counts: ReadonlyMap<Interesting, number>;
}

/** What random talks have to reach, or what holds of them says little. */
export const interesting = [
  "turns completed",
  "turns silent",
  "turns interrupted",
  "turns failed",
  "failed behind words",
  "model without end",
  "context full",
  "drafts",
  "hedges",
  "adopted: equal",
  "adopted: formats",
  "adopted: tail",
  "outrun",
  "contradicted",
  "context changed",
  "salvaged",
  "reopened: user went on",
  "reopened: late revision",
  "reopened: turn resumed",
  "clauses withdrawn",
  "rounds with tools",
  "tool calls",
  "results behind their turn",
  "results too late",
  "results refused",
  "reads before the commit",
  "reads withdrawn",
  "calls kept from a draft",
  "cut in on, calls open",
  "heard in part",
  "echoes",
  "summaries applied",
  "summaries failed",
  "trims",
  "warm calls",
] as const;
export type Interesting = (typeof interesting)[number];

export function createCoverage(): Coverage {
  const counts = new Map<Interesting, number>(interesting.map((one) => [one, 0]));
  const count = (one: Interesting, times = 1): void => void counts.set(one, (counts.get(one) ?? 0) + times);
  return {
    counts,
    add(stage) {
      for (const effect of stage.effects) for (const one of namesOf(effect)) count(one);
      const { cut, behind } = openCalls(stage);
      count("cut in on, calls open", cut);
      count("results behind their turn", behind);
    },
  };
}

function namesOf(effect: Effect): readonly Interesting[] {
  switch (effect.type) {
    case "draft-start":
      return effect.reason === "hedge" ? ["drafts", "hedges"] : ["drafts"];
    case "draft-adopt":
      return [`adopted: ${effect.rung}`];
    case "draft-revoke":
    case "draft-discard":
      return fates[effect.reason] ?? [];
    case "draft-withdraw":
      return ["clauses withdrawn"];
    case "turn-reopen":
      return [reopenings[effect.reason]];
    case "model-start":
      return startOf(effect);
    case "tool-prepare":
      return ["reads before the commit"];
    case "tool-withdraw":
      return ["reads withdrawn"];
    case "refusal":
      return effect.code === "unknown_tool_call" ? ["results refused"] : [];
    case "warning":
      return warnings[effect.code] ?? [];
    case "record":
      return entryOf(effect.entry);
    default:
      return [];
  }
}

const reopenings = {
  user_went_on: "reopened: user went on",
  late_revision: "reopened: late revision",
  turn_resumed: "reopened: turn resumed",
} as const;
const fates: Readonly<Record<string, readonly Interesting[]>> = {
  outrun: ["outrun"],
  contradicted: ["contradicted"],
  context_changed: ["context changed"],
};
const warnings: Readonly<Record<string, readonly Interesting[]>> = {
  context_trimmed: ["trims"],
  context_summary_failed: ["summaries failed"],
};

function startOf(effect: Extract<Effect, { type: "model-start" }>): readonly Interesting[] {
  if (effect.purpose === "warm") return ["warm calls"];
  return effect.purpose === "reply" && effect.round > 0 ? ["rounds with tools"] : [];
}

function entryOf(entry: Entry): readonly Interesting[] {
  switch (entry.type) {
    case "reply":
      return replyOf(entry);
    case "tool-call":
      return [...(entry.prepared === true ? ["calls kept from a draft" as const] : []), "tool calls"];
    case "tool-result":
      return entry.expired === true ? ["results too late"] : [];
    case "summary":
      return ["summaries applied"];
    default:
      return [];
  }
}

function replyOf({
  outcome,
  heard,
  text,
  numbers,
  purpose,
  problem,
}: Extract<Entry, { type: "reply" }>): Interesting[] {
  const told: Interesting[] = [`turns ${outcome}`];
  if (outcome === "failed" && text !== "") told.push("failed behind words");
  if (problem?.code === "context_full") told.push("context full");
  if (problem?.code === "model_malformed") told.push("model without end");
  if (numbers.drafts.salvaged > 0) told.push("salvaged");
  if (heard !== "" && heard.length < text.length) told.push("heard in part");
  if (purpose === "echo") told.push("echoes");
  return told;
}

/** Turns that were cut in on while calls of theirs were open, and results that came when their turn was over. */
function openCalls(stage: Stage): { readonly cut: number; readonly behind: number } {
  const open = new Map<string, number>();
  const over = new Set<number>();
  let cut = 0;
  let behind = 0;
  for (const { entry } of stage.of("record")) {
    if (entry.type === "tool-call") open.set(entry.callId, entry.turnIdx);
    if (entry.type === "tool-result") {
      if (over.has(open.get(entry.callId) ?? 0)) behind += 1;
      open.delete(entry.callId);
    }
    if (entry.type !== "reply") continue;
    over.add(entry.turnIdx);
    if (entry.outcome === "interrupted" && [...open.values()].includes(entry.turnIdx)) cut += 1;
  }
  return { cut, behind };
}
