import type { DraftView, TurnView } from "@repartee/client";
import { toWords } from "@repartee/engine";
import type { TurnNumbers } from "@repartee/protocol";
import type { CallScript } from "./call-script.ts";
import type { PlayedCall } from "./play.ts";

/** What became of one call: its turns as they were recorded, and what the server made of them. */
export interface CallReport {
  readonly id: string;
  readonly user: string;
  readonly turns: readonly TurnReport[];
  /** What the server said in errors and warnings, and why the call could not be played to its end. */
  readonly problems: readonly string[];
}

/** One turn of the recording. */
export interface TurnReport {
  /** On the recording's clock. */
  readonly startMs: number;
  readonly endMs: number;
  readonly said: string;
  /** Usually one; more where the server took a pause for the end of the turn. */
  readonly replies: readonly ReplyReport[];
  /** All that were started on its words, in the order of their start. */
  readonly drafts: readonly DraftReport[];
  /** How its last words were committed: in a turn that ended with them, together with the next turn's, or never. */
  readonly ending: "own" | "joined" | "lost";
}

/** One turn of the server. */
export interface ReplyReport {
  readonly turnIdx: number;
  /** What the server took for the whole turn. */
  readonly heard: string;
  readonly answer: string;
  /** Why the turn ended. */
  readonly reason: string;
  readonly outcome: string;
  /** Settled while the speaker had more to say; a commit that was taken back in time is none. */
  readonly cut: boolean;
  readonly reopened: number;
  /** From the end of the last word that the server can have known to the first clause, as the client saw both. */
  readonly gapMs: number | undefined;
  readonly numbers: TurnNumbers | undefined;
}

export interface DraftReport {
  readonly reason: string;
  readonly transcript: string;
  /** From the end of the turn's last word; negative: before it. */
  readonly startedMs: number | undefined;
  readonly fate: DraftView["fate"];
  readonly endReason: string | undefined;
  readonly tokensWasted: number;
  readonly headStartMs: number | undefined;
}

/** Lays what the server did beside what was recorded. */
export function reportCall(call: CallScript, played: PlayedCall): CallReport {
  const { view } = played.observation;
  const places = view.turns.map((turn) => placeOf(turn, played));
  const told = call.turns.map((_, index) => view.turns.filter((__, at) => places[at] === index));
  const turns = told.map((own, index) => reportTurn({ call, played, index, own }));
  return {
    id: call.id,
    user: call.user,
    turns: turns.map((turn, index) => ({ ...turn, ending: endingOf(turn, turns.slice(index + 1)) })),
    problems: [
      ...view.errors.map((error) => `${error.code}: ${error.message}`),
      ...view.warnings.map((warning) => `${warning.code}: ${warning.message}`),
      ...(played.problem === undefined ? [] : [played.problem]),
    ],
  };
}

/** The turn of the recording whose words had begun to be told when the server's turn was committed, or first drafted. */
function placeOf(turn: TurnView, { observation, firstPartialAt }: PlayedCall): number {
  const first = turn.drafts[0]?.inferenceId;
  const at =
    observation.committed.get(turn.commit?.inferenceId ?? "") ?? observation.draftStarted.get(first ?? "") ?? Infinity;
  return Math.max(
    0,
    firstPartialAt.findLastIndex((startedAt) => startedAt <= at),
  );
}

interface TurnParts {
  readonly call: CallScript;
  readonly played: PlayedCall;
  readonly index: number;
  /** The server's turns that belong to it. */
  readonly own: readonly TurnView[];
}

function reportTurn({ call, played, index, own }: TurnParts): TurnReport {
  const turn = call.turns[index];
  if (turn === undefined) throw new RangeError(`call ${call.id} has no turn ${index}`);
  const { startMs, endMs, said } = turn;
  const words = turn.words.map((word) => ({
    endAt: played.toPlayMs(word.endMs),
    toldAt: played.toPlayMs(word.toldMs),
  }));
  return {
    startMs,
    endMs,
    said,
    replies: own.flatMap((one) => toReply(one, played, words)),
    drafts: own.flatMap((one) => one.drafts.map((draft) => toDraft(draft, played, played.toPlayMs(endMs)))),
    ending: "lost",
  };
}

/** When a word was over, and when the server was told, in the milliseconds of the play. */
interface PlayedWord {
  readonly endAt: number;
  readonly toldAt: number;
}

function toReply(turn: TurnView, { observation }: PlayedCall, words: readonly PlayedWord[]): readonly ReplyReport[] {
  const { commit } = turn;
  if (commit === undefined) return [];
  const committedAt = observation.committed.get(commit.inferenceId) ?? 0;
  const clauseAt = observation.firstClause.get(commit.inferenceId);
  const lastWordAt = words.findLast((word) => word.toldAt <= committedAt)?.endAt;
  return [
    {
      turnIdx: turn.turnIdx,
      heard: turn.userText,
      answer: turn.reply.text,
      reason: commit.reason,
      outcome: turn.outcome ?? "unfinished",
      cut: words.some((word) => word.toldAt > committedAt),
      reopened: turn.reopened,
      gapMs: clauseAt === undefined || lastWordAt === undefined ? undefined : Math.round(clauseAt - lastWordAt),
      numbers: turn.numbers,
    },
  ];
}

function toDraft(draft: DraftView, { observation }: PlayedCall, endedAt: number): DraftReport {
  const startedAt = observation.draftStarted.get(draft.inferenceId);
  return {
    reason: draft.reason,
    transcript: draft.transcript,
    startedMs: startedAt === undefined ? undefined : Math.round(startedAt - endedAt),
    fate: draft.fate,
    endReason: draft.endReason,
    tokensWasted: draft.tokensWasted,
    headStartMs: draft.headStartMs,
  };
}

function endingOf(turn: TurnReport, later: readonly TurnReport[]): TurnReport["ending"] {
  if (turn.replies.some((reply) => !reply.cut)) return "own";
  const answered = later.findIndex((one) => one.replies.length > 0);
  if (answered === -1) return "lost";
  const told = turn.replies.reduce((sum, reply) => sum + toWords(reply.heard).length, 0);
  const between = later.slice(0, answered).flatMap((one) => toWords(one.said));
  const next = toWords(later[answered]?.said ?? "").slice(0, 1);
  const said = [...toWords(turn.said).slice(told), ...between, ...next].join(" ");
  const heard = later[answered]?.replies.map((reply) => toWords(reply.heard).join(" ")) ?? [];
  return heard.some((text) => text.includes(said)) ? "joined" : "lost";
}
