/** Keys in memory. */
import type { KeyRow, KeyStore } from "../../ports/store.ts";
import { existsAlready } from "../refusal.ts";
import { Shelf } from "./shelf.ts";

export function createMemoryKeys(assertOpen: () => void): KeyStore {
  const shelf = new Shelf<KeyRow>();
  const withHash = (hash: string): KeyRow | undefined => {
    for (const row of shelf.values()) if (row.hash === hash) return row;
    return undefined;
  };
  return {
    async create(row) {
      assertOpen();
      const taken = shelf.get(row.workspaceId, row.keyId) ?? withHash(row.hash);
      if (taken !== undefined) throw existsAlready("key", row.keyId);
      shelf.set(row.keyId, { ...row });
    },
    async findByHash(hash) {
      assertOpen();
      const row = withHash(hash);
      return row && { ...row };
    },
    async list(workspaceId) {
      assertOpen();
      return shelf.newestFirst(workspaceId).map((row) => ({ ...row }));
    },
  };
}
