import { resolve } from "node:path";
import { createClient } from "@repartee/client";
import { createProgress, type Progress } from "../replay/progress.ts";
import type { CallScript } from "../replay/call-script.ts";
import { replayCalls, type ReplayStep } from "../replay/replay-calls.ts";
import { toDocument, type ReplayDocument } from "../replay/replay-document.ts";
import { joinReplies } from "../replay/replies.ts";
import { callTable, draftLegend } from "../replay/report-table.ts";
import { callText, summaryText } from "../replay/report-text.ts";
import type { CallReport } from "../replay/report.ts";
import { createSystemClock } from "../system/clock.ts";
import { CommandError, type Command, type ExitCode, type Io } from "./command.ts";
import { expectFolder, readSources, writeText } from "./replay-files.ts";
import { createKeeping, type Keeping } from "./replay-keeping.ts";
import { replayHelp } from "./replay-help.ts";
import { readReplayFlags, type ReplayFlags } from "./replay-options.ts";
import { drawReplay } from "./replay-drawing.ts";
import { openReplayStage, type ReplayStage } from "./replay-stage.ts";
import { explainFailure } from "./server-failure.ts";

/** Plays recorded callers through a server, and tells what became of each turn. */
export const replay: Command = {
  name: "replay",
  summary: "play recorded calls, and see what became of each turn",
  help: replayHelp,
  options: {
    url: { type: "string" },
    "llm-url": { type: "string" },
    "llm-model": { type: "string" },
    ttft: { type: "string" },
    rate: { type: "string" },
    limit: { type: "string" },
    parallel: { type: "string" },
    turns: { type: "string" },
    speed: { type: "string" },
    user: { type: "string" },
    "data-dir": { type: "string" },
    details: { type: "boolean" },
    json: { type: "string" },
    svg: { type: "string" },
    record: { type: "string" },
  },
  async run(args, io) {
    const flags = readReplayFlags(args);
    const sources = await readSources(args.positionals, io.cwd, flags);
    for (const name of ["json", "svg", "record"] as const) await expectFolder(`--${name}`, flags[name], io.cwd);
    const replies = joinReplies(sources.map((source) => source.replies));
    await using stage = await openReplayStage(flags, io, { args, replies });
    const calls = sources.flatMap((source) => source.scripts);
    const keeping = createKeeping(flags, calls, io);
    const reports = await play({ flags, io, calls, stage, keeping });
    const { server, model } = stage;
    const { speed, parallel } = flags;
    const document = toDocument(sources, reports, { speed, parallel, server, model });
    await tell({ flags, io, keeping, document });
    return exitCodeOf(document, io);
  },
};

interface Play {
  readonly flags: ReplayFlags;
  readonly io: Io;
  readonly calls: readonly CallScript[];
  readonly stage: ReplayStage;
  readonly keeping: Keeping;
}

async function play({ flags, io, calls, stage, keeping }: Play): Promise<readonly CallReport[]> {
  const progress = createProgress({ calls, speed: flags.speed, write: io.stderr, columns: io.stderrColumns });
  const client = createClient({ baseUrl: stage.baseUrl, apiKey: stage.apiKey });
  const options = {
    clock: createSystemClock(),
    speed: flags.speed,
    parallel: flags.parallel,
    llm: stage.llm,
    records: (place: number) => keeping.records(place),
    onStep: (step: ReplayStep) => progress.see(step),
    signal: io.signal,
  };
  const reports: CallReport[] = [];
  try {
    for await (const call of replayCalls(client, calls, options)) {
      printCall(call.report, { flags, io, progress });
      await keeping.keep(call, reports.length);
      reports.push(call.report);
    }
    return reports;
  } catch (cause) {
    if (io.signal.aborted) throw new CommandError("stopped before the end; what was made is deleted", 1, { cause });
    throw explainFailure(cause, stage.baseUrl);
  } finally {
    progress.clear();
  }
}

interface Printing {
  readonly flags: ReplayFlags;
  readonly io: Io;
  readonly progress: Progress;
}

function printCall(report: CallReport, { flags, io, progress }: Printing): void {
  if (flags.json === "-") return;
  progress.clear();
  io.stdout(`${flags.details ? callText(report) : callTable(report)}\n`);
}

interface Telling {
  readonly flags: ReplayFlags;
  readonly io: Io;
  readonly keeping: Keeping;
  readonly document: ReplayDocument;
}

async function tell({ flags, io, keeping, document }: Telling): Promise<void> {
  const { json, svg } = flags;
  const text = `${JSON.stringify(document)}\n`;
  if (json === "-") io.stdout(text);
  else printSummaries(document, io);
  if (json !== undefined && json !== "-") await writeText(resolve(io.cwd, json), text);
  if (svg !== undefined) await writeText(resolve(io.cwd, svg), drawReplay(document, keeping.drawn));
}

function printSummaries({ files, summary, settings }: ReplayDocument, io: Io): void {
  if (files.length > 1) for (const one of files) io.stdout(`${one.file}\n${summaryText(one.summary)}\n`);
  if (files.length > 1) io.stdout("all files\n");
  io.stdout(`${summaryText(summary)}server   ${settings.server}\nreplies  ${settings.model}\n`);
  io.stdout(`         ${draftLegend}\n`);
}

/** A replay in which every turn failed has measured nothing. */
function exitCodeOf({ files, summary }: ReplayDocument, io: Io): ExitCode {
  if (summary.answered > 0 || summary.failed === 0) return 0;
  const [why] = files.flatMap((file) => file.calls).flatMap((call) => call.problems);
  io.stderr(`error: no turn was answered, and ${summary.failed} failed: ${why ?? "the server does not say why"}\n`);
  return 1;
}
