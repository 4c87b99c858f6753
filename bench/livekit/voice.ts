import { wordsIn } from "../speculation/clauses.ts";

/** The voice of both sides, in milliseconds: from a clause to its first sound, and how long a word of it is played. */
export const voicePace = { firstSoundMs: 150, wordMs: 60 } as const;

export interface Clause {
  readonly index: number;
  readonly text: string;
  /** The reply is over with it. */
  readonly final: boolean;
}

/** Speaks what it is given, clause by clause, one reply at a time. */
export interface Voice {
  readonly speaking: boolean;
  /** A clause of this reply is made ready, to be played once it is said. */
  prepare(reply: string, index: number): void;
  say(reply: string, clause: Clause): void;
  /** Silence, at once. */
  stop(): void;
}

export interface VoiceParts {
  now(): number;
  /** Runs it later; answers how to prevent that. */
  after(ms: number, run: () => void): () => void;
  started(reply: string): void;
  finished(reply: string): void;
}

/** LK5 A voice without sound. */
export function createVoice(parts: VoiceParts): Voice {
  const preparedAt = new Map<string, number>();
  let line = emptyLine();

  function plan(atMs: number, run: () => void): void {
    line.cancels.push(parts.after(Math.max(0, atMs - parts.now()), run));
  }
  function stop(): void {
    for (const cancel of line.cancels) cancel();
    line = emptyLine();
    preparedAt.clear();
  }

  return {
    get speaking() {
      return line.reply !== undefined;
    },
    prepare: (reply, index) => void preparedAt.set(`${reply} ${index}`, parts.now()),
    say(reply, { index, text, final }) {
      if (line.reply !== undefined && line.reply !== reply) stop();
      const first = line.reply === undefined;
      line.reply = reply;
      const words = wordsIn(text);
      if (words > 0) {
        const givenAt = preparedAt.get(`${reply} ${index}`) ?? parts.now();
        const atMs = Math.max(givenAt + voicePace.firstSoundMs, line.freeAt, parts.now());
        line.freeAt = atMs + words * voicePace.wordMs;
        if (first) plan(atMs, () => parts.started(reply));
      }
      if (!final) return;
      plan(line.freeAt, () => {
        stop();
        parts.finished(reply);
      });
    },
    stop,
  };
}

interface Line {
  reply: string | undefined;
  /** When all that it was given has been played. */
  freeAt: number;
  readonly cancels: (() => void)[];
}

function emptyLine(): Line {
  return { reply: undefined, freeAt: 0, cancels: [] };
}
