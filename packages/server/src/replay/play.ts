import type { LiveConversation } from "@repartee/client";
import type { ReceivedFrame } from "@repartee/protocol";
import type { Clock } from "../ports/clock.ts";
import type { Cue } from "./call-script.ts";
import { retarget } from "./retarget.ts";
import { createWatch, type Observation, type Watch } from "./watch.ts";

/** The slice of a live conversation that a replay speaks through. */
export type ReplayChannel = AsyncIterable<ReceivedFrame> & Pick<LiveConversation, "conversationId" | "send" | "close">;

export interface PlayOptions {
  readonly clock: Pick<Clock, "now" | "after">;
  /** 1: as it was recorded; 10: ten times as fast. */
  readonly speed: number;
  readonly signal: AbortSignal;
  /** Told when the words of a turn begin. */
  readonly onTurn?: ((turn: number) => void) | undefined;
}

/** A call that was played. */
export interface PlayedCall {
  readonly observation: Observation;
  /** The milliseconds of the play at which a moment of the recording came. */
  toPlayMs(recordedMs: number): number;
  /** When the words of each turn began to be told, by its index. */
  readonly firstPartialAt: readonly number[];
  /** Set where it could not be played to its end. */
  readonly problem: string | undefined;
}

/** After the last word, without an answer under way, so long without a frame is the end. */
const quietMs = 5_000;
/** The last answer is waited for this long after the last word, whatever happens. */
const patienceMs = 120_000;
const lookMs = 50;

/** Plays a call's cues at their recorded times, the first at once, and stays until the last answer is over. */
export async function playCall(cues: readonly Cue[], live: ReplayChannel, options: PlayOptions): Promise<PlayedCall> {
  const { clock, speed } = options;
  const watch = createWatch();
  const originMs = cues[0]?.atMs ?? 0;
  const toPlayMs = (recordedMs: number): number => (recordedMs - originMs) / speed;
  const firstPartialAt: number[] = [];
  const left = new AbortController();
  let speaking: Promise<string | undefined> | undefined;
  let startedAt = 0;
  const now = (): number => clock.now() - startedAt;

  /** Never rejects: what went wrong is the answer. */
  async function speak(): Promise<string | undefined> {
    let spokenAt = 0;
    const signal = AbortSignal.any([options.signal, left.signal]);
    const wait = (ms: number): Promise<void> => sleep(clock, ms, signal);
    try {
      for (const cue of cues) {
        await wait(toPlayMs(cue.atMs) - now());
        if (cue.turn !== undefined && firstPartialAt[cue.turn] === undefined) {
          firstPartialAt[cue.turn] = now();
          options.onTurn?.(cue.turn);
        }
        const message = retarget(cue, watch);
        if (cue.turn !== undefined) spokenAt = now();
        if (message !== undefined) live.send({ ...message, conversation_id: live.conversationId });
      }
      await lastAnswer({ watch, spokenAt, now, wait });
      return undefined;
    } catch (cause) {
      if (left.signal.aborted) return "the conversation ended before the call was over";
      return cause instanceof Error ? cause.message : String(cause);
    } finally {
      live.close();
    }
  }

  try {
    for await (const frame of live) {
      if (speaking === undefined) {
        startedAt = clock.now();
        speaking = speak();
      }
      watch.see(frame, now());
    }
  } finally {
    left.abort();
  }
  const problem = await speaking;
  options.signal.throwIfAborted();
  return { observation: watch.observation, toPlayMs, firstPartialAt, problem };
}

interface Ending {
  readonly watch: Watch;
  /** When the last words were told. */
  readonly spokenAt: number;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Waits until what was said last was answered, or until nobody is going to answer it. */
async function lastAnswer({ watch, spokenAt, now, wait }: Ending): Promise<void> {
  const lastCueAt = now();
  while (now() - lastCueAt < patienceMs) {
    const answered = watch.lastCommitAt !== undefined && watch.lastCommitAt >= spokenAt;
    const quiet = now() - Math.max(lastCueAt, watch.lastFrameAt) >= quietMs;
    if (!watch.answering && (answered || quiet)) return;
    await wait(lookMs);
  }
}

function sleep(clock: PlayOptions["clock"], ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    if (signal.aborted) return fail(signal.reason);
    const leave = (): void => {
      cancel();
      fail(signal.reason);
    };
    const cancel = clock.after(Math.max(0, ms), () => {
      signal.removeEventListener("abort", leave);
      done();
    });
    signal.addEventListener("abort", leave, { once: true });
  });
}
