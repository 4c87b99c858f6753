import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The names under which systems install it. */
const names = ["chromium", "chromium-browser", "google-chrome"];

/** The Chromium of this machine: the one that `CHROMIUM_PATH` names, else the first in the path. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") return isExecutable(named) ? named : undefined;
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** Where a missing browser is a fault and not a gap. */
export function isCi(env: NodeJS.ProcessEnv = process.env): boolean {
  return env["CI"] === "true" || env["CI"] === "1";
}

/** What installs packages on Debian and its like. */
export const installer = "apt-get";

/** Whether this process may install packages with it. */
export function mayInstall(): boolean {
  return process.getuid?.() === 0 && spawnSync(installer, ["--version"], { stdio: "ignore" }).status === 0;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there, or not to be run: the same for us.
  }
}
