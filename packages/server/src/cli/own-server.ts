import type { Config } from "../config/config.ts";
import { openServer, type RunningServer } from "../server.ts";
import { createSystemClock } from "../system/clock.ts";
import { createSystemIds } from "../system/ids.ts";
import { createSystemLog } from "../system/log.ts";
import { CommandError, type Io } from "./command.ts";

/**
 * Starts a server in this process for as long as a command needs it, on a free port of this machine. It is silent unless
 * `REPARTEE_LOG_LEVEL` says otherwise: its words would stand in the middle of the command's, which tells by itself what
 * goes wrong.
 */
export async function openOwnServer(config: Config, io: Io): Promise<RunningServer> {
  const { publicUrl: _, ...rest } = config;
  const log = createSystemLog(io.env["REPARTEE_LOG_LEVEL"] === undefined ? "fatal" : config.logLevel);
  const parts = { env: io.env, clock: createSystemClock(), ids: createSystemIds(), log };
  try {
    return await openServer({ ...parts, config: { ...rest, host: "127.0.0.1", port: 0 } });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new CommandError(`no server could be started: ${cause.message}`, 1, { cause });
  }
}
