import pino from "pino";
import type { Log, LogFields } from "../ports/log.ts";

/** Lines of JSON on standard error, so that standard output says only what was asked for. */
export function createSystemLog(level: string): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { cause: pino.stdSerializers.err } },
    pino.destination({ dest: 2, sync: true }),
  );
  const write =
    (name: "debug" | "info" | "warn" | "error") =>
    (message: string, fields: LogFields = {}): void =>
      logger[name](fields, message);
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
