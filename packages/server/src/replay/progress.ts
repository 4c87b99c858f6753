import type { CallScript } from "./call-script.ts";
import type { ReplayStep } from "./replay-calls.ts";

/** Tells how far a replay is. */
export interface Progress {
  see(step: ReplayStep): void;
  /** Leaves no line behind, so that something else can be printed; the next step brings it back. */
  clear(): void;
}

export interface ProgressOptions {
  readonly calls: readonly CallScript[];
  readonly speed: number;
  readonly write: (text: string) => void;
  /** Cells in a row of the terminal; undefined: no terminal, a line for each call that is over. */
  readonly columns: number | undefined;
}

/** On a terminal one line that is written anew with every step; elsewhere a line for each call. */
export function createProgress({ calls, speed, write, columns }: ProgressOptions): Progress {
  const turns = calls.reduce((sum, call) => sum + call.turns.length, 0);
  const done = { calls: 0, turns: 0 };
  const playing = new Set<string>();
  let shown = false;

  function line(): string {
    const names = [...playing].slice(0, 3).join(", ");
    const others = playing.size > 3 ? ` and ${playing.size - 3} more` : "";
    const pace = speed === 1 ? "" : ` at ${speed}×`;
    const now = playing.size === 0 ? "" : `: playing ${names}${others}${pace}`;
    return `${done.calls} of ${countOf(calls.length, "call")}, ${done.turns} of ${countOf(turns, "turn")}${now}`;
  }

  function clear(): void {
    if (shown) write("\r\u001b[2K");
    shown = false;
  }

  return {
    clear,
    see(step) {
      if (step.type === "turn-start") done.turns += 1;
      if (step.type === "call-start") playing.add(step.call.id);
      if (step.type === "call-end") {
        playing.delete(step.call.id);
        done.calls += 1;
      }
      if (columns === undefined) {
        if (step.type === "call-end") write(`played call ${step.call.id}, ${done.calls} of ${calls.length}\n`);
        return;
      }
      write(`\r\u001b[2K${line().slice(0, Math.max(1, columns - 1))}`);
      shown = true;
    },
  };
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
