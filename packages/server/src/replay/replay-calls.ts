import type { Client } from "@repartee/client";
import type { TurnsBy } from "@repartee/protocol";
import type { Clock } from "../ports/clock.ts";
import { playCall } from "./play.ts";
import { reportCall, type CallReport } from "./report.ts";
import { scheduleCall } from "./schedule.ts";
import type { SpokenCall } from "./spoken-turns.ts";

export interface ReplayOptions {
  readonly clock: Pick<Clock, "now" | "after">;
  /** Who ends a turn. */
  readonly turns: TurnsBy;
  readonly speed: number;
  /** Calls at the same time. */
  readonly parallel: number;
  /** The model that answers; undefined: the stock persona's. */
  readonly llm: { readonly baseUrl: string; readonly model: string } | undefined;
  readonly signal: AbortSignal;
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
  calls: readonly SpokenCall[],
  options: ReplayOptions,
): AsyncGenerator<CallReport, void, undefined> {
  const left = new AbortController();
  const signal = AbortSignal.any([options.signal, left.signal]);
  const personaId = options.llm === undefined ? undefined : await createPersona(client, options.llm, signal);
  const next = calls.entries();
  const reports = calls.map(() => Promise.withResolvers<CallReport>());
  // Every report is awaited below; one that fails after the loop was left is nobody's news.
  for (const { promise } of reports) promise.catch(() => {});

  async function playOn(): Promise<void> {
    for (const [index, call] of next) {
      const report = reports[index];
      try {
        report?.resolve(await playOne({ client, call, personaId, options: { ...options, signal } }));
      } catch (cause) {
        report?.reject(cause);
      }
    }
  }

  const players = Array.from({ length: Math.min(options.parallel, calls.length) }, playOn);
  try {
    for (const { promise } of reports) yield await promise;
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
  readonly call: SpokenCall;
  readonly personaId: string | undefined;
  readonly options: ReplayOptions;
}

async function playOne({ client, call, personaId, options }: OneCall): Promise<CallReport> {
  const { turns, signal } = options;
  signal.throwIfAborted();
  const body = {
    conversation_name: `replay ${call.id}`,
    ...(personaId === undefined ? {} : { persona_id: personaId }),
  };
  const { conversation_id: id } = await client.conversations.create(body, { signal });
  try {
    const live = client.connect(id, { turns, features: ["drafts"], signal, retry });
    const events = scheduleCall(call, { turnEnds: turns === "client" });
    return reportCall(call, await playCall(events, live, options));
  } finally {
    await client.conversations.delete(id, { hard: true, signal: AbortSignal.timeout(cleanUpMs) });
  }
}
