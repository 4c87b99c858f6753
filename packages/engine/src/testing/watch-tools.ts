import type { HistoryItem } from "../context/context.ts";
import type { ChatMessage } from "../context/messages.ts";
import type { Effect, Entry } from "../effect.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

/** E16, E17: what is told of calls, stored of them and sent to a model, each once and in its order. */
export function createToolWatch(): Watch {
  const told = new Set<string>();
  const prepared = new Map<string, string>();
  const stored = new Set<string>();
  const results = new Map<string, readonly string[]>();
  const committed = new Set<string>();
  const open = new Map<string, string>();
  let readTools = false;
  let history: readonly HistoryItem[] = [];

  function onPrepare(effect: Extract<Effect, { type: "tool-prepare" }>, state: Seen["state"]): void {
    const { callId, draftId, name } = effect;
    const tool = state.context.tools.find((one) => one.name === name);
    rule("E16 nothing with effects is called before the commit", tool?.effect === "read", name);
    rule("E16 only who asked is told before the commit", readTools, callId);
    rule("E16 only a draft is prepared", !committed.has(draftId), draftId);
    rule("E16 a call is told once", !told.has(callId), callId);
    told.add(callId);
    prepared.set(callId, draftId);
  }

  function onCall(entry: Extract<Entry, { type: "tool-call" }>): void {
    const { callId, dueAt } = entry;
    rule("E16 a call is stored once", !stored.has(callId), callId);
    stored.add(callId);
    open.set(callId, entry.draftId);
    const before = prepared.get(callId);
    prepared.delete(callId);
    if (dueAt === undefined) return;
    if (entry.prepared === true) return rule("E16 what was told before was told", before === entry.draftId, callId);
    rule("E16 a call is told once", !told.has(callId) || (before !== undefined && !readTools), callId);
    told.add(callId);
  }

  function onResult({ callId, expired, status }: Extract<Entry, { type: "tool-result" }>): void {
    rule("E16 a result belongs to a call", stored.has(callId), callId);
    const before = results.get(callId) ?? [];
    rule("E16 a result counts once", before.length === 0 || (before.join() === "expired" && !expired), callId);
    rule("E16 what expired has failed", expired !== true || status === "error", callId);
    open.delete(callId);
    results.set(callId, [...before, expired === true ? "expired" : "answer"]);
  }

  function onWithdraw({ callId, draftId }: Extract<Effect, { type: "tool-withdraw" }>): void {
    rule("E16 what was told before is withdrawn once", prepared.get(callId) === draftId, callId);
    prepared.delete(callId);
  }

  function onEffect(effect: Effect, state: Seen["state"]): void {
    if (effect.type === "tool-prepare") onPrepare(effect, state);
    if (effect.type === "tool-withdraw") onWithdraw(effect);
    if (effect.type === "turn-commit") committed.add(effect.draftId);
    if (effect.type === "model-start") {
      watchMessages(effect.messages);
      const waiting = [...open].filter(([, draftId]) => draftId === effect.draftId).map(([callId]) => callId);
      rule("E16 the model is asked again when every call is answered", waiting.length === 0, waiting.join());
    }
    if (effect.type === "record" && effect.entry.type === "tool-call") onCall(effect.entry);
    if (effect.type === "record" && effect.entry.type === "tool-result") onResult(effect.entry);
  }

  return ({ event, effects, state }) => {
    if (event.type === "read-tools") readTools = event.wanted;
    for (const effect of effects) onEffect(effect, state);
    const alive = new Set(state.drafts.map((draft) => draft.id));
    if (state.turn.phase === "released" || state.turn.phase === "settled") alive.add(state.turn.reply.draft.id);
    for (const draftId of prepared.values()) rule("E16 what was told before has a draft", alive.has(draftId), draftId);
    if (state.context.history === history) return;
    history = state.context.history;
    watchHistory(history);
  };
}

/** E17 What every server takes: each call is followed by exactly one tool message, and no tool message stands alone. */
function watchMessages(messages: readonly ChatMessage[]): void {
  let waiting: string[] = [];
  const seen = new Set<string>();
  for (const message of messages) {
    if (message.role === "tool") {
      rule("E17 a tool message follows its call", waiting.includes(message.toolCallId), message.toolCallId);
      waiting = waiting.filter((id) => id !== message.toolCallId);
      continue;
    }
    rule("E17 every call has its tool message", waiting.length === 0, waiting.join());
    waiting = message.role === "assistant" ? (message.toolCalls ?? []).map(({ id }) => id) : [];
    for (const id of waiting) {
      rule("E17 no two calls have one id", !seen.has(id), id);
      seen.add(id);
    }
  }
  rule("E17 every call has its tool message", waiting.length === 0, waiting.join());
}

/** E17 */
function watchHistory(history: readonly HistoryItem[]): void {
  const ids = history.flatMap((item) => {
    if (item.type === "tool") return [item.callId];
    return item.type === "turn" ? (item.rounds ?? []).flatMap(({ calls }) => calls.map(({ id }) => id)) : [];
  });
  rule("E17 a result enters the history once", new Set(ids).size === ids.length, ids.join());
}
