import { spawnSync } from "node:child_process";
import { findChromium, installer, isCi, mayInstall } from "./chromium.ts";

// Runs before the tests: sees to it that there is a Chromium, or says that the page is not tested and how to have it tested.

function main(): number {
  if (findChromium() !== undefined) return 0;
  if (process.env["CHROMIUM_PATH"]) {
    console.error(`CHROMIUM_PATH is ${process.env["CHROMIUM_PATH"]}, and nothing there can be run`);
  } else if (mayInstall()) {
    console.error("no Chromium found; installing it for the browser tests (apt-get install chromium), about a minute…");
    if (install() && findChromium() !== undefined) return 0;
    console.error("it could not be installed; apt-get said why above");
  }
  console.error(
    "browser tests are skipped: install Chromium (Debian, Ubuntu: apt-get install chromium), or set CHROMIUM_PATH",
  );
  return isCi() ? 1 : 0;
}

function install(): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return [["update"], ["install", "-y", "--no-install-recommends", "chromium"]].every((command) => {
    const run = spawnSync(installer, ["-qq", ...command], { env, stdio: ["ignore", "ignore", "inherit"] });
    return run.status === 0;
  });
}

process.exitCode = main();
