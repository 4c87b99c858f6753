import type { Clock } from "../ports/clock.ts";
import type { KeyStore, PersonaStore } from "../ports/store.ts";
import { createRecent } from "./recent.ts";

/** Long enough to spare the store, short enough that nobody waits for a change made by another server. */
const forMs = 1000;

/** A key that was found counts for a second without asking again. */
export function createRecentKeys(keys: KeyStore, clock: Clock): Pick<KeyStore, "findByHash"> {
  const recent = createRecent({ load: (hash: string) => keys.findByHash(hash), clock, forMs });
  return { findByHash: (hash) => recent.get(hash) };
}

export interface RecentPersonas {
  /** The store itself; whoever changes a persona does it here. */
  readonly personas: PersonaStore;
  /** To read only: `get` as it was within the last second, or since the last change that was made here. */
  readonly recent: Pick<PersonaStore, "get" | "list">;
}

export function createRecentPersonas(personas: PersonaStore, clock: Clock): RecentPersonas {
  const recent = createRecent({ load: (key: string) => personas.get(...toIds(key)), clock, forMs });
  // Also what somebody began to look up before the change is not remembered behind it.
  const changing = async <T>(workspaceId: string, personaId: string, change: () => Promise<T>): Promise<T> => {
    try {
      return await change();
    } finally {
      recent.forget(toKey(workspaceId, personaId));
    }
  };
  return {
    personas: {
      create: (row) => changing(row.workspaceId, row.personaId, () => personas.create(row)),
      get: (workspaceId, personaId) => personas.get(workspaceId, personaId),
      list: (workspaceId, request) => personas.list(workspaceId, request),
      replace: (row) => changing(row.workspaceId, row.personaId, () => personas.replace(row)),
      delete: (workspaceId, personaId) =>
        changing(workspaceId, personaId, () => personas.delete(workspaceId, personaId)),
    },
    recent: {
      get: (workspaceId, personaId) => recent.get(toKey(workspaceId, personaId)),
      list: (workspaceId, request) => personas.list(workspaceId, request),
    },
  };
}

/** Ids hold no line breaks. */
function toKey(workspaceId: string, personaId: string): string {
  return `${workspaceId}\n${personaId}`;
}

function toIds(key: string): [workspaceId: string, personaId: string] {
  const [workspaceId = "", ...rest] = key.split("\n");
  return [workspaceId, rest.join("\n")];
}
