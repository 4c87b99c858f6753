import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Runs every example against a server of its own, and fails where one does. */
const root = fileURLToPath(new URL("..", import.meta.url));
const apiKey = "rp_examples";
const dataDir = await mkdtemp(join(tmpdir(), "repartee-examples-"));
const sources = ["--conditions=repartee"];

const server = spawn(
  process.execPath,
  [...sources, "packages/server/src/main.ts", "start", "--port", "0", "--data-dir", dataDir],
  {
    cwd: root,
    env: { ...process.env, REPARTEE_API_KEY: apiKey, REPARTEE_DETECT: "off" },
    stdio: ["ignore", "pipe", "inherit"],
  },
);

try {
  const url = await listening();
  for (const file of globSync("examples/*/*.ts", { cwd: root }).toSorted()) {
    console.log(`\n== ${file}`);
    const code = await run(file, url);
    if (code !== 0) throw new Error(`${file} failed with exit code ${code}`);
  }
} finally {
  server.kill();
  await new Promise((done) => server.once("exit", done));
  await rm(dataDir, { recursive: true, force: true });
}

async function listening(): Promise<string> {
  let text = "";
  for await (const chunk of server.stdout) {
    text += String(chunk);
    const url = /listening on (http:\S+)/.exec(text)?.[1];
    if (url !== undefined) {
      server.stdout.resume();
      return url;
    }
  }
  throw new Error("the server did not start");
}

function run(file: string, url: string): Promise<number> {
  const env = { ...process.env, REPARTEE_URL: url, REPARTEE_API_KEY: apiKey };
  const child = spawn(process.execPath, [...sources, file], { cwd: root, env, stdio: "inherit" });
  return new Promise((done) => child.once("exit", (code) => done(code ?? 1)));
}
