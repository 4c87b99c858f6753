import { createConversationView, foldConversation, foldToolResult } from "@repartee/client";
import type { ConversationView } from "@repartee/client";
import { createLanes, foldLanes, readTrace } from "@repartee/client/lane";
import type { LaneLine, Lanes, TraceClock } from "@repartee/client/lane";

/** A recorded conversation, ready to be shown; or what is wrong with the file, in words for the one who dropped it. */
export type TraceFileResult =
  | {
      readonly ok: true;
      readonly name: string;
      readonly view: ConversationView;
      readonly lanes: Lanes;
      readonly clock: TraceClock;
    }
  | { readonly ok: false; readonly message: string };

/** As much as a recorder keeps. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Reads a dropped trace. Nothing leaves the page. */
export async function readTraceFile(file: Pick<File, "name" | "size" | "text">): Promise<TraceFileResult> {
  const { name } = file;
  if (file.size > MAX_BYTES) {
    return {
      ok: false,
      message: `${name} has ${megabytes(file.size)} MB; a trace has at most ${megabytes(MAX_BYTES)} MB`,
    };
  }
  const trace = readTrace(await file.text());
  if (!trace.ok) {
    const { line, message } = trace.problem;
    return { ok: false, message: line === 0 ? `${name}: ${message}` : `${name}, line ${line}: ${message}` };
  }
  const view = trace.lines.reduce(foldLine, createConversationView());
  return { ok: true, name, view, lanes: trace.lines.reduce(foldLanes, createLanes()), clock: trace.clock };
}

/** What the client said is in the file too: what it answered a tool with, nobody else tells. */
function foldLine(view: ConversationView, line: LaneLine): ConversationView {
  if (line.direction === "out") return foldConversation(view, line.frame);
  const { frame } = line;
  return frame.event_type === "conversation.tool_result" ? foldToolResult(view, frame.properties) : view;
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / (1024 * 1024));
}
