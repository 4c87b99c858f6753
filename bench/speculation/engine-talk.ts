import {
  createConversation,
  step,
  type Conversation,
  type Effect,
  type Event,
  type Policies,
  type Settings,
} from "@repartee/engine";
import { createAgenda } from "./agenda.ts";
import type { Params } from "./params.ts";
import { createPerformer, ranks, type Cue, type Due } from "./performer.ts";
import type { CallScript, TurnScript } from "./script.ts";
import type { TurnTrace } from "./trace.ts";
import { createTurnRecord } from "./turn-record.ts";
import type { Upstream } from "./upstream.ts";

export interface EngineTalkOptions {
  readonly policies: Policies;
  readonly settings: Settings;
  readonly params: Params;
  readonly upstream: Upstream;
}

/** Between the end of one turn and the beginning of the next, at least. */
const restMs = 1000;

/**
 * Plays one side of a call to the engine, turn by turn, in one conversation. The next turn begins when the reply to the one
 * before has been played, at its recorded time at the earliest: no turn inherits a reply that still runs.
 */
export function playCall(script: CallScript, options: EngineTalkOptions): readonly TurnTrace[] {
  const talk = createTalk(options);
  return script.turns.map((turn) => talk.play(turn));
}

interface Talk {
  play(turn: TurnScript): TurnTrace;
}

function createTalk({ policies, settings, params, upstream }: EngineTalkOptions): Talk {
  let state: Conversation = createConversation(settings);
  let now = 0;
  let ids = 0;
  let turns = 0;

  const advance = (cue: Cue): readonly Effect[] => {
    ids += 1;
    // TypeScript cannot see that a cue with its time and id is an event again.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const next = step(policies, state, { ...cue, at: now, id: `d${ids}` } as Event);
    state = next.state;
    return next.effects;
  };
  const open = (): void => {
    state = createConversation(settings);
    advance({ type: "participant-join" });
    // The mouth reports from the beginning on: what was sent and not played is not heard.
    advance({ type: "playback", draftId: "none", spokenChars: 0, done: false });
  };
  open();

  return {
    play(turn) {
      turns += 1;
      const shift = Math.max(0, now + restMs - (turn.words[0]?.startMs ?? 0));
      const agenda = createAgenda<Due>();
      const record = createTurnRecord(turn, shift);
      const performer = createPerformer({
        turn,
        utteranceId: `turn-${turns}`,
        shift,
        agenda,
        record,
        params,
        upstream,
      });
      for (const event of turn.events) agenda.put(event.at + shift, ranks.heard, { type: "heard", event });
      for (let due = agenda.take(); due !== undefined; due = agenda.take()) {
        const cue = performer.cueFor(due.item, due.at);
        if (cue === undefined) continue;
        now = due.at;
        for (const effect of advance(cue)) performer.perform(effect, now);
      }
      // Words that were never answered are not to be answered with the next turn.
      if (state.turn.phase !== "idle") open();
      return record.trace();
    },
  };
}
