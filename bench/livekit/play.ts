import type { Told, ToldCall, ToldTurn } from "./told.ts";

/** A conversation with an agent, whoever runs it. */
export interface Talk extends AsyncDisposable {
  tell(event: Told, turn: ToldTurn): void;
  /** Whether an answer is under way or being played. */
  readonly busy: boolean;
}

/** What an agent does, as far as it can be seen: takes the turn for over, takes that back, is heard. */
export type Happening = "commit" | "reopen" | "voice";
export type OpenTalk = (call: ToldCall, report: (happening: Happening) => void) => Promise<Talk>;

/** Milliseconds on any clock. */
export interface PlayClock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** What was seen of one turn; times count from the beginning of the turn. */
export interface SeenTurn {
  readonly callId: string;
  readonly index: number;
  readonly wordCount: number;
  readonly endMs: number;
  readonly commits: readonly SeenCommit[];
}

/** A moment in which the agent took the turn for over. */
export interface SeenCommit {
  readonly atMs: number;
  /** How many words of the turn had been told by then. */
  readonly told: number;
  readonly reopened: boolean;
  /** When its reply was first heard; undefined: never. */
  readonly voiceAtMs: number | undefined;
}

/** A turn that is not answered after so long is left. */
export const neverMs = 10_000;
/** Between the end of a reply and the next turn. */
const restMs = 300;
const lookMs = 10;

/** LK4 Plays the turns of a call one after the other, each at its recorded times, when the reply to the one before is over. */
export async function playCall(call: ToldCall, openTalk: OpenTalk, clock: PlayClock): Promise<readonly SeenTurn[]> {
  let record = createTurnRecord();
  let startedAt = 0;
  const now = (): number => clock.now() - startedAt;
  await using talk = await openTalk(call, (happening) => record.note(happening, now()));
  const seen: SeenTurn[] = [];
  for (const turn of call.turns) {
    await untilIdle(talk, clock);
    await clock.sleep(restMs);
    record = createTurnRecord();
    startedAt = clock.now();
    for (const event of turn.told) {
      await clock.sleep(event.atMs - now());
      if ("words" in event) record.told = event.words.length;
      talk.tell(event, turn);
    }
    while (!record.answers(turn.wordCount) && now() < turn.endMs + neverMs) await clock.sleep(lookMs);
    await untilIdle(talk, clock);
    const { index, wordCount, endMs } = turn;
    seen.push({ callId: call.id, index, wordCount, endMs, commits: record.commits });
  }
  return seen;
}

interface TurnRecord {
  told: number;
  readonly commits: readonly SeenCommit[];
  note(happening: Happening, atMs: number): void;
  /** Whether a reply to all words was heard. */
  answers(wordCount: number): boolean;
}

function createTurnRecord(): TurnRecord {
  const commits: { -readonly [Key in keyof SeenCommit]: SeenCommit[Key] }[] = [];
  return {
    told: 0,
    commits,
    note(happening, atMs) {
      const last = commits.at(-1);
      if (happening === "commit") commits.push({ atMs, told: this.told, reopened: false, voiceAtMs: undefined });
      else if (last === undefined) return;
      else if (happening === "reopen") last.reopened = true;
      else last.voiceAtMs ??= atMs;
    },
    answers: (wordCount) =>
      commits.some((commit) => !commit.reopened && commit.told === wordCount && commit.voiceAtMs !== undefined),
  };
}

async function untilIdle(talk: Talk, clock: PlayClock): Promise<void> {
  const from = clock.now();
  while (talk.busy && clock.now() < from + neverMs) await clock.sleep(lookMs);
}
