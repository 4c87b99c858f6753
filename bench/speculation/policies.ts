import {
  plainPolicies,
  policiesFor,
  waitingPolicies,
  type Policies,
  type Settings,
  type SpeculationMode,
} from "@repartee/engine";
import { completenessForCall } from "../completeness/completeness-for-call.ts";
import { playCall } from "./engine-talk.ts";
import { simulateOracle } from "./oracle.ts";
import { finalDelayMs, type Params } from "./params.ts";
import { simulatePeer, type PeerRules } from "./peer.ts";
import type { CallScript } from "./script.ts";
import type { TurnTrace } from "./trace.ts";
import type { Upstream } from "./upstream.ts";

export interface World {
  readonly params: Params;
  readonly upstream: Upstream;
}

/** Plays one side of a call. Whatever was learned from calls must not have seen `script.id`. */
export type Player = (script: CallScript, world: World) => readonly TurnTrace[];

/** Every policy that is measured, by its name in the table. */
export const players: Readonly<Record<string, Player>> = {
  none: engine(() => waitingPolicies),
  "fixed-500": peer(() => ({ waitMs: 500, drafts: 0, abortsOn: "nothing" })),
  final: peer((params) => ({ waitMs: finalDelayMs(params), drafts: 0, abortsOn: "nothing" })),
  livekit: peer(() => ({ waitMs: 500, drafts: 3, abortsOn: "nothing" })),
  "eager-event": peer((params) => ({
    waitMs: finalDelayMs(params) + eagerHeadStartMs,
    drafts: Number.POSITIVE_INFINITY,
    abortsOn: "next-word",
  })),
  oracle: (script, { upstream }) => script.turns.map((turn) => simulateOracle(turn, upstream)),
  plain: engine(() => plainPolicies),
  conservative: mode("conservative"),
  balanced: mode("balanced"),
  eager: mode("eager"),
};

/** From the eager event to the end of the turn: what Deepgram's own guide says that eager events save is 150 to 250 ms. */
const eagerHeadStartMs = 250;

/** The engine itself, with the policies for this call. */
function engine(policiesOf: (script: CallScript) => Policies): Player {
  return (script, world) => playCall(script, { ...world, policies: policiesOf(script), settings });
}

/** The engine as a persona with this mode has it; what it knows of words was learned without this call. */
function mode(speculation: SpeculationMode): Player {
  return (script, world) => {
    const policies = policiesFor(
      { speculation },
      { completeness: completenessForCall(script.id), wordMs: world.params.wordMs },
    );
    return playCall(script, { ...world, policies, settings: { ...settings, speculation } });
  };
}

/** An emulation that keeps nothing from turn to turn. */
function peer(rulesFor: (params: Params) => PeerRules): Player {
  return (script, { params, upstream }) => script.turns.map((turn) => simulatePeer(turn, rulesFor(params), upstream));
}

/** A persona that answers and speculates, with every level in the middle. */
export const settings: Settings = {
  systemPrompt: "You answer the telephone of a bank.",
  personaContext: "",
  conversationalContext: "",
  tools: [],
  greeting: undefined,
  pipeline: "full",
  speculation: "balanced",
  patience: "medium",
  interruptibility: "medium",
  contextLimit: { hard: 32_000, soft: 25_000, reserve: 1_000, policy: "trim" },
};
