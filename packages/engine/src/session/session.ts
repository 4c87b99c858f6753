import type { ToolDefinition } from "../context/messages.ts";
import type { Price } from "../event.ts";
import { unknownHabit, type Habit } from "./habit.ts";
import { unknownPace, type Pace } from "./pace.ts";
import { unknownSpare, type Spare } from "./spare.ts";
import { unknownRhythm, type Rhythm } from "./rhythm.ts";
import type { VerdictLag } from "./verdict.ts";

/** What a persona and a conversation ask for; it does not change while the conversation runs. */
export interface Settings {
  readonly systemPrompt: string;
  readonly personaContext: string;
  readonly conversationalContext: string;
  readonly tools: readonly ToolDefinition[];
  /** Spoken once, when the first participant joins. */
  readonly greeting: string | undefined;
  /** `echo`: no model; the agent says what it is told to. */
  readonly pipeline: "full" | "echo";
  /** How much may be spent on replies that are started before the user's turn is over. */
  readonly speculation: SpeculationMode;
  /** What the user speaks, where it is known ("en", "English"). */
  readonly language?: string;
  readonly patience: Level;
  readonly interruptibility: Level;
  readonly contextLimit: ContextLimit;
  /** WM1 Whether the upstream remembers the beginning of a request, so that it pays to send it before. */
  readonly prefixCache?: boolean;
  /** Per million tokens, where it is known. */
  readonly price?: Price;
  /** How the upstream's count of tokens compares with ours, as other conversations learned it; 1 without. */
  readonly tokenScale?: number;
}

/** What the model holds and what happens at its end, in tokens as the upstream counts them. */
export interface ContextLimit {
  /** What the model holds, of which `reserve` is left for its answer. */
  readonly hard: number;
  readonly reserve: number;
  /** Above it the client is warned, and `summarize` begins. */
  readonly soft: number;
  /** `trim`: the oldest turns go. `summarize`: they are told again in few words before. `error`: the turn fails. */
  readonly policy: "trim" | "summarize" | "error";
  /** The model that summarises, where it is not the one that answers. */
  readonly summaryModel?: string;
}

export type Level = "low" | "medium" | "high";

/** `off`: none are started. The others in the order of what they cost, and of what they save. */
export type SpeculationMode = "off" | "conservative" | "balanced" | "eager";

export interface Session {
  readonly phase: SessionPhase;
  readonly settings: Settings;
  /** The number of the newest turn; 0 before the first. */
  readonly turnIdx: number;
  readonly greeted: boolean;
  /** Whether somebody reports how far the mouth has got. Until then everything sent counts as heard. */
  readonly playback: boolean;
  /** Whether somebody takes calls of `read` tools before their turn is committed. */
  readonly readTools: boolean;
  /** Echoes that wait until the agent has finished speaking. */
  readonly echoes: readonly Echo[];
  /** How full the last context that was sent was. */
  readonly fill: ContextFill;
  /** Tokens as the upstream counts them for each that is counted here. */
  readonly tokenScale: number;
  readonly pace: Pace;
  readonly rhythm: Rhythm;
  readonly habit: Habit;
  readonly spare: Spare;
  readonly verdictLag: VerdictLag;
}

export type SessionPhase = "open" | "ended";
/** `near`: over the soft limit. */
export type ContextFill = "ample" | "near";

export interface Echo {
  /** The id that its pieces share; it may come again later. */
  readonly echoId: string;
  /** The id of its draft: of the first piece. */
  readonly draftId: string;
  readonly text: string;
  readonly done: boolean;
}

/** T92 How many echoes may wait, and how long each may be in UTF-16 units. */
export const mostEchoes = 100;
export const longestEcho = 100_000;

export function openSession(settings: Settings): Session {
  return {
    phase: "open",
    settings,
    turnIdx: 0,
    greeted: false,
    playback: false,
    readTools: false,
    echoes: [],
    fill: "ample",
    tokenScale: settings.tokenScale ?? 1,
    pace: unknownPace,
    rhythm: unknownRhythm,
    habit: unknownHabit,
    spare: unknownSpare,
    verdictLag: undefined,
  };
}
