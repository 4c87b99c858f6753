import { recordTrace, type Client, type TraceRecorder } from "@repartee/client";
import type { Clock } from "../ports/clock.ts";
import type { CallScript } from "./call-script.ts";
import { playCall } from "./play.ts";
import { reportCall, type CallReport } from "./report.ts";

export interface ReplayOptions {
  readonly clock: Pick<Clock, "now" | "after">;
  readonly speed: number;
  /** Calls at the same time. */
  readonly parallel: number;
  /** The model that answers; undefined: the stock persona's. */
  readonly llm: { readonly baseUrl: string; readonly model: string } | undefined;
  /** Whether the frames of the call at this place are kept. */
  readonly records: (place: number) => boolean;
  readonly onStep?: ((step: ReplayStep) => void) | undefined;
  readonly signal: AbortSignal;
}

/** What happens in a replay, for someone who waits for it. */
export type ReplayStep =
  | { readonly type: "call-start" | "call-end"; readonly call: CallScript }
  | { readonly type: "turn-start"; readonly call: CallScript; readonly turn: number };

/** A call that was played: what became of it, and its frames where they were asked for. */
export interface ReplayedCall {
  readonly report: CallReport;
  readonly trace: TraceRecorder | undefined;
}

/** A call with a hole in it would tell nothing: a connection that is lost is not dialled for long. */
const retry = { maxAttempts: 2 } as const;
/** How long deleting what was made may take, also after an abort. */
const cleanUpMs = 5_000;

/**
 * Plays calls through a running server, a conversation each, and reports every one as it ends, in their order. Leaving
 * the loop stops what is being played; what was made on the server is deleted in any case.
 */
export async function* replayCalls(
  client: Client,
  calls: readonly CallScript[],
  options: ReplayOptions,
): AsyncGenerator<ReplayedCall, void, undefined> {
  const left = new AbortController();
  const signal = AbortSignal.any([options.signal, left.signal]);
  const personaId = options.llm === undefined ? undefined : await createPersona(client, options.llm, signal);
  const next = calls.entries();
  // What was handed over is let go: a call's frames may be many.
  const played = new Map(calls.map((_, place) => [place, Promise.withResolvers<ReplayedCall>()] as const));
  // Every one is awaited below; one that fails after the loop was left is nobody's news.
  for (const { promise } of played.values()) promise.catch(() => {});

  async function playOn(): Promise<void> {
    for (const [place, call] of next) {
      const one = played.get(place);
      try {
        one?.resolve(await playOne({ client, call, place, personaId, options: { ...options, signal } }));
      } catch (cause) {
        one?.reject(cause);
      }
    }
  }

  const players = Array.from({ length: Math.min(options.parallel, calls.length) }, playOn);
  try {
    for (const [place, { promise }] of played) {
      yield await promise;
      played.delete(place);
    }
  } finally {
    left.abort(new Error("the replay was left"));
    await Promise.all(players);
    if (personaId !== undefined) {
      await client.personas.delete(personaId, { signal: AbortSignal.timeout(cleanUpMs) });
    }
  }
}

async function createPersona(
  client: Client,
  llm: NonNullable<ReplayOptions["llm"]>,
  signal: AbortSignal,
): Promise<string> {
  const body = {
    persona_name: "Replay",
    system_prompt: "You are on the phone with a caller. Answer in one or two short sentences, as they are spoken.",
    layers: { llm: { model: llm.model, base_url: llm.baseUrl } },
  };
  return (await client.personas.create(body, { signal })).persona_id;
}

interface OneCall {
  readonly client: Client;
  readonly call: CallScript;
  readonly place: number;
  readonly personaId: string | undefined;
  readonly options: ReplayOptions;
}

async function playOne({ client, call, place, personaId, options }: OneCall): Promise<ReplayedCall> {
  const { signal, onStep } = options;
  signal.throwIfAborted();
  const body = {
    conversation_name: `replay ${call.id}`,
    ...(personaId === undefined ? {} : { persona_id: personaId }),
  };
  const { conversation_id: id } = await client.conversations.create(body, { signal });
  onStep?.({ type: "call-start", call });
  try {
    const trace = options.records(place) ? recordTrace() : undefined;
    // Whoever draws the frames wants the words as the server heard them.
    const recorded = trace === undefined ? {} : { trace, features: ["drafts", "streaming"] as const };
    const live = client.connect(id, { turns: call.turnsBy, features: ["drafts"], signal, retry, ...recorded });
    const onTurn = (turn: number): void => onStep?.({ type: "turn-start", call, turn });
    return { report: reportCall(call, await playCall(call.cues, live, { ...options, onTurn })), trace };
  } finally {
    await client.conversations.delete(id, { hard: true, signal: AbortSignal.timeout(cleanUpMs) });
    onStep?.({ type: "call-end", call });
  }
}
