export type { ChatMessage, ToolCallMessage, ToolDefinition } from "./context/messages.ts";
export type { Context, HistoryItem } from "./context/context.ts";
export { joinPrompt } from "./context/spell.ts";
export { createConversation, type Conversation } from "./conversation.ts";
export type { Draft } from "./drafts/draft.ts";
export type {
  Effect,
  EffectType,
  EndOfTurnReason,
  Entry,
  EntryType,
  Evidence,
  Outcome,
  Purpose,
  Rung,
} from "./effect.ts";
export type { Event, EventType, ModelEvent, Problem, TimerName, Usage } from "./event.ts";
export {
  completeness,
  completenessAfter,
  createCompleteness,
  type Completeness,
} from "./policy/completeness/completeness.ts";
export type { CompletenessWeights } from "./policy/completeness/model.ts";
export { turnSigns, type TurnSigns } from "./policy/completeness/signs.ts";
export { contradictsLadder, equalOnly, everyRung, matchLadder, type Rungs } from "./policy/ladder/ladder.ts";
export { plainPolicies, plainThresholds, waitingPolicies } from "./policy/plain.ts";
export { speculationModes, type ModeValues } from "./policy/modes.ts";
export type { Policies } from "./policy/policies.ts";
export { policiesFor } from "./policy/speculative.ts";
export { restore, type StoredEntry } from "./restore.ts";
export type { Level, Settings, SpeculationMode } from "./session/session.ts";
export { step, type Step } from "./step.ts";
export type { EndedBy, Transcript } from "./transcript/user-words.ts";
export { toWords } from "./transcript/words.ts";
export { costOf } from "./turn/spent.ts";
export type { DraftCounts, TokenCounts, TurnNumbers } from "./turn/numbers.ts";
