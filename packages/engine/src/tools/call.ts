import type { ToolCallMessage, ToolDefinition } from "../context/messages.ts";
import { withThousands } from "../context/shorten.ts";
import type { Round } from "./rounds.ts";

/** What a tool came to. */
export interface ToolAnswer {
  readonly output: string;
  readonly status: "success" | "error";
}

/** A call within the answer that is being made. */
export interface RoundCall extends ToolCallMessage {
  readonly phase: CallPhase;
  readonly answer: ToolAnswer | undefined;
  /** When it was told, where it was told before the commit. */
  readonly preparedAt?: number;
  /** It was never made, because something was wrong with it. */
  readonly refused?: true;
}

/**
 * `made` by the model and not told; `prepared`: told before the commit; `known`: the answer was there already;
 * `taken`: stored, and the client's from then on (or refused).
 */
export type CallPhase = "made" | "prepared" | "known" | "taken";

/** One stop of a generation to call tools. */
export interface DraftRound {
  /** Where in the draft's text it stopped, in UTF-16 units. */
  readonly upTo: number;
  readonly calls: readonly RoundCall[];
}

/** K4 How long a call may take, where its tool does not say, in milliseconds. */
const usualTimeoutMs = 30_000;

export function timeoutMs(tool: ToolDefinition | undefined): number {
  return tool?.timeoutMs ?? usualTimeoutMs;
}

/** The calls that have an answer and, where it is asked for, were stored: as the model is told of them. */
export function answeredRounds(rounds: readonly DraftRound[], stored = false): readonly Round[] {
  return rounds.flatMap(({ upTo, calls }) => {
    const answered = calls.flatMap(({ id, name, arguments: given, phase, answer }) =>
      answer === undefined || (stored && phase !== "taken")
        ? []
        : [{ id, name, arguments: given, output: answerText(answer) }],
    );
    return answered.length === 0 ? [] : [{ upTo, calls: answered }];
  });
}

/** What the model is told of an answer. */
export function answerText({ output, status }: ToolAnswer): string {
  if (status === "success") return output;
  return output === "" ? "Error" : `Error: ${output}`;
}

/** K5 How much of one result is kept, in UTF-16 units. */
export const longestResult = 64_000;

/** K5 A result within its bound: of a longer one the middle is left out, visibly. */
export function cutResult(output: string): string {
  if (output.length <= longestResult) return output;
  const head = wholeEnd(output, longestResult / 2);
  const tail = wholeEnd(output, output.length - longestResult / 2);
  return `${output.slice(0, head)}\n[... ${withThousands(tail - head)} characters left out]\n${output.slice(tail)}`;
}

/** An end that is not inside a surrogate pair. */
function wholeEnd(text: string, end: number): number {
  const code = text.charCodeAt(end);
  return code >= 0xdc00 && code <= 0xdfff ? end - 1 : end;
}
