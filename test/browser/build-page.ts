import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
export const distDir = join(root, "apps/playground/dist");

/** What the page is made of. */
const sources = [
  "apps/playground/src",
  "apps/playground/public",
  "apps/playground/index.html",
  "apps/playground/vite.config.ts",
  "packages/client/src",
  "packages/protocol/src",
];

/** Builds the page where its sources are newer than what was built: a test of yesterday's page tells nothing. */
export function buildPage(): void {
  const built = join(distDir, "index.html");
  const newest = Math.max(...sources.map((source) => newestIn(join(root, source))));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const run = spawnSync(process.execPath, [vite, "build", join(root, "apps/playground"), "--logLevel", "warn"], {
    encoding: "utf8",
    // Under a test runner it says "test", and React would be built for development.
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (run.status !== 0) throw new Error(`the page could not be built:\n${run.stderr}${run.stdout}`);
}

function newestIn(path: string): number {
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
