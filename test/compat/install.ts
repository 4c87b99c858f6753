import { spawn } from "node:child_process";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The folders beside this file that have packages of their own, by name. */
export function compatNames(): readonly string[] {
  return globSync("*/package.json", { cwd: root }).map(dirname).toSorted();
}

/** Where one of them is. */
export function compatFolder(name: string): string {
  return join(root, name);
}

/**
 * Puts the packages of its lockfile into a folder, unless they are there. Scripts of packages are not run.
 * Throws with what npm said where it cannot.
 */
export async function installCompat(name: string): Promise<"installed" | "already there"> {
  const folder = compatFolder(name);
  const stamp = join(folder, "node_modules", ".repartee-installed");
  const wanted = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return "already there";
  await npmCi(folder);
  writeFileSync(stamp, wanted);
  return "installed";
}

async function npmCi(folder: string): Promise<void> {
  const flags = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  const child = spawn("npm", ["ci", ...flags], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (words += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (code !== 0) throw new Error(`npm ci failed in ${folder} (exit code ${code}):\n${words.trim()}`);
}
