import type { Effect } from "@repartee/engine";
import type { ModelClient } from "../ports/model-client.ts";
import type { ModelStart, WatchedConversation } from "../ports/telemetry.ts";
import { GenerationTrace, type TraceParts } from "./generation-trace.ts";
import { ToolSpans } from "./tool-spans.ts";
import type { SpanAttributes, TracedSpan } from "./tracer.ts";
import { turnAttributes } from "./turn-attributes.ts";

type Reply = Extract<Extract<Effect, { type: "record" }>["entry"], { type: "reply" }>;

interface Draft {
  readonly turnIdx: number;
  readonly rounds: GenerationTrace[];
  /** Known once its turn is over, or it ended before. */
  fate: SpanAttributes | undefined;
}

/** TM11, TM12 The turns of a conversation as spans, and in them its generations and tool calls. */
export class ConversationTrace {
  readonly #parts: TraceParts;
  readonly #about: WatchedConversation;
  readonly #turns = new Map<number, TracedSpan>();
  readonly #drafts = new Map<string, Draft>();
  readonly #tools: ToolSpans;

  constructor(parts: TraceParts, about: WatchedConversation) {
    this.#parts = parts;
    this.#about = about;
    this.#tools = new ToolSpans(parts);
  }

  performed(effect: Effect): void {
    switch (effect.type) {
      case "user-words":
        return void this.#turn(effect.turnIdx);
      case "draft-start":
        return void this.#draft(effect.draftId, effect.turnIdx);
      case "turn-commit":
        return this.#commit(effect);
      case "turn-reopen":
        return this.#event(effect.turnIdx, "repartee.turn.reopened", { "repartee.reason": effect.reason });
      case "speech-start":
        return this.#event(effect.turnIdx, "repartee.first_words");
      case "draft-adopt":
        return this.#decide(effect.draftId, {
          "repartee.draft.fate": "adopted",
          "repartee.draft.rung": effect.rung,
          "repartee.draft.head_start_ms": effect.headStartMs,
        });
      case "draft-revoke":
      case "draft-discard": {
        const fate = effect.type === "draft-revoke" ? "revoked" : "discarded";
        return this.#decide(effect.draftId, { "repartee.draft.fate": fate, "repartee.draft.reason": effect.reason });
      }
      case "tool-prepare":
        return this.#tools.start(effect, this.#turn(effect.turnIdx));
      case "tool-withdraw":
        return this.#tools.withdraw(effect.callId);
      case "record":
        return this.#record(effect.entry);
      default:
        return;
    }
  }

  /** What is asked beside the turns, a summary or to warm a cache, has a trace of its own. */
  traced({ draftId, round, purpose }: ModelStart, model: ModelClient): ModelClient {
    const draft = this.#drafts.get(draftId);
    const attributes = {
      "repartee.purpose": purpose,
      "repartee.draft.id": draftId,
      "repartee.draft.round": round,
      "repartee.turn.idx": draft?.turnIdx,
    };
    const parent = draft === undefined ? undefined : this.#turns.get(draft.turnIdx);
    const trace = new GenerationTrace(this.#parts, { parent, attributes, held: draft !== undefined });
    draft?.rounds.push(trace);
    if (draft?.fate !== undefined) trace.settle(draft.fate);
    return trace.over(model);
  }

  stopped(): void {
    for (const draftId of this.#drafts.keys()) this.#decide(draftId, { "repartee.draft.fate": "unknown" });
    this.#drafts.clear();
    this.#tools.endAll();
    for (const turnIdx of this.#turns.keys()) this.#end(turnIdx, { "repartee.turn.cut": true });
  }

  #turn(turnIdx: number): TracedSpan {
    const known = this.#turns.get(turnIdx);
    if (known !== undefined) return known;
    const { conversationId, personaId, personaName } = this.#about;
    const { tracer, clock } = this.#parts;
    const span = tracer.start(`invoke_agent ${personaName ?? personaId}`, {
      kind: "internal",
      at: clock.wall(),
      attributes: {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.id": personaId,
        "gen_ai.agent.name": personaName,
        "gen_ai.conversation.id": conversationId,
        "repartee.turn.idx": turnIdx,
      },
    });
    this.#turns.set(turnIdx, span);
    return span;
  }

  #draft(draftId: string, turnIdx: number): Draft {
    const draft = this.#drafts.get(draftId) ?? { turnIdx, rounds: [], fate: undefined };
    this.#turn(turnIdx);
    this.#drafts.set(draftId, draft);
    return draft;
  }

  /** Without a draft that fits, the generation starts now: it has nothing to wait for. */
  #commit({ draftId, turnIdx, reason, rung }: Extract<Effect, { type: "turn-commit" }>): void {
    this.#draft(draftId, turnIdx);
    this.#event(turnIdx, "repartee.turn.committed", { "repartee.reason": reason });
    if (rung === undefined) this.#decide(draftId, { "repartee.draft.fate": "none" });
  }

  /** One that was released and taken back was adopted before: what happened last counts, as far as it is not told. */
  #decide(draftId: string, fate: SpanAttributes): void {
    const draft = this.#drafts.get(draftId);
    if (draft === undefined) return;
    draft.fate = fate;
    for (const round of draft.rounds) round.settle(fate);
  }

  #record(entry: Extract<Effect, { type: "record" }>["entry"]): void {
    switch (entry.type) {
      case "reply":
        return this.#close(entry);
      case "tool-call":
        return this.#tools.start(entry, this.#turns.get(entry.turnIdx));
      case "tool-result": {
        const { callId, output, expired, status } = entry;
        return this.#tools.answer(callId, { output, outcome: expired === true ? "expired" : status });
      }
      default:
        return; // no part of a turn
    }
  }

  #close({ turnIdx, outcome, numbers, problem }: Reply): void {
    if (outcome === "failed") this.#turns.get(turnIdx)?.fail(problem?.code ?? "failed");
    this.#end(turnIdx, turnAttributes(numbers));
    for (const [draftId, draft] of this.#drafts) {
      if (draft.turnIdx <= turnIdx) this.#drafts.delete(draftId);
    }
  }

  #end(turnIdx: number, attributes: SpanAttributes): void {
    const span = this.#turns.get(turnIdx);
    span?.set(attributes);
    span?.end(this.#parts.clock.wall());
    this.#turns.delete(turnIdx);
  }

  #event(turnIdx: number, name: string, attributes: SpanAttributes = {}): void {
    this.#turns.get(turnIdx)?.event(name, this.#parts.clock.wall(), attributes);
  }
}
