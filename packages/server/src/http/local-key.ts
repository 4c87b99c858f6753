import { join } from "node:path";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { KeyRow, KeyStore } from "../ports/store.ts";
import { hashKey } from "./auth.ts";
import { openPrivateFile } from "./private-file.ts";

/** The first API key: made once, kept as a hash, and left where the command line of the same user finds it. */
export interface LocalKey {
  readonly key: string;
  /** True at the first start only: the moment to show it. */
  readonly created: boolean;
  /** The stored keys, and the key of this run. */
  readonly keys: KeyStore;
}

export interface LocalKeyParts {
  readonly keys: KeyStore;
  readonly dataDir: string;
  readonly workspaceId: string;
  readonly clock: Clock;
  readonly ids: Ids;
  /** 32 hex digits from a secure source. */
  readonly random: () => string;
  /** From `REPARTEE_API_KEY`: used instead, good for this run, and stored nowhere. */
  readonly apiKey?: string | undefined;
}

export const LOCAL_KEY_FILE = "local-key";

export async function openLocalKey(parts: LocalKeyParts): Promise<LocalKey> {
  if (parts.apiKey !== undefined) {
    return { key: parts.apiKey, created: false, keys: withRunKey(parts.keys, keyRow(parts, parts.apiKey)) };
  }
  const path = join(parts.dataDir, LOCAL_KEY_FILE);
  const { text, created } = await openPrivateFile(path, () => `rp_${parts.random()}\n`);
  const key = text.trim();
  if (!/^rp_[0-9a-f]{32,}$/.test(key)) {
    throw new Error(`${path} does not hold a key; remove it, and a new key is made at the next start`);
  }
  // The folder may have been given a new database since.
  if ((await parts.keys.findByHash(hashKey(key))) === undefined) await parts.keys.create(keyRow(parts, key));
  return { key, created, keys: parts.keys };
}

function keyRow(parts: LocalKeyParts, key: string): KeyRow {
  const { workspaceId, clock, ids } = parts;
  const name = parts.apiKey === undefined ? "local" : "REPARTEE_API_KEY";
  return { workspaceId, keyId: ids.create("k"), name, hash: hashKey(key), createdAt: clock.wall().toISOString() };
}

function withRunKey(keys: KeyStore, run: KeyRow): KeyStore {
  return {
    create: (row) => keys.create(row),
    findByHash: async (hash) => (hash === run.hash ? run : keys.findByHash(hash)),
    list: async (workspaceId) => [...(workspaceId === run.workspaceId ? [run] : []), ...(await keys.list(workspaceId))],
  };
}
