import { readTrace, type LaneLine } from "@repartee/client/lane";
import type { TurnsBy } from "@repartee/protocol";
import { scriptSpokenCall, type CallScript } from "./call-script.ts";
import { agentTexts, type ReplyTexts } from "./replies.ts";
import { parseSpokenFile, SpokenFileError } from "./spoken-file.ts";
import { selectCalls } from "./spoken-turns.ts";
import { scriptTrace } from "./trace-script.ts";

/** What a file gives to play. */
export interface ReplaySource {
  /** As the user named the file. */
  readonly file: string;
  readonly scripts: readonly CallScript[];
  /** What its agents said, for a model that stands in for them. */
  readonly replies: ReplyTexts;
}

export interface SourceOptions {
  /** Left out: `server` for spoken calls, as it was recorded for a trace. */
  readonly turns: TurnsBy | undefined;
  readonly user: string | undefined;
  /** The first so many. */
  readonly limit: number | undefined;
}

/** Reads a file of spoken calls, or a trace, which is known by its first line. Throws a `SpokenFileError`. */
export function readSource(file: string, text: string, options: SourceOptions): ReplaySource {
  return isTrace(text) ? readTraceSource(file, text, options) : readSpokenSource(file, text, options);
}

function isTrace(text: string): boolean {
  const first = /\S[^\n]*/.exec(text)?.[0] ?? "";
  try {
    const value: unknown = JSON.parse(first);
    return typeof value === "object" && value !== null && "direction" in value && "frame" in value;
  } catch {
    return false; // Then the reader of spoken calls says what is wrong with it.
  }
}

function readSpokenSource(file: string, text: string, { turns, user, limit }: SourceOptions): ReplaySource {
  const calls = parseSpokenFile(text);
  const scripts = selectCalls(calls, user).map((call) => scriptSpokenCall(call, turns ?? "server"));
  return { file, scripts: scripts.slice(0, limit), replies: { texts: agentTexts(calls, user), answers: new Map() } };
}

function readTraceSource(file: string, text: string, { turns, user }: SourceOptions): ReplaySource {
  if (user !== undefined && user !== "user") {
    throw new SpokenFileError(`no one in the trace is named ${JSON.stringify(user)}; it has "user"`);
  }
  const trace = readTrace(text);
  if (!trace.ok) {
    const { line, message } = trace.problem;
    throw new SpokenFileError(line === 0 ? message : `line ${line}: ${message}`);
  }
  const script = scriptTrace(nameOf(file), trace.lines, turns);
  if (script.turns.length === 0) {
    throw new SpokenFileError("the trace has no word of the user: nothing was sent in it that could be played again");
  }
  return { file, scripts: [script], replies: repliesIn(trace.lines) };
}

function repliesIn(lines: readonly LaneLine[]): ReplyTexts {
  const asked = new Map<number, string>();
  const answers = new Map<string, string>();
  for (const { direction, frame } of lines) {
    if (direction === "in" || frame.event_type !== "conversation.utterance") continue;
    const { turn_idx: turn = 0, properties } = frame;
    if (properties.role === "user") asked.set(turn, properties.speech);
    else answers.set(asked.get(turn) ?? "", properties.speech);
  }
  return { texts: [...answers.values()], answers };
}

/** The file without its folder and its ending. */
function nameOf(file: string): string {
  return file.replace(/^.*[\\/]/, "").replace(/\.[^.]+$/, "");
}
