import { parseArgs } from "node:util";
import { closestName } from "@repartee/protocol";
import { CommandError, type Command, type ExitCode, type Io } from "./command.ts";

/** Every command, in the order of the help. One is loaded when it is asked for: a server holds no chat and no replay. */
const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ["start", async () => (await import("./start.ts")).start],
  ["chat", async () => (await import("./chat.ts")).chat],
  ["replay", async () => (await import("./replay.ts")).replay],
  ["doctor", async () => (await import("./doctor.ts")).doctor],
  ["models", async () => (await import("./models.ts")).models],
]);
const usual = "start";

export const version = "0.1.0";

/** Runs one command line; whatever goes wrong is one line on standard error and an exit code. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  const debug = argv.includes("--debug");
  try {
    return await dispatch(
      argv.filter((word) => word !== "--debug"),
      io,
    );
  } catch (cause) {
    io.stderr(`error: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    if (debug && cause instanceof Error) io.stderr(`${cause.stack ?? ""}\n`);
    else if (!(cause instanceof CommandError)) io.stderr("this is a fault of repartee itself; --debug shows where\n");
    return cause instanceof CommandError ? cause.exitCode : 1;
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [first] = argv;
  if (first === "--help" || first === "-h" || first === "help") return say(io, await overview());
  if (first === "--version" || first === "-v") return say(io, version);
  const named = first !== undefined && !first.startsWith("-");
  const load = commands.get(named ? first : usual);
  if (load === undefined) throw new CommandError(unknownCommand(first ?? ""), 2);
  const command = await load();
  const rest = named ? argv.slice(1) : argv;
  if (rest.includes("--help") || rest.includes("-h")) return say(io, `${command.summary}\n\n${command.help}`);
  return command.run(read(command, rest), io);
}

function read(command: Command, args: readonly string[]): Parameters<Command["run"]>[0] {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: command.options, allowPositionals: true });
    return {
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, oneOf(value)])),
      positionals,
    };
  } catch (cause) {
    throw new CommandError(`${whyNot(cause, command)}; see: repartee ${command.name} --help`, 2, { cause });
  }
}

/** The values of an option that may be given several times come with a newline between; none of them can hold one. */
function oneOf(value: string | boolean | readonly (string | boolean)[] | undefined): string | boolean | undefined {
  return typeof value === "object" ? value.join("\n") : value;
}

/** What is wrong with the options, with the one that was probably meant. */
function whyNot(cause: unknown, command: Command): string {
  if (!(cause instanceof Error)) return String(cause);
  const unknown = /^Unknown option '(-[^']*)'/.exec(cause.message)?.[1];
  if (unknown === undefined) return cause.message;
  const closest = closestName(unknown.replace(/^-+/, ""), Object.keys(command.options));
  return closest === undefined ? `unknown option ${unknown}` : `unknown option ${unknown}; did you mean --${closest}?`;
}

function unknownCommand(name: string): string {
  const nearest = closestName(name, [...commands.keys()]);
  const hint = nearest === undefined ? "see: repartee --help" : `did you mean: repartee ${nearest}`;
  return `there is no command ${JSON.stringify(name)}; ${hint}`;
}

async function overview(): Promise<string> {
  const all = await Promise.all([...commands.values()].map((load) => load()));
  const width = Math.max(...all.map((command) => command.name.length));
  const lines = all.map((command) => `  ${command.name.padEnd(width)}   ${command.summary}`);
  return [
    "repartee: the language layer of a talking agent",
    "",
    ...lines,
    "",
    "repartee COMMAND --help tells more.",
  ].join("\n");
}

function say(io: Io, text: string): ExitCode {
  io.stdout(`${text}\n`);
  return 0;
}
