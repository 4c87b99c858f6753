import type { Effect, Entry, Event } from "@repartee/engine";
import type { ModelPart } from "../../ports/model-client.ts";
import { isBeside, openFlight, openFlightDraft, type Flight, type FlightDraft } from "./flight.ts";
import { hearNews, hearPart, isModelNews } from "./flight-news.ts";
import { HeldFlights } from "./held-flights.ts";

type On<T extends Effect["type"]> = Extract<Effect, { type: T }>;

/** What of one turn is kept at the most. */
const mostDrafts = 32;
const mostBeside = 8;
const mostCalls = 64;
/** UTF-16 units of the arguments of a call; the messages of the next round have all of them. */
const keptArguments = 500;

/**
 * FR1 Collects what happens to the turns of a conversation, for whoever asks later why one went as it did. It decides
 * nothing, and knows no time but that of the events: a turn is told by what the engine was told and what it ordered.
 */
export class FlightRecorder {
  readonly #flights = new HeldFlights();
  readonly #drafts = new Map<string, FlightDraft>();
  /** What was asked beside the turns and belongs to the next one that ends. */
  #beside: FlightDraft[] = [];
  #at: number;

  /** `at`: milliseconds since the conversation's start, as everywhere here. */
  constructor(at: number) {
    this.#at = at;
  }

  /** An event is about to be followed. */
  happened(event: Event): void {
    this.#at = event.at;
    if (!isModelNews(event)) return;
    const draft = this.#drafts.get(event.draftId);
    if (draft !== undefined) hearNews(draft, event);
  }

  /** A part of an answer, before the news of it. */
  answered(draftId: string, part: ModelPart, at: number): void {
    const draft = this.#drafts.get(draftId);
    if (draft !== undefined) hearPart(draft, part, at);
  }

  performed(effect: Effect): void {
    switch (effect.type) {
      case "user-words":
        return this.#hear(effect);
      case "user-stop":
        this.#flight(effect.turnIdx).userStoppedAt = this.#at;
        return;
      case "draft-start":
      case "draft-adopt":
      case "draft-revoke":
      case "draft-discard":
        return this.#follow(effect);
      case "turn-commit":
        return this.#commit(effect);
      case "turn-reopen":
        return this.#reopen(effect);
      case "model-start":
        return this.#ask(effect);
      case "model-cancel":
        return this.#cancel(effect.draftId);
      case "draft-clause":
      case "speech-clause":
        return this.#cut(effect.draftId, effect.index);
      case "speech-start":
        this.#flight(effect.turnIdx).firstWordsAt = this.#at;
        return;
      case "speech-stop":
        this.#flight(effect.turnIdx).speechStoppedAt = this.#at;
        return;
      case "tool-prepare":
        return this.#call({ ...effect, prepared: true });
      case "tool-withdraw":
        return this.#answer(effect.callId, "withdrawn");
      case "record":
        return this.#record(effect.entry);
      default:
        return; // no part of a turn's story
    }
  }

  /** A turn that is held, or is going on, with what was asked beside it. */
  find(turnIdx: number): Flight | undefined {
    const flight = this.#flights.find(turnIdx);
    if (flight === undefined || flight.numbers !== undefined || this.#beside.length === 0) return flight;
    return { ...flight, drafts: inOrder([...flight.drafts, ...this.#beside]) };
  }

  #flight(turnIdx: number): Flight {
    const known = this.#flights.find(turnIdx);
    if (known !== undefined) return known;
    const flight = openFlight(turnIdx);
    for (const gone of this.#flights.add(flight)) for (const { id } of gone.drafts) this.#drafts.delete(id);
    return flight;
  }

  #hear({ turnIdx, text }: On<"user-words">): void {
    const flight = this.#flight(turnIdx);
    flight.transcript = text;
    flight.firstWordAt = text === "" ? undefined : (flight.firstWordAt ?? this.#at);
    flight.lastWordAt = text === "" ? undefined : this.#at;
  }

  #follow(effect: On<"draft-start" | "draft-adopt" | "draft-revoke" | "draft-discard">): void {
    if (effect.type === "draft-start") {
      const { draftId: id, transcript: groundedIn, reason, evidence } = effect;
      const begun = { id, purpose: "reply", startedAt: this.#at, groundedIn, reason, evidence } as const;
      return this.#begin(this.#flight(effect.turnIdx), openFlightDraft(begun));
    }
    const draft = this.#drafts.get(effect.draftId);
    if (draft === undefined) return;
    if (effect.type === "draft-adopt") {
      const { rung, headStartMs } = effect;
      return void Object.assign(draft, { fate: "adopted", rung, headStartMs } satisfies Partial<FlightDraft>);
    }
    draft.fate = effect.type === "draft-revoke" ? "revoked" : "discarded";
    draft.fateReason = effect.reason;
    draft.endedAt ??= this.#at;
  }

  #begin(flight: Flight, draft: FlightDraft): void {
    flight.drafts.push(draft);
    this.#drafts.set(draft.id, draft);
    if (flight.drafts.length <= mostDrafts) return;
    const over = flight.drafts.findIndex((one) => one.endedAt !== undefined);
    for (const gone of flight.drafts.splice(Math.max(0, over), 1)) {
      this.#drafts.delete(gone.id);
      this.#flights.forgetMessages(gone);
    }
    flight.draftsLeftOut += 1;
  }

  #commit(effect: On<"turn-commit">): void {
    const { turnIdx, draftId: id, reason, transcript, rung, graceMs, evidence } = effect;
    const flight = this.#flight(turnIdx);
    const at = this.#at;
    flight.transcript = transcript;
    // Words that the user is saying meanwhile belong to the turn behind it.
    if (reason === "greeting" || reason === "echo" || reason === "respond") flight.firstWordAt = undefined;
    flight.commits.push({ at, draftId: id, reason, rung, graceMs, evidence, reopened: undefined });
    if (this.#drafts.has(id)) return;
    const purpose = reason === "greeting" || reason === "echo" ? reason : "reply";
    this.#begin(flight, openFlightDraft({ id, purpose, startedAt: at, groundedIn: transcript, fate: "answered" }));
  }

  #reopen({ turnIdx, draftId, reason }: On<"turn-reopen">): void {
    const flight = this.#flight(turnIdx);
    const commit = flight.commits.at(-1);
    if (commit !== undefined) commit.reopened = { at: this.#at, reason };
    flight.firstWordsAt = undefined;
    flight.speechStoppedAt = undefined;
    const draft = this.#drafts.get(draftId);
    if (draft === undefined) return;
    draft.fate = "taken_back";
    draft.fateReason = reason;
    draft.endedAt ??= this.#at;
  }

  #ask({ draftId: id, purpose, messages, tools, continueFrom }: On<"model-start">): void {
    const draft = this.#drafts.get(id) ?? (purpose === "reply" ? undefined : this.#askBeside(id, purpose));
    if (draft === undefined) return;
    draft.continueFrom ??= continueFrom;
    draft.endedAt = undefined;
    draft.rounds.push({
      askedAt: this.#at,
      messages: this.#flights.holdMessages(messages),
      tools,
      thinkingAt: undefined,
      firstTokenAt: undefined,
      endedAt: undefined,
      finishReason: undefined,
      upstream: undefined,
      usage: undefined,
    });
    this.#flights.fit();
  }

  #askBeside(id: string, purpose: "warm" | "summary"): FlightDraft {
    const draft = openFlightDraft({ id, purpose, startedAt: this.#at, groundedIn: "" });
    this.#drafts.set(id, draft);
    this.#beside.push(draft);
    const gone = this.#beside.length > mostBeside ? this.#beside.shift() : undefined;
    if (gone !== undefined) {
      this.#drafts.delete(gone.id);
      this.#flights.forgetMessages(gone);
    }
    return draft;
  }

  #cancel(draftId: string): void {
    const draft = this.#drafts.get(draftId);
    if (draft === undefined || draft.endedAt !== undefined) return;
    draft.endedAt = this.#at;
    const round = draft.rounds.at(-1);
    if (round !== undefined) round.endedAt ??= this.#at;
    if (isBeside(draft)) draft.fate = "cancelled";
  }

  /** The clause that a draft begins with is the one that it goes on from. */
  #cut(draftId: string, index: number): void {
    const draft = this.#drafts.get(draftId);
    if (draft === undefined || (draft.purpose === "reply" && draft.rounds.length === 0)) return;
    if (index > 0 || draft.continueFrom === undefined) draft.firstClauseAt ??= this.#at;
  }

  #call(made: On<"tool-prepare"> & { readonly prepared: boolean }): void {
    const draft = this.#drafts.get(made.draftId);
    if (draft === undefined || draft.calls.some((call) => call.callId === made.callId)) return;
    if (draft.calls.length >= mostCalls) return;
    const { callId, name, arguments: given, prepared } = made;
    const kept = given.slice(0, keptArguments);
    draft.calls.push({
      callId,
      name,
      arguments: kept,
      calledAt: this.#at,
      prepared,
      answeredAt: undefined,
      status: undefined,
    });
  }

  /** A call may be answered when its turn is over: the newest of this name is meant. */
  #answer(callId: string, status: "success" | "error" | "expired" | "withdrawn"): void {
    for (const draft of [...this.#drafts.values()].toReversed()) {
      const call = draft.calls.find((one) => one.callId === callId);
      if (call === undefined) continue;
      call.status ??= status;
      call.answeredAt ??= this.#at;
      return;
    }
  }

  #record(entry: Entry): void {
    switch (entry.type) {
      case "tool-call":
        return this.#call({ ...entry, type: "tool-prepare", prepared: entry.prepared === true });
      case "tool-result":
        return this.#answer(entry.callId, entry.expired === true ? "expired" : entry.status);
      case "reply":
        return this.#complete(entry);
      default:
        return;
    }
  }

  /** FR2 What was asked beside the turns, and is over, stands with the turn that ended first. */
  #complete({ turnIdx, numbers }: Extract<Entry, { type: "reply" }>): void {
    const flight = this.#flight(turnIdx);
    flight.numbers = numbers;
    flight.completedAt = this.#at;
    flight.drafts.push(...this.#beside.filter((draft) => draft.endedAt !== undefined));
    flight.drafts.sort((one, other) => one.startedAt - other.startedAt);
    this.#beside = this.#beside.filter((draft) => draft.endedAt === undefined);
    this.#flights.fit();
  }
}

function inOrder(drafts: FlightDraft[]): FlightDraft[] {
  return drafts.toSorted((one, other) => one.startedAt - other.startedAt);
}
