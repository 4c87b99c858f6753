import type { Feature, TurnsBy } from "@repartee/protocol";
import type { Ears } from "./told.ts";

/** Two settings that are compared on the same events. */
export interface Pair {
  readonly name: string;
  /** For a person: what is told, and what makes the two alike. */
  readonly about: string;
  readonly ears: Ears;
  readonly livekit: LiveKitSettings;
  readonly repartee: ReparteeSettings;
}

/** In LiveKit's own words and units (milliseconds). */
export interface LiveKitSettings {
  readonly turnDetection: "stt" | "vad";
  /** Interims are told as `PREFLIGHT_TRANSCRIPT`, which starts a generation. */
  readonly promoteInterims: boolean;
  readonly endpointing: { readonly minDelay: number; readonly maxDelay: number };
  readonly preemptiveGeneration: {
    readonly enabled: boolean;
    readonly preemptiveTts: boolean;
    readonly maxSpeechDuration: number;
    readonly maxRetries: number;
  };
}

export interface ReparteeSettings {
  readonly speculation: "off" | "conservative" | "balanced" | "eager";
  readonly turns: TurnsBy;
  readonly features: readonly Feature[];
}

const defaults = {
  endpointing: { minDelay: 500, maxDelay: 3000 },
  preemptiveGeneration: { enabled: true, preemptiveTts: false, maxSpeechDuration: 10_000, maxRetries: 3 },
} as const;

/** Every pair, each side at its best for these events; docs/benchmarks-livekit.md says why they are alike. */
export const pairs: readonly Pair[] = [
  {
    name: "interims",
    about: "every word 100 ms after its end, and the end of the turn 200 ms after the last",
    ears: "interims",
    livekit: {
      turnDetection: "stt",
      promoteInterims: true,
      endpointing: { minDelay: 0, maxDelay: 3000 },
      preemptiveGeneration: { ...defaults.preemptiveGeneration, preemptiveTts: true, maxRetries: 100 },
    },
    repartee: { speculation: "balanced", turns: "client", features: ["prepared"] },
  },
  {
    name: "finals",
    about: "voice activity, and a final 200 ms after the last word before each pause; LiveKit's defaults",
    ears: "finals-and-voice",
    livekit: { turnDetection: "vad", promoteInterims: false, ...defaults },
    repartee: { speculation: "balanced", turns: "server", features: [] },
  },
  {
    name: "eager",
    about: "an eager event at the end of the last word, and the end of the turn 200 ms later",
    ears: "eager",
    livekit: {
      turnDetection: "stt",
      promoteInterims: false,
      endpointing: { minDelay: 0, maxDelay: 3000 },
      preemptiveGeneration: { ...defaults.preemptiveGeneration, preemptiveTts: true },
    },
    repartee: { speculation: "balanced", turns: "client", features: ["prepared"] },
  },
];

/** The pairs of these names, in this order; throws where there is none of a name. */
export function selectPairs(names: readonly string[]): readonly Pair[] {
  return names.map((name) => {
    const pair = pairs.find((one) => one.name === name);
    if (pair === undefined) {
      throw new Error(`--pairs: there is no ${name}; there are ${pairs.map((one) => one.name).join(", ")}`);
    }
    return pair;
  });
}
