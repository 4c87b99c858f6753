import type {
  ChatMessage,
  EndOfTurnReason,
  Evidence,
  Problem,
  Purpose,
  Rung,
  ToolDefinition,
  TurnNumbers,
  Usage,
} from "@repartee/engine";

/** What is known of one turn, as it was seen from the shell; all times are milliseconds since the conversation's start. */
export interface Flight {
  readonly turnIdx: number;
  transcript: string;
  firstWordAt: number | undefined;
  lastWordAt: number | undefined;
  /** When the user's voice stopped, as far as it was reported, or was taken to have. */
  userStoppedAt: number | undefined;
  firstWordsAt: number | undefined;
  speechStoppedAt: number | undefined;
  completedAt: number | undefined;
  /** Every release; all but the last were taken back. */
  readonly commits: FlightCommit[];
  /** Oldest first. */
  readonly drafts: FlightDraft[];
  /** Drafts that are no longer among them. */
  draftsLeftOut: number;
  /** Whether its messages had to go: too many are held. */
  stripped: boolean;
  /** Undefined while it is not over. */
  numbers: TurnNumbers | undefined;
}

export interface FlightCommit {
  readonly at: number;
  readonly draftId: string;
  readonly reason: EndOfTurnReason;
  readonly rung: Rung | undefined;
  readonly graceMs: number;
  readonly evidence: Evidence | undefined;
  reopened: { readonly at: number; readonly reason: string } | undefined;
}

/** `warm` and `summary` are asked beside the turn. */
export type FlightPurpose = Purpose | "warm" | "summary";

/**
 * `adopted`: a draft that became the reply. `answered`: asked when the turn was over, and the reply. `taken_back`: it was
 * the reply until the turn was reopened. `finished`, `failed`, `cancelled` are ends of what was asked beside the turn.
 */
export type FlightFate =
  | "undecided"
  | "adopted"
  | "answered"
  | "revoked"
  | "discarded"
  | "taken_back"
  | "finished"
  | "failed"
  | "cancelled";

/** One answer of the model, over all of its rounds. */
export interface FlightDraft {
  readonly id: string;
  readonly purpose: FlightPurpose;
  readonly startedAt: number;
  /** Why it was started before the end of the turn; undefined: it was not. */
  readonly reason: string | undefined;
  readonly evidence: Evidence | undefined;
  /** The user's words that it answers. */
  readonly groundedIn: string;
  continueFrom: string | undefined;
  /** Of its own words: an opener that it goes on from does not count. */
  firstClauseAt: number | undefined;
  endedAt: number | undefined;
  fate: FlightFate;
  fateReason: string | undefined;
  rung: Rung | undefined;
  headStartMs: number | undefined;
  problem: Problem | undefined;
  /** What it wrote, as far as it is kept. */
  text: string;
  readonly rounds: FlightRound[];
  readonly calls: FlightCall[];
  readonly notices: FlightNotice[];
}

/** One request to the model. */
export interface FlightRound {
  readonly askedAt: number;
  /** Undefined where they had to go. */
  messages: readonly ChatMessage[] | undefined;
  tools: readonly ToolDefinition[] | undefined;
  thinkingAt: number | undefined;
  firstTokenAt: number | undefined;
  endedAt: number | undefined;
  finishReason: string | undefined;
  upstream: { readonly name: string; readonly model: string; readonly via: string } | undefined;
  usage: Usage | undefined;
}

export interface FlightCall {
  readonly callId: string;
  readonly name: string;
  readonly arguments: string;
  /** When somebody was asked to make it, before the commit or after. */
  readonly calledAt: number;
  prepared: boolean;
  answeredAt: number | undefined;
  status: "success" | "error" | "expired" | "withdrawn" | undefined;
}

export interface FlightNotice {
  readonly at: number;
  readonly code: string;
  readonly message: string;
}

export function openFlight(turnIdx: number): Flight {
  return {
    turnIdx,
    transcript: "",
    firstWordAt: undefined,
    lastWordAt: undefined,
    userStoppedAt: undefined,
    firstWordsAt: undefined,
    speechStoppedAt: undefined,
    completedAt: undefined,
    commits: [],
    drafts: [],
    draftsLeftOut: 0,
    stripped: false,
    numbers: undefined,
  };
}

type Begun = Pick<FlightDraft, "id" | "purpose" | "startedAt" | "groundedIn"> &
  Partial<Pick<FlightDraft, "reason" | "evidence" | "fate">>;

export function openFlightDraft(begun: Begun): FlightDraft {
  return {
    reason: undefined,
    evidence: undefined,
    fate: "undecided",
    ...begun,
    continueFrom: undefined,
    firstClauseAt: undefined,
    endedAt: undefined,
    fateReason: undefined,
    rung: undefined,
    headStartMs: undefined,
    problem: undefined,
    text: "",
    rounds: [],
    calls: [],
    notices: [],
  };
}

/** Whether it was asked beside the turns. */
export function isBeside({ purpose }: FlightDraft): boolean {
  return purpose === "warm" || purpose === "summary";
}

/** The draft that answers the turn, or did last. */
export function replyDraftOf({ commits, drafts }: Flight): FlightDraft | undefined {
  const id = commits.at(-1)?.draftId;
  return drafts.find((draft) => draft.id === id);
}
