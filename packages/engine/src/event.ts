import type { EndedBy, Transcript } from "./transcript/user-words.ts";

/**
 * Everything that can happen to a conversation.
 *
 * Time and identity come in with events: `at` is integer milliseconds since the conversation's start and never falls;
 * `id` is fresh, and becomes the id of the draft that the event starts, if it starts one. News of a generation
 * carries the id of the draft that it belongs to instead.
 */
export type Event = SpeechEvent | AgentEvent | ContextEvent | TimerEvent | ModelEvent | SessionEvent;
export type EventType = Event["type"];

export interface Stamp {
  readonly at: number;
  readonly id: string;
}

/** What the user's side tells. `endedBy` is how the connection that speaks wants its turns to end. */
export type SpeechEvent =
  | (Stamp & { readonly type: "user-transcript"; readonly endedBy: EndedBy; readonly transcript: Transcript })
  | (Stamp & { readonly type: "user-speech-start"; readonly endedBy: EndedBy })
  | (Stamp & { readonly type: "user-speech-stop" })
  | (Stamp & { readonly type: "user-turn-end"; readonly endedBy: EndedBy; readonly text?: string | undefined })
  | (Stamp & { readonly type: "user-turn-resume" });

/** What an application makes the agent do. */
export type AgentEvent =
  /** Finished user speech, from an application. */
  | (Stamp & { readonly type: "user-respond"; readonly text: string })
  /** Words to speak exactly. Pieces with one `echoId` are one utterance, until `done`. */
  | (Stamp & { readonly type: "agent-echo"; readonly echoId: string; readonly text: string; readonly done: boolean })
  | (Stamp & { readonly type: "interrupt" })
  /** How far the mouth has got with the draft's words, in UTF-16 units of its joined deltas. */
  | (Stamp & {
      readonly type: "playback";
      readonly draftId: string;
      readonly spokenChars?: number | undefined;
      readonly spokenText?: string | undefined;
      readonly done: boolean;
    });

export type ContextEvent =
  | (Stamp & { readonly type: "context-overwrite"; readonly text: string })
  | (Stamp & { readonly type: "context-append"; readonly text: string })
  /** What the camera and the screen show now: soft context, seen by the next generation. */
  | (Stamp & { readonly type: "perception-update"; readonly text: string })
  | (Stamp & {
      readonly type: "tool-result";
      readonly callId: string;
      readonly output: string;
      readonly status: "success" | "error";
    });

export type TimerName = "end-of-turn" | "trigger" | "grace" | "playback" | "opener" | "tool" | "summary" | "warm";

/** A timer that the engine set has come. One that is late or was cleared does nothing. */
export type TimerEvent = Stamp & { readonly type: "timer"; readonly timer: TimerName };

export type ModelEvent =
  /** Who answers is found: what its tokens cost; undefined where nobody knows. Before the first news of its answer. */
  | {
      readonly at: number;
      readonly type: "model-served";
      readonly draftId: string;
      readonly price?: Price | undefined;
    }
  | { readonly at: number; readonly type: "model-text"; readonly draftId: string; readonly text: string }
  | {
      readonly at: number;
      readonly type: "model-tool-call";
      readonly draftId: string;
      readonly call: { readonly id: string; readonly name: string; readonly arguments: string };
    }
  | { readonly at: number; readonly type: "model-usage"; readonly draftId: string; readonly usage: Usage }
  | { readonly at: number; readonly type: "model-finish"; readonly draftId: string; readonly reason: string }
  | { readonly at: number; readonly type: "model-failure"; readonly draftId: string; readonly problem: Problem };

export type SessionEvent =
  /** The first connection has come; a greeting is spoken once in a conversation. */
  | (Stamp & { readonly type: "participant-join" })
  /** The last connection has gone: nobody hears anything any more. */
  | (Stamp & { readonly type: "participant-leave" })
  /** Whether somebody who listens wants calls of `read` tools before their turn is committed. */
  | (Stamp & { readonly type: "read-tools"; readonly wanted: boolean })
  | (Stamp & { readonly type: "end"; readonly reason: string });

/** Tokens as the upstream counts them. */
export interface Usage {
  readonly in: number;
  readonly cached: number;
  readonly out: number;
}

/** What tokens cost, per million, in the operator's currency. */
export interface Price {
  readonly in: number;
  readonly cached: number;
  readonly out: number;
}

/** Why a generation failed, in words for the person who has to mend it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly upstream?: string | undefined;
  readonly status?: number | undefined;
}
