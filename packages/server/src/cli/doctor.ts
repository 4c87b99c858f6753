import { createClient } from "@repartee/client";
import type { Examinations } from "@repartee/protocol";
import { createStyle } from "../chat/style.ts";
import { examineUpstream } from "../doctor/open-doctor.ts";
import { shownBaseUrl } from "../doctor/start-visit.ts";
import { toExaminations } from "../http/schemas/examination.ts";
import type { Upstream } from "../ports/model-client.ts";
import { createSystemClock } from "../system/clock.ts";
import { type Arguments, type Command, type ExitCode, type Io } from "./command.ts";
import { doctorHelp } from "./doctor-help.ts";
import { closingText, createFindingTable, headText, type Paint } from "./doctor-table.ts";
import { readDoctorTarget } from "./doctor-target.ts";
import { explainFailure } from "./server-failure.ts";

/** What is wrong with a model, and what to change. */
export const doctor: Command = {
  name: "doctor",
  summary: "find out why a model is silent or slow, and what to change",
  help: doctorHelp,
  options: {
    model: { type: "string" },
    "api-key-env": { type: "string" },
    header: { type: "string", short: "H", multiple: true },
    long: { type: "boolean" },
    url: { type: "string" },
    "data-dir": { type: "string" },
    json: { type: "boolean" },
    "no-color": { type: "boolean" },
  },
  async run(args, io) {
    const target = readDoctorTarget(args, io);
    if (target.type === "address") return examineAddress(target.upstream, args, io);
    // Loaded only here: what examines an address needs no server.
    if (target.type === "installation") {
      const { checkInstallation } = await import("./doctor-installation.ts");
      return checkInstallation(args, io, paintOf(args, io));
    }
    return examineName(target.name, args, io);
  },
};

/** Walks itself, and prints each row as it is found. */
async function examineAddress(upstream: Upstream, args: Arguments, io: Io): Promise<ExitCode> {
  const json = args.values["json"] === true;
  const baseUrl = shownBaseUrl(upstream);
  if (!json) io.stdout(headText({ name: upstream.name, model: upstream.model, base_url: baseUrl }));
  const progress = createProgress(io);
  const table = createFindingTable(json ? () => undefined : io.stdout, paintOf(args, io));
  const examination = await examineUpstream(upstream, {
    clock: createSystemClock(),
    allowPrivateAddresses: true,
    long: args.values["long"] === true,
    signal: io.signal,
    onStep: progress.show,
    onFinding(finding) {
      progress.clear();
      table.add(finding);
    },
  });
  progress.clear();
  table.end();
  const found = toExaminations(baseUrl, [examination]);
  io.stdout(json ? `${JSON.stringify(found, null, 2)}\n` : found.data.map(closingText).join(""));
  return found.healthy ? 0 : 1;
}

/** Lets the server walk, which has the keys. */
async function examineName(name: string, args: Arguments, io: Io): Promise<ExitCode> {
  const { reachServer } = await import("./reach-server.ts");
  await using server = await reachServer(args, io);
  const client = createClient({ baseUrl: server.baseUrl, apiKey: server.apiKey });
  const progress = createProgress(io);
  progress.show(`the server at ${server.baseUrl} examines ${name}`);
  try {
    const found = await client.doctor.examine(name, { long: args.values["long"] === true, signal: io.signal });
    progress.clear();
    print(found, args, io);
    return found.healthy ? 0 : 1;
  } catch (cause) {
    progress.clear();
    throw explainFailure(cause, server.baseUrl);
  }
}

function print(found: Examinations, args: Arguments, io: Io): void {
  if (args.values["json"] === true) return io.stdout(`${JSON.stringify(found, null, 2)}\n`);
  found.data.forEach((examination, index) => {
    io.stdout((index === 0 ? "" : "\n") + headText(examination));
    const table = createFindingTable(io.stdout, paintOf(args, io));
    for (const finding of examination.findings) table.add(finding);
    table.end();
    io.stdout(closingText(examination));
  });
}

/** One line on standard error, where that is a terminal, that is gone when there is something to say. */
function createProgress({ stderr, stderrColumns }: Io) {
  const write = (text: string): void => {
    if (stderrColumns !== undefined) stderr(`\r\u001b[2K${text.slice(0, stderrColumns - 1)}`);
  };
  return { show: (what: string): void => write(`… ${what}`), clear: (): void => write("") };
}

function paintOf(args: Arguments, { terminal, env }: Io): Paint {
  const colour = terminal !== undefined && args.values["no-color"] !== true && (env["NO_COLOR"] ?? "") === "";
  const style = createStyle(colour);
  const paints = { ok: (text: string) => text, warning: style.caution, failed: style.alarm, skipped: style.dim };
  return (state, text) => paints[state](text);
}
