import { chmod, open, readFile } from "node:fs/promises";

/** The text of a file that only its owner may read; made with `create` where there is none. */
export async function openPrivateFile(
  path: string,
  create: () => string,
): Promise<{ readonly text: string; readonly created: boolean }> {
  const text = create();
  try {
    await using file = await open(path, "wx", 0o600);
    await file.writeFile(text);
    await file.sync();
    return { text, created: true };
  } catch (cause) {
    if (!isCode(cause, "EEXIST")) throw cause;
  }
  await chmod(path, 0o600);
  return { text: await readFile(path, "utf8"), created: false };
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && "code" in cause && cause.code === code;
}
