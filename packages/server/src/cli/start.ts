import type { Config } from "../config/config.ts";
import { openServer, type RunningServer } from "../server.ts";
import { createSystemClock } from "../system/clock.ts";
import { createSystemIds } from "../system/ids.ts";
import { createSystemLog } from "../system/log.ts";
import { CommandError, textOf, type Arguments, type Command, type ExitCode, type Io } from "./command.ts";
import { readConfigOf } from "./read-config.ts";
import { modelsText, welcomeText } from "./welcome.ts";

/** Starts the server and serves until it is told to stop. */
export const start: Command = {
  name: "start",
  summary: "start the server and its page",
  help: [
    "repartee start [--port N] [--host NAME] [--data-dir DIR] [--config FILE] [--public-url URL] [--log-level LEVEL]",
    "",
    "  repartee start                          listens on http://127.0.0.1:7575",
    "  repartee start --port 0                 picks a free port",
    "  repartee start --config ./voice.json    reads another file than repartee.config.json",
    "",
    "Variables: REPARTEE_PORT, REPARTEE_HOST, REPARTEE_DATA_DIR, REPARTEE_PUBLIC_URL, REPARTEE_API_KEY,",
    "REPARTEE_SECRET, REPARTEE_DATABASE_URL, REPARTEE_LOG_LEVEL, REPARTEE_DETECT (off: do not look for local models).",
    "A flag wins over a variable, which wins over the file.",
  ].join("\n"),
  options: {
    port: { type: "string", short: "p" },
    host: { type: "string" },
    "data-dir": { type: "string" },
    config: { type: "string" },
    "public-url": { type: "string" },
    "log-level": { type: "string" },
  },
  async run(args, io) {
    const [stray] = args.positionals;
    if (stray !== undefined) {
      throw new CommandError(`start takes no ${JSON.stringify(stray)}; see: repartee start --help`, 2);
    }
    const config = configOf(args, io);
    const log = createSystemLog(config.logLevel);
    const parts = { config, env: io.env, clock: createSystemClock(), ids: createSystemIds(), log };
    const server = await open(() => openServer(parts));
    io.stdout(welcome(server, config.dataDir));
    // Looking for models takes half a second, for which nobody has to wait who wants to connect.
    io.stdout(modelsText(await server.models()));
    await stopped(io.signal);
    io.stderr("stopping: what was released is finished first\n");
    await server.close();
    return 0;
  },
};

function configOf(args: Arguments, io: Io): Config {
  const flags = {
    port: textOf(args, "port"),
    host: textOf(args, "host"),
    dataDir: textOf(args, "data-dir"),
    config: textOf(args, "config"),
    publicUrl: textOf(args, "public-url"),
    logLevel: textOf(args, "log-level"),
  };
  return readConfigOf(flags, io);
}

async function open(run: () => Promise<RunningServer>): Promise<RunningServer> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const inUse = cause.cause instanceof Error && "code" in cause.cause && cause.cause.code === "EADDRINUSE";
    const exitCode: ExitCode = inUse ? 5 : 1;
    throw new CommandError(cause.message, exitCode, { cause });
  }
}

function welcome(server: RunningServer, dataDir: string): string {
  const key = server.apiKeyCreated
    ? `${server.apiKey}   (made just now and shown once; the command line finds it in ${dataDir})`
    : `in ${dataDir}/local-key, or as you set it in REPARTEE_API_KEY`;
  return welcomeText({ ...server, publicUrl: server.publicUrl, pageLink: server.pageLink(), key });
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    // The server's socket keeps the process alive until then.
    signal.addEventListener("abort", () => done(), { once: true });
  });
}
