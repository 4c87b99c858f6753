import { changeContext, isWorthKeeping, type HistoryItem } from "./context/context.ts";
import { createConversation, type Conversation } from "./conversation.ts";
import type { Effect, Entry } from "./effect.ts";
import { answerStored, foldCall, foldResult, toRounds, type StoredCall } from "./restore-calls.ts";
import type { Settings } from "./session/session.ts";
import { moveCalls, nextDue } from "./tools/tools.ts";
import { emptyTally } from "./turn/tally.ts";

/** An entry as the store gives it back. */
export interface StoredEntry {
  readonly at: number;
  readonly entry: Entry;
}

type On<T extends Entry["type"]> = Extract<Entry, { type: T }>;

/** A turn that was released, and whose reply has not come yet. */
interface Released {
  readonly at: number;
  readonly entry: On<"release">;
  readonly historyAt: number;
  readonly calls: readonly StoredCall[];
}

/**
 * RS1, RS2 The conversation that these entries tell of, oldest first. A turn whose reply was never stored is completed here as
 * `failed`: its words are kept, the effects record its end, and `at` is when that was found.
 */
export function restore(
  settings: Settings,
  entries: readonly StoredEntry[],
  at: number,
): { readonly state: Conversation; readonly effects: readonly Effect[] } {
  let state = createConversation(settings);
  const open = new Map<number, Released>();
  for (const { at: storedAt, entry } of entries) {
    const released = entry.type === "reply" ? open.get(entry.turnIdx) : undefined;
    if (entry.type === "release") {
      open.set(entry.turnIdx, { at: storedAt, entry, historyAt: state.context.history.length, calls: [] });
    }
    if (entry.type === "tool-call") keepCall(open, entry);
    if (entry.type === "tool-result") {
      state = foldResult(state, entry, keepResult(open, entry));
      continue;
    }
    if (entry.type === "reply") open.delete(entry.turnIdx);
    state = foldEntry(state, entry, released);
  }
  const effects: Effect[] = [];
  for (const released of open.values()) {
    const lost = lostReply(released, at);
    state = foldEntry(state, lost, released);
    effects.push({ type: "record", entry: lost });
  }
  // RS8 The time of calls that nobody has answered yet goes on.
  const due = nextDue(state.tools);
  if (due === undefined) return { state, effects };
  effects.push({ type: "timer-set", timer: "tool", at: due });
  return { state: { ...state, timers: { tool: due } }, effects };
}

type Open = Map<number, Released>;

function keepCall(open: Open, entry: On<"tool-call">): void {
  const turn = open.get(entry.turnIdx);
  if (turn === undefined) return;
  open.set(entry.turnIdx, { ...turn, calls: [...turn.calls, { entry, output: undefined }] });
}

/** Whether the turn that made the call had not ended when its result came. */
function keepResult(open: Open, entry: On<"tool-result">): boolean {
  for (const [turnIdx, turn] of open) {
    const calls = answerStored(turn.calls, entry);
    if (calls === undefined) continue;
    open.set(turnIdx, { ...turn, calls });
    return true;
  }
  return false;
}

type Folded = Exclude<Entry, { type: "tool-result" }>;

function foldEntry(state: Conversation, entry: Folded, released: Released | undefined): Conversation {
  switch (entry.type) {
    case "release":
      return withTurnIdx(state, entry.turnIdx);
    case "reply":
      return foldReply(withTurnIdx(state, entry.turnIdx), entry, released);
    case "context":
      return entry.change === "append"
        ? append(state, { type: "note", text: entry.text })
        : { ...state, context: changeContext(state.context, { type: "overwrite", text: entry.text }) };
    case "tool-call":
      return foldCall(state, entry);
    case "summary": {
      const { text, items, turns } = entry;
      return { ...state, context: changeContext(state.context, { type: "summarize", text, items, turns }) };
    }
    case "ended":
      return {
        ...state,
        session: { ...state.session, phase: "ended" },
        turn: { phase: "closed" },
        tools: moveCalls(state.tools, "abandon", () => true),
      };
  }
}

function foldReply(state: Conversation, entry: On<"reply">, released: Released | undefined): Conversation {
  const { turnIdx, heard } = entry;
  const words = released?.entry.text ?? "";
  const user = words === "" ? undefined : words;
  const rounds = toRounds(released?.calls ?? []);
  if (rounds.length === 0 && !isWorthKeeping(user, heard)) return state;
  const called = rounds.length === 0 ? {} : { rounds };
  return append(state, { type: "turn", turnIdx, user, heard, ...called }, released?.historyAt);
}

function append(state: Conversation, item: HistoryItem, at = state.context.history.length): Conversation {
  return { ...state, context: changeContext(state.context, { type: "append", item, at }) };
}

function withTurnIdx(state: Conversation, turnIdx: number): Conversation {
  return { ...state, session: { ...state.session, greeted: true, turnIdx: Math.max(turnIdx, state.session.turnIdx) } };
}

function lostReply(released: Released, at: number): On<"reply"> {
  const { at: spokenAt, entry } = released;
  return {
    type: "reply",
    turnIdx: entry.turnIdx,
    draftId: entry.draftId,
    purpose: entry.reason === "greeting" || entry.reason === "echo" ? entry.reason : "reply",
    text: "",
    heard: "",
    outcome: "failed",
    numbers: {
      turnIdx: entry.turnIdx,
      outcome: "failed",
      endOfTurnReason: entry.reason,
      lastWordAt: spokenAt,
      endedAt: spokenAt,
      releasedAt: spokenAt,
      firstWordsAt: undefined,
      gapMs: undefined,
      headStartMs: 0,
      drafts: emptyTally.drafts,
      rung: undefined,
      tokens: { in: 0, cached: 0, out: 0, wasted: 0, wastedIn: 0 },
      cost: undefined,
      context: undefined,
      calls: 0,
      tools: 0,
    },
    problem: { code: "internal", message: `the server stopped during this turn, and found it again at ${at} ms` },
  };
}
