import { foldConversation, createConversationView, type ConversationView } from "@repartee/client";
import { readTrace, type LaneLine } from "@repartee/client/lane";
import type { CallScript } from "../call-script.ts";
import type { PlayedCall } from "../play.ts";
import { scriptTrace } from "../trace-script.ts";
import { createWatch } from "../watch.ts";

export function readLines(text: string): readonly LaneLine[] {
  const trace = readTrace(text);
  if (!trace.ok) throw new Error(`line ${trace.problem.line}: ${trace.problem.message}`);
  return trace.lines;
}

/** A trace as the play that it is a record of: nothing is sent, and every time is the recorded one. */
export function playedTrace(lines: readonly LaneLine[]): { readonly script: CallScript; readonly played: PlayedCall } {
  const script = scriptTrace("call", lines);
  const originMs = script.cues[0]?.atMs ?? 0;
  const watch = createWatch();
  for (const line of lines) {
    if (line.direction === "out" && line.atMs !== undefined) watch.see(line.frame, line.atMs - originMs);
  }
  const firstPartialAt: number[] = [];
  for (const { turn, atMs } of script.cues) if (turn !== undefined) firstPartialAt[turn] ??= atMs - originMs;
  const { observation } = watch;
  return { script, played: { observation, firstPartialAt, toPlayMs: (ms) => ms - originMs, problem: undefined } };
}

export function viewOf(lines: readonly LaneLine[]): ConversationView {
  return lines.reduce(
    (view, line) => (line.direction === "out" ? foldConversation(view, line.frame) : view),
    createConversationView(),
  );
}

/** Lines of a trace, for a few words. */
export function traceText(...lines: readonly object[]): string {
  return lines.map((line) => JSON.stringify(line)).join("\n");
}

export function inLine(atMs: number, event: string, properties: object = {}): object {
  return {
    at_ms: atMs,
    direction: "in",
    frame: { message_type: "conversation", event_type: `conversation.${event}`, properties },
  };
}

/** A frame of the first turn. */
export function outLine(atMs: number, event_type: string, properties: object): object {
  const frame = { message_type: "conversation", event_type, seq: atMs, timestamp: 0, turn_idx: 1, properties };
  return { at_ms: atMs, direction: "out", frame };
}

/** The first frame of a connection. */
export function helloLine(turns: "client" | "server"): object {
  const properties = { protocol: 1, seq: 0, turn_idx: 0, turns, features: [], resumed: false };
  const frame = { message_type: "system", event_type: "system.hello", seq: 0, timestamp: 0, properties };
  return { at_ms: 0, direction: "out", frame };
}
