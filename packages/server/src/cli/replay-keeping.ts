import { resolve } from "node:path";
import type { CallScript } from "../replay/call-script.ts";
import type { ReplayedCall } from "../replay/replay-calls.ts";
import { drawnTurns, mostDrawnTurns, type DrawnTurn } from "../replay/turns-svg.ts";
import type { Io } from "./command.ts";
import { tracePaths, writeText } from "./replay-files.ts";
import type { ReplayFlags } from "./replay-options.ts";

/** What is kept of the frames of each call: a trace in a file, and turns to be drawn; the frames themselves are let go. */
export interface Keeping {
  /** Whether the frames of the call at this place are wanted. */
  records(place: number): boolean;
  /** Takes the calls in their order. */
  keep(call: ReplayedCall, place: number): Promise<void>;
  /** As many as are drawn. */
  readonly drawn: readonly DrawnTurn[];
}

export function createKeeping({ record, svg }: ReplayFlags, calls: readonly CallScript[], io: Io): Keeping {
  const paths =
    record === undefined
      ? []
      : tracePaths(
          record,
          calls.map((call) => call.id),
        );
  const drawn: DrawnTurn[] = [];
  let turns = 0;
  // Hardly a turn of the recording has none of the server: the calls with the first hundred are enough.
  const draws = calls.map(
    (call) => svg !== undefined && (turns += call.turns.length) - call.turns.length < mostDrawnTurns,
  );

  async function write(path: string, { report, trace }: ReplayedCall): Promise<void> {
    await writeText(resolve(io.cwd, path), trace?.toNdjson() ?? "");
    const left = trace?.left ?? 0;
    if (left > 0) io.stderr(`call ${report.id} is too long: its last ${left} frames are not in ${path}\n`);
  }

  return {
    drawn,
    records: (place) => record !== undefined || draws[place] === true,
    async keep(call, place) {
      const path = paths[place];
      if (path !== undefined) await write(path, call);
      const room = mostDrawnTurns - drawn.length;
      if (draws[place] !== true || room <= 0 || call.trace === undefined) return;
      drawn.push(...drawnTurns(call.report, call.trace.toNdjson()).slice(0, room));
    },
  };
}
