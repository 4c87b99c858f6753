import { createClient, type Client } from "@repartee/client";
import type { TurnsBy } from "@repartee/protocol";
import { createCast, type Cast, type Counterpart } from "../chat/cast.ts";
import { chatLines } from "../chat/chat-lines.ts";
import { chatInTerminal } from "../chat/chat-terminal.ts";
import { LongLineError } from "../chat/lines.ts";
import { openTalk, type Talk } from "../chat/talk.ts";
import { createSystemClock } from "../system/clock.ts";
import { createSystemIds } from "../system/ids.ts";
import { CommandError, textOf, type Arguments, type Command, type ExitCode, type Io } from "./command.ts";
import { reachServer } from "./reach-server.ts";
import { explainFailure } from "./server-failure.ts";
import { readModel, readTurns } from "./talk-options.ts";

/** A talk in the terminal, or line by line through a pipe. */
export const chat: Command = {
  name: "chat",
  summary: "talk in the terminal, and see the numbers of each turn",
  help: [
    "repartee chat [--url URL] [--persona ID] [--llm-url URL [--llm-model NAME]] [--greeting TEXT] [--turns client|server]",
    "              [--data-dir DIR] [--json] [--no-color]",
    "",
    "  repartee chat                                             talk to the stock persona",
    "  repartee chat --llm-url http://127.0.0.1:11434/v1 --llm-model llama3.2",
    '  echo "are you open on Sundays?" | repartee chat --persona p0123456789abcdef',
    "",
    "What you type is heard as you type it, so that the answer may begin before Enter. Where no server answers at",
    "http://127.0.0.1:7575 one is started for the talk. Enter ends your turn, Esc interrupts, /help tells the rest.",
    "",
    "In a pipe every line of the input is a turn, and is answered by one line on standard output; numbers and warnings go to",
    "standard error. The exit code is 1 where a turn failed.",
    "",
    "  --url URL          the server (http://127.0.0.1:7575)",
    "  --persona ID       who to talk to (the stock persona)",
    "  --llm-url URL      an OpenAI-compatible model to answer as that persona",
    "  --llm-model NAME   the model's name there (default)",
    "  --greeting TEXT    what the persona says first",
    "  --turns WHO        client (the default): Enter ends your turn; server: silence does as well",
    "  --json             line by line, with one JSON object per turn: user, reply, outcome, numbers, error",
    "  --no-color         no colours; so does the variable NO_COLOR",
    "",
    "The key is REPARTEE_API_KEY, or local-key in the data folder.",
  ].join("\n"),
  options: {
    url: { type: "string" },
    persona: { type: "string" },
    "llm-url": { type: "string" },
    "llm-model": { type: "string" },
    greeting: { type: "string" },
    turns: { type: "string" },
    "data-dir": { type: "string" },
    json: { type: "boolean" },
    "no-color": { type: "boolean" },
  },
  async run(args, io) {
    const [stray] = args.positionals;
    if (stray !== undefined)
      throw new CommandError(`chat takes no ${JSON.stringify(stray)}; see: repartee chat --help`, 2);
    const options = { turns: readTurns(args, "client"), model: readModel(args) };
    await using server = await reachServer(args, io);
    const client = createClient({ baseUrl: server.baseUrl, apiKey: server.apiKey });
    const cast = createCast(client, io.signal);
    try {
      const personaId = textOf(args, "persona");
      const counterpart = await (options.model === undefined
        ? cast.choose(personaId)
        : cast.withModel(personaId, options.model));
      return await converse({ args, io, client, cast, counterpart, turns: options.turns });
    } catch (cause) {
      if (io.signal.aborted) throw new CommandError("stopped before the end", 1, { cause });
      if (cause instanceof LongLineError) throw new CommandError(cause.message, 1, { cause });
      throw explainFailure(cause, server.baseUrl);
    } finally {
      await cast.leave();
    }
  },
};

interface Scene {
  readonly args: Arguments;
  readonly io: Io;
  readonly client: Client;
  readonly cast: Cast;
  readonly counterpart: Counterpart;
  readonly turns: TurnsBy;
}

async function converse(scene: Scene): Promise<ExitCode> {
  const { args, io, client, cast, counterpart, turns } = scene;
  const { terminal, stdin: input = noInput, signal } = io;
  const greeting = textOf(args, "greeting");
  const open = (who: Counterpart): Promise<Talk> => openTalk({ client, counterpart: who, turns, greeting, signal });
  // A terminal that cannot move its cursor is a pipe with someone at its end.
  const inLines = terminal === undefined || args.values["json"] === true || io.env["TERM"] === "dumb";
  if (inLines) return converseInLines(scene, await open(counterpart));
  await chatInTerminal({
    input,
    terminal,
    write: io.stdout,
    colour: args.values["no-color"] !== true && (io.env["NO_COLOR"] ?? "") === "",
    clock: createSystemClock(),
    createId: () => createSystemIds().create("u"),
    cast,
    open,
    counterpart,
    welcome: `Enter ${turns === "server" ? "or silence ends" : "ends"} your turn, Esc interrupts, Ctrl+C leaves, /help tells more`,
    signal,
  });
  return 0;
}

async function converseInLines({ args, io, counterpart }: Scene, talk: Talk): Promise<ExitCode> {
  const { stdin: input = noInput, stdout, stderr, signal } = io;
  const greets = counterpart.greets || (textOf(args, "greeting") ?? "").trim() !== "";
  try {
    const json = args.values["json"] === true;
    return (await chatLines({ input, talk, greets, json, stdout, stderr, signal })) ? 0 : 1;
  } finally {
    await talk.end();
  }
}

const noInput: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    // Where there is no input there is nothing to say.
  },
};
