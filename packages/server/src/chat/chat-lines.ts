import { toPrintable } from "./cells.ts";
import { readLines } from "./lines.ts";
import { isUnasked, numbersLine } from "./numbers-line.ts";
import type { Talk } from "./talk.ts";
import { readNews, type ConversationNews, type TurnResult } from "./turn-results.ts";
import { until } from "./until.ts";

export interface LinesOptions {
  readonly input: AsyncIterable<Uint8Array>;
  readonly talk: Talk;
  /** Whether the agent begins: its first words are waited for. */
  readonly greets: boolean;
  readonly json: boolean;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * A talk without a terminal: every line is a turn, and is answered before the next one is said. Answers whether no turn
 * failed.
 */
export async function chatLines(options: LinesOptions): Promise<boolean> {
  const { talk, input, signal } = options;
  const report = createReport(options);
  const news = readNews(talk.live);
  let well = true;
  const take = (result: TurnResult, numbers: string): void => {
    report.turn(result, numbers);
    if (result.outcome === "failed") well = false;
  };
  try {
    if (options.greets) await nextTurn({ news, report, take, user: undefined });
    for await (const line of readLines(until(input, signal))) {
      const user = line.trim();
      if (user === "") continue;
      talk.live.respond(user);
      await nextTurn({ news, report, take, user });
    }
  } finally {
    await news.return();
  }
  signal.throwIfAborted();
  return well;
}

interface Waiting {
  readonly news: AsyncGenerator<ConversationNews, void>;
  readonly report: Report;
  readonly take: (result: TurnResult, numbers: string) => void;
  /** What was said; undefined: the agent begins. */
  readonly user: string | undefined;
}

/** Reports what comes up to the end of the turn that is waited for. */
async function nextTurn({ news, report, take, user }: Waiting): Promise<void> {
  for (;;) {
    const next = await news.next();
    if (next.done === true) throw new Error("the conversation ended before the last answer");
    const one = next.value;
    switch (one.type) {
      case "warning":
        report.warning(one.message);
        break;
      case "refusal":
        if (user === undefined) report.warning(one.error.message);
        else return take({ user, reply: "", outcome: "failed", numbers: null, error: one.error }, "failed");
        break;
      case "turn": {
        const asked = !isUnasked(one.turn.numbers?.end_of_turn_reason ?? "");
        take(user === undefined || !asked ? one.result : { ...one.result, user }, numbersLine(one.turn));
        if (asked || user === undefined) return;
      }
    }
  }
}

interface Report {
  turn(result: TurnResult, numbers: string): void;
  warning(message: string): void;
}

/** Answers on standard output, one per line; numbers, warnings (once) and what went wrong on standard error. */
function createReport({ json, stdout, stderr }: LinesOptions): Report {
  // The server's warnings are a short closed list.
  const warned = new Set<string>();
  return {
    turn(result, numbers) {
      if (json) return stdout(`${JSON.stringify(result)}\n`);
      // A turn without words keeps its line: the answers stay in step with what was asked.
      stdout(`${toPrintable(result.reply).replace(/\s+/gu, " ").trim()}\n`);
      if (result.error !== undefined) stderr(`error: ${result.error.message} (${result.error.code})\n`);
      if (numbers !== "") stderr(`${numbers}\n`);
    },
    warning(message) {
      if (!warned.has(message)) stderr(`warning: ${message}\n`);
      warned.add(message);
    },
  };
}
