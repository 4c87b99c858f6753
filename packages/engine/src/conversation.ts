import { createContext, type Context } from "./context/context.ts";
import type { Draft } from "./drafts/draft.ts";
import type { TimerName } from "./event.ts";
import { silentFloor, type Floor } from "./floor/floor.ts";
import { openSession, type Session, type Settings } from "./session/session.ts";
import { noSummary, type Summarizing } from "./session/summary-run.ts";
import { noReads, type Reads } from "./tools/reads.ts";
import { nothingWarmed, type Warming } from "./session/warming.ts";
import { noTools, type Tools } from "./tools/tools.ts";
import type { Turn } from "./turn/turn.ts";

/** A conversation as a value: plain JSON, the product of small machines. */
export interface Conversation {
  readonly session: Session;
  readonly floor: Floor;
  readonly turn: Turn;
  /** Drafts on the turn that is open, oldest first. The one that was adopted belongs to its reply. */
  readonly drafts: readonly Draft[];
  readonly tools: Tools;
  readonly reads: Reads;
  readonly context: Context;
  readonly summary: Summarizing;
  readonly warming: Warming;
  /** When each timer that runs is due. */
  readonly timers: Timers;
}

export type Timers = { readonly [T in TimerName]?: number };

/** A conversation in which nothing has happened. */
export function createConversation(settings: Settings): Conversation {
  return {
    session: openSession(settings),
    floor: silentFloor,
    turn: { phase: "idle", last: undefined },
    drafts: [],
    tools: noTools,
    reads: noReads,
    context: createContext(settings),
    summary: noSummary,
    warming: nothingWarmed,
    timers: {},
  };
}
