/** Who speaks. `voice` is what voice activity says, where somebody reports it; words alone also take the floor. */
export interface Floor {
  readonly phase: FloorPhase;
  readonly voice: boolean;
  /** When voice activity last stopped. */
  readonly quietSince: number;
  readonly userSince: number;
  readonly replicaSince: number;
}

export type FloorPhase = "silent" | "user" | "replica" | "both";
export type FloorInput = "user-start" | "user-stop" | "replica-start" | "replica-stop";

export const silentFloor: Floor = { phase: "silent", voice: false, quietSince: 0, userSince: 0, replicaSince: 0 };

// F1 Every phase answers every input; starting twice and stopping what never started changes nothing.
const table: { readonly [P in FloorPhase]: { readonly [I in FloorInput]: FloorPhase } } = {
  silent: { "user-start": "user", "user-stop": "silent", "replica-start": "replica", "replica-stop": "silent" },
  user: { "user-start": "user", "user-stop": "silent", "replica-start": "both", "replica-stop": "user" },
  replica: { "user-start": "both", "user-stop": "replica", "replica-start": "replica", "replica-stop": "silent" },
  both: { "user-start": "both", "user-stop": "replica", "replica-start": "both", "replica-stop": "user" },
};

/** The floor after `input`; the same value where nothing changed hands. */
export function moveFloor(floor: Floor, input: FloorInput, at: number): Floor {
  const phase = table[floor.phase][input];
  if (phase === floor.phase) return floor;
  return {
    ...floor,
    phase,
    userSince: input === "user-start" ? at : floor.userSince,
    replicaSince: input === "replica-start" ? at : floor.replicaSince,
  };
}

export function isUserSpeaking(floor: Floor): boolean {
  return floor.phase === "user" || floor.phase === "both";
}

export function isReplicaSpeaking(floor: Floor): boolean {
  return floor.phase === "replica" || floor.phase === "both";
}
