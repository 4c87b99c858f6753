import type { Entry } from "@repartee/engine";
import type { ConversationRecord } from "../ports/conversation-directory.ts";
import type { ConversationEvent, ConversationRow, JsonObject } from "../ports/store.ts";
import { toEntryFrames } from "./entry-frames.ts";
import { toUsage } from "./conversation-usage.ts";
import { readStoredEvent } from "./entry-store.ts";

/** What `verbose=true` adds: every announced event in order, the talk as it was heard, and what it used. */
export function toRecord(row: ConversationRow, events: readonly ConversationEvent[]): ConversationRecord {
  const startMs = Date.parse(row.createdAt);
  const told: JsonObject[] = [];
  const transcript: JsonObject[] = [];
  const words = new Map<number, { readonly text: string; readonly at: number }>();
  const entries: Entry[] = [];
  let shutdownReason: string | undefined;
  for (const event of events) {
    const stored = readStoredEvent(event);
    if (stored === undefined) continue;
    const { entry, at } = stored;
    entries.push(entry);
    told.push(...toTold(entry, at, startMs));
    if (entry.type === "release") words.set(entry.turnIdx, { text: entry.text, at });
    if (entry.type === "reply") transcript.push(...toLines(entry, { at, startMs, user: words.get(entry.turnIdx) }));
    if (entry.type === "ended") shutdownReason = entry.reason;
  }
  const usage = toUsage(entries);
  return { events: told, transcript, usage, ...(shutdownReason === undefined ? {} : { shutdownReason }) };
}

function toTold(entry: Entry, at: number, startMs: number): readonly JsonObject[] {
  const timestamp = new Date(startMs + at).toISOString();
  return toEntryFrames(entry, at).map((frame) => {
    const { event_type, message_type, properties, turn_idx, inference_id } = frame;
    // A frame is plain JSON once what is undefined is left out.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return JSON.parse(
      JSON.stringify({ event_type, message_type, timestamp, turn_idx, inference_id, properties }),
    ) as JsonObject;
  });
}

interface LineContext {
  readonly at: number;
  readonly startMs: number;
  readonly user: { readonly text: string; readonly at: number } | undefined;
}

function toLines(entry: Extract<Entry, { type: "reply" }>, context: LineContext): readonly JsonObject[] {
  const { user, startMs } = context;
  const inference = { inference_id: entry.draftId };
  const lines: JsonObject[] = [];
  if (user !== undefined && user.text !== "") {
    lines.push({ role: "user", content: user.text, ...timesOf(user.at, startMs), ...inference });
  }
  if (entry.heard !== "") {
    const at = entry.numbers.firstWordsAt ?? context.at;
    lines.push({ role: "assistant", content: entry.heard, ...timesOf(at, startMs), ...inference });
  }
  return lines;
}

function timesOf(at: number, startMs: number): { timestamp: number; seconds_from_start: number } {
  return { timestamp: (startMs + at) / 1000, seconds_from_start: at / 1000 };
}
