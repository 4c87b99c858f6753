/** The key in the data folder: 32 random bytes, made once, for its user alone. */
import { randomBytes } from "node:crypto";
import { link, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ensureDataDir, fileError, systemCode } from "./data-dir.ts";

export const secretKeyBytes = 32;

export async function openSecretKey(dataDir: string): Promise<Buffer> {
  const file = join(dataDir, "secret.key");
  ensureDataDir(dataDir);
  try {
    return (await readKey(file)) ?? (await createKey(file));
  } catch (error) {
    throw systemCode(error) === undefined ? error : fileError(error, file);
  }
}

async function readKey(file: string): Promise<Buffer | undefined> {
  let key: Buffer;
  try {
    key = await readFile(file);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
  if (key.length === secretKeyBytes) return key;
  throw new Error(
    `${file} has ${key.length} bytes and not ${secretKeyBytes}; restore it from a backup, ` +
      "or delete it and write the keys of all providers again",
  );
}

/** Appears whole or not at all; of two that start at once both get the key of the first. */
async function createKey(file: string): Promise<Buffer> {
  const draft = `${file}.${randomBytes(8).toString("hex")}`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(randomBytes(secretKeyBytes));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file).catch((error: unknown) => {
      if (systemCode(error) !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file);
}
