import { accessSync, constants, existsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import type { Config } from "./config/config.ts";
import { pageDir } from "./page-dir.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import { createServedModels } from "./served-models.ts";
import { describeStorePlace, openStore } from "./store/open-store.ts";

/** One thing that a server needs of this machine. */
export interface InstallationFinding {
  readonly step: "node" | "data folder" | "port" | "database" | "page" | "models";
  readonly state: "ok" | "warning" | "failed";
  readonly measured: string;
  readonly why?: string;
  readonly change?: string;
}

export interface InstallationParts {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Where a server of this configuration answers already. */
  readonly running: string | undefined;
}

/** Looks at what a server needs, and changes nothing: a folder or a file that is missing is not made. */
export async function inspectInstallation(parts: InstallationParts): Promise<readonly InstallationFinding[]> {
  const node = {
    step: "node",
    state: "ok",
    measured: `${process.version} on ${process.platform} ${process.arch}`,
  } as const;
  const folder = inspectDataDir(parts.config.dataDir);
  const port = await inspectPort(parts);
  const database = folder.state === "failed" ? [] : [await inspectDatabase(parts)];
  return [node, folder, port, ...database, inspectPage(), await inspectModels(parts)];
}

function inspectDataDir(dataDir: string): InstallationFinding {
  const step = "data folder";
  let folder = dataDir;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return { step, state: "ok", measured: folder === dataDir ? dataDir : `${dataDir}, made at the first start` };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const change = "let this user write there, or name another folder with --data-dir";
    return { step, state: "failed", measured: dataDir, why, change };
  }
}

async function inspectPort({ config: { host, port }, running }: InstallationParts): Promise<InstallationFinding> {
  const step = "port";
  if (running !== undefined) return { step, state: "ok", measured: `a server of Repartee answers at ${running}` };
  const code = await tryToListen(host, port);
  if (code === undefined) return { step, state: "ok", measured: `${host}:${port} is free; no server runs` };
  const why = code === "EADDRINUSE" ? "another program listens there" : `it cannot be listened at (${code})`;
  return { step, state: "failed", measured: `${host}:${port}`, why, change: "choose another with --port or --host" };
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((done) => {
    server.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    server.listen({ host, port }, () => server.close(() => done(undefined)));
  });
}

/** A running server is asked, because it has the database open. */
async function inspectDatabase({ config, log, running }: InstallationParts): Promise<InstallationFinding> {
  const step = "database";
  const measured = describeStorePlace(config);
  const change = "check that it runs, its address and its rights; docs/postgres.md tells of PostgreSQL";
  if (running !== undefined) {
    const ready = await isReady(running);
    if (ready) return { step, state: "ok", measured };
    return { step, state: "failed", measured, why: "the running server cannot write to it", change };
  }
  if (config.databaseUrl === undefined && !existsSync(measured)) {
    return { step, state: "ok", measured: `${measured}, made at the first start` };
  }
  try {
    await using store = await openStore({ ...config, log });
    await store.check();
    return { step, state: "ok", measured };
  } catch (cause) {
    return { step, state: "failed", measured, why: cause instanceof Error ? cause.message : String(cause), change };
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3000) })).ok;
  } catch {
    return false; // It has stopped meanwhile, or answers nothing.
  }
}

function inspectPage(): InstallationFinding {
  const step = "page";
  if (existsSync(join(pageDir, "index.html"))) return { step, state: "ok", measured: "built" };
  const why = "the server runs without its page";
  return { step, state: "warning", measured: "not built", why, change: "run npm run build:page" };
}

async function inspectModels({ config, env, clock, log }: InstallationParts): Promise<InstallationFinding> {
  await using models = createServedModels({ config, env, clock, log, local: true });
  models.look(`127.0.0.1:${config.port}`);
  const [first] = (await models.report()).names;
  const step = "models";
  if (first !== undefined && first.state !== "stand-in") {
    return { step, state: "ok", measured: `${first.name} is ${first.model} via ${first.via}` };
  }
  return {
    step,
    state: "warning",
    measured: "the built-in stand-in answers",
    why: first?.reason ?? "there is no hosted name",
    change: "start a local model server, or map a name under models in repartee.config.json",
  };
}
