import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { createClient } from "@repartee/client";
import { DEFAULT_PORT } from "../config/config.ts";
import { replayCalls, type ReplayOptions } from "../replay/replay-calls.ts";
import type { CallReport } from "../replay/report.ts";
import { callText, summaryText } from "../replay/report-text.ts";
import { parseSpokenFile, SpokenFileError } from "../replay/spoken-file.ts";
import { selectCalls, type SpokenCall } from "../replay/spoken-turns.ts";
import { summarize } from "../replay/summary.ts";
import { createSystemClock } from "../system/clock.ts";
import { findApiKey } from "./api-key.ts";
import { CommandError, numberOf, textOf, type Arguments, type Command, type Io } from "./command.ts";
import { explainFailure } from "./server-failure.ts";
import { readModel, readTurns } from "./talk-options.ts";

/** Plays recorded callers through a running server, and tells what became of each turn. */
export const replay: Command = {
  name: "replay",
  summary: "play recorded calls through a running server, and see each turn",
  help: [
    "repartee replay FILE [--url URL] [--llm-url URL] [--llm-model NAME] [--limit N] [--parallel N] [--turns client|server]",
    "                     [--speed X] [--user NAME] [--data-dir DIR] [--json]",
    "",
    "  repartee replay bench/data/harper-valley.jsonl --limit 1 --llm-url http://127.0.0.1:8000/v1",
    "  repartee replay calls.jsonl --turns client --parallel 10 --json",
    "",
    "FILE holds one call per line with the times of every word; bench/data/README.md says how. The words of the users (of",
    "everyone but a speaker named agent; without one, of each speaker in turn) are told as a recogniser tells them: as",
    "partial transcripts at their recorded times, with finals and voice activity. A call starts at its first word.",
    "",
    "  --url URL          the server (http://127.0.0.1:7575)",
    "  --llm-url URL      an OpenAI-compatible model to answer; left out: the stock persona's",
    "  --llm-model NAME   the model's name there (default)",
    "  --limit N          the first N calls (all)",
    "  --parallel N       so many calls at the same time (1)",
    "  --turns WHO        server (the default): it finds out when a turn is over; client: it is told, as recorded",
    "  --speed X          X times as fast as recorded (1); what depends on pauses is true only at 1",
    "  --user NAME        play this speaker, also the agent",
    "  --json             one JSON document in place of the table",
    "",
    "The key is REPARTEE_API_KEY, or local-key in the data folder. What is made on the server is deleted at the end.",
  ].join("\n"),
  options: {
    url: { type: "string" },
    "llm-url": { type: "string" },
    "llm-model": { type: "string" },
    limit: { type: "string" },
    parallel: { type: "string" },
    turns: { type: "string" },
    speed: { type: "string" },
    user: { type: "string" },
    "data-dir": { type: "string" },
    json: { type: "boolean" },
  },
  async run(args, io) {
    const options = readOptions(args, io);
    const calls = await readCalls(args, io);
    const baseUrl = textOf(args, "url") ?? `http://127.0.0.1:${DEFAULT_PORT}`;
    const client = createClient({ baseUrl, apiKey: findApiKey(args, io) });
    const reports: CallReport[] = [];
    try {
      for await (const report of replayCalls(client, calls, options)) {
        reports.push(report);
        if (args.values["json"] !== true) io.stdout(`${callText(report)}\n`);
      }
    } catch (cause) {
      if (io.signal.aborted) throw new CommandError("stopped before the end; what was made is deleted", 1, { cause });
      throw explainFailure(cause, baseUrl);
    }
    const summary = summarize(reports);
    io.stdout(args.values["json"] === true ? `${JSON.stringify({ calls: reports, summary })}\n` : summaryText(summary));
    return 0;
  },
};

function readOptions(args: Arguments, io: Io): ReplayOptions {
  return {
    clock: createSystemClock(),
    turns: readTurns(args, "server"),
    speed: readSpeed(args),
    parallel: numberOf(args, "parallel", 1) ?? 1,
    llm: readModel(args),
    signal: io.signal,
  };
}

function readSpeed(args: Arguments): number {
  const text = textOf(args, "speed") ?? "1";
  const speed = Number(text);
  if (/^[\d.]+$/.test(text) && speed > 0 && speed <= 1000) return speed;
  throw new CommandError(`--speed: expected a number above 0 and up to 1000, got ${JSON.stringify(text)}`, 2);
}

/** Larger files are no collection of calls that someone would wait for. */
const mostFileBytes = 256 * 1024 * 1024;

async function readCalls(args: Arguments, io: Io): Promise<readonly SpokenCall[]> {
  const [name, ...others] = args.positionals;
  if (name === undefined || others.length > 0) {
    throw new CommandError("name one FILE of recorded calls; see: repartee replay --help", 2);
  }
  try {
    const calls = selectCalls(parseSpokenFile(await readText(resolve(io.cwd, name))), textOf(args, "user"));
    return calls.slice(0, numberOf(args, "limit", 1));
  } catch (cause) {
    if (cause instanceof SpokenFileError) throw new CommandError(`${name}: ${cause.message}`, 1, { cause });
    throw cause;
  }
}

async function readText(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > mostFileBytes) throw new Error(`it is larger than ${mostFileBytes} bytes`);
    return await readFile(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${path} cannot be read: ${why}`, 1, { cause });
  }
}
