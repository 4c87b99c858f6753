import type { Entry } from "@repartee/engine";
import type { TurnRecord } from "../../ports/conversation-directory.ts";
import type { ConversationEvent, JsonObject } from "../../ports/store.ts";
import { readStoredEvent, type RecordedEntry } from "../entry-store.ts";
import { toWireNumbers } from "../turn-numbers.ts";
import type { Flight } from "./flight.ts";
import type { FlightRecorder } from "./flight-recorder.ts";
import { toCompactView, toJson } from "./flight-view.ts";

/** What is stored of one turn at the most, as JSON, in UTF-16 units. */
export const longestStored = 16_000;
/** What is kept of the words of drafts and of notices where it would be more. */
const shortened = 200;

/** FR9 What is stored with the end of a turn: no messages, and what is too much left out, the oldest drafts first. */
export function toStoredFlight(flight: Flight): JsonObject {
  const whole = toCompactView(flight);
  if (sizeOf(whole) <= longestStored) return whole;
  const reply = flight.commits.at(-1)?.draftId;
  let kept: Flight = { ...flight, drafts: flight.drafts.map(shorten), commits: flight.commits.slice(-mostCommits) };
  for (let stored = toCompactView(kept); ; stored = toCompactView(kept)) {
    if (sizeOf(stored) <= longestStored || kept.drafts.length === 0) return stored;
    const oldest = kept.drafts.findIndex((draft) => draft.id !== reply);
    const drafts = kept.drafts.toSpliced(Math.max(0, oldest), 1);
    kept = { ...kept, drafts, draftsLeftOut: kept.draftsLeftOut + 1 };
  }
}

const mostCommits = 16;
const mostRounds = 8;

function shorten(draft: Flight["drafts"][number]): Flight["drafts"][number] {
  const cut = (text: string): string => (text.length > shortened ? `${text.slice(0, shortened)}…` : text);
  return {
    ...draft,
    groundedIn: cut(draft.groundedIn),
    continueFrom: draft.continueFrom === undefined ? undefined : cut(draft.continueFrom),
    problem: draft.problem === undefined ? undefined : { ...draft.problem, message: cut(draft.problem.message) },
    notices: draft.notices.slice(0, 2).map((notice) => ({ ...notice, message: cut(notice.message) })),
    calls: draft.calls.slice(0, mostRounds),
    rounds: draft.rounds.slice(0, mostRounds),
  };
}

function sizeOf(view: JsonObject): number {
  return JSON.stringify(view).length;
}

/** The end of a turn is stored with its flight record; what else is stored has none. */
export function withFlight(entry: Entry, flights: Pick<FlightRecorder, "find">): RecordedEntry {
  const flight = entry.type === "reply" ? flights.find(entry.turnIdx) : undefined;
  return flight === undefined ? entry : { ...entry, flight: toStoredFlight(flight) };
}

type Reply = Extract<Entry, { type: "reply" }>;

const onlyInMemory =
  "messages, text and arguments: they are held in memory, and the conversation slept or the server was started since";

/** FR10 A turn as the store has it; where it has none of this number, which is the newest. */
export function findStoredTurn(events: readonly ConversationEvent[], turnIdx: number): TurnRecord {
  let newest: number | undefined;
  let transcript: string | undefined;
  let reply: Reply | undefined;
  let stored: JsonObject | undefined;
  for (const event of events) {
    const entry = readStoredEvent(event)?.entry;
    if (entry?.type !== "release" && entry?.type !== "reply") continue;
    newest = Math.max(newest ?? entry.turnIdx, entry.turnIdx);
    if (entry.turnIdx !== turnIdx) continue;
    if (entry.type === "release") transcript = entry.text;
    else [reply, stored] = [entry, readFlight(event.body["flight"])];
  }
  if (transcript === undefined && reply === undefined) return { ok: false, reason: "no-turn", newest };
  return { ok: true, turn: toView({ turnIdx, transcript: transcript ?? "", reply, stored }) };
}

interface StoredTurn {
  readonly turnIdx: number;
  readonly transcript: string;
  readonly reply: Reply | undefined;
  readonly stored: JsonObject | undefined;
}

function toView({ turnIdx, transcript, reply, stored = notRecorded }: StoredTurn): JsonObject {
  const { missing, ...rest } = stored;
  return toJson({
    turn_idx: turnIdx,
    outcome: reply?.outcome ?? null,
    transcript,
    ...rest,
    numbers: reply === undefined ? null : toWireNumbers(reply.numbers),
    missing: [...(Array.isArray(missing) ? missing : []), onlyInMemory],
  });
}

/** Of turns of older versions, and of those that were cut and never completed. */
const notRecorded: JsonObject = {
  clock: {},
  segments: [],
  commits: [],
  drafts: [],
  missing: ["drafts: nothing but the words and the end of this turn was recorded"],
};

function readFlight(body: JsonObject[string] | undefined): JsonObject | undefined {
  // Only `toStoredFlight` writes it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as JsonObject) : undefined;
}
