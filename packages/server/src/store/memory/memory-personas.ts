/** Personas in memory. */
import type { PersonaRow, PersonaStore } from "../../ports/store.ts";
import { existsAlready, revisionConflict } from "../refusal.ts";
import { copyOf, Shelf, toPage } from "./shelf.ts";

export function createMemoryPersonas(assertOpen: () => void): PersonaStore {
  const shelf = new Shelf<PersonaRow>();
  return {
    async create(row) {
      assertOpen();
      if (shelf.get(row.workspaceId, row.personaId) !== undefined) throw existsAlready("persona", row.personaId);
      shelf.set(row.personaId, copyOf(row));
    },
    async get(workspaceId, personaId) {
      assertOpen();
      const row = shelf.get(workspaceId, personaId);
      return row && copyOf(row);
    },
    async list(workspaceId, request) {
      assertOpen();
      const { kind } = request;
      const matching = shelf.newestFirst(workspaceId).filter((row) => kind === undefined || row.kind === kind);
      const page = toPage(matching, request);
      return { ...page, rows: page.rows.map(copyOf) };
    },
    async replace(row) {
      assertOpen();
      const stored = shelf.get(row.workspaceId, row.personaId);
      if (stored?.revision !== row.revision - 1) throw revisionConflict(row.personaId, row.revision);
      shelf.set(row.personaId, copyOf(row));
    },
    async delete(workspaceId, personaId) {
      assertOpen();
      return shelf.delete(workspaceId, personaId);
    },
  };
}
