import { DEFAULT_PORT } from "../config/config.ts";
import { inspectInstallation } from "../installation.ts";
import { createSystemClock } from "../system/clock.ts";
import { createSystemLog } from "../system/log.ts";
import { textOf, type Arguments, type ExitCode, type Io } from "./command.ts";
import { createFindingTable, type Paint } from "./doctor-table.ts";
import { answersAt } from "./reach-server.ts";
import { readConfigOf } from "./read-config.ts";

/** `repartee doctor` without a target: what a server needs of this machine. */
export async function checkInstallation(args: Arguments, io: Io, paint: Paint): Promise<ExitCode> {
  const config = readConfigOf({ dataDir: textOf(args, "data-dir") }, io);
  const usual = `http://127.0.0.1:${config.port === 0 ? DEFAULT_PORT : config.port}`;
  const running = (await answersAt(usual, io.signal)) ? usual : undefined;
  const log = createSystemLog("silent");
  const findings = await inspectInstallation({ config, env: io.env, clock: createSystemClock(), log, running });
  const healthy = findings.every((finding) => finding.state !== "failed");
  if (args.values["json"] === true) {
    io.stdout(`${JSON.stringify({ healthy, findings }, null, 2)}\n`);
    return healthy ? 0 : 1;
  }
  const table = createFindingTable(io.stdout, paint);
  for (const finding of findings) table.add(finding);
  table.end();
  io.stdout(healthy ? "\na model is examined with: repartee doctor tavus-llama-4\n" : "");
  return healthy ? 0 : 1;
}
