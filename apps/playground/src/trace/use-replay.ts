import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { createSnapshot } from "../conversation/talk-snapshot.ts";
import type { TalkSnapshot } from "../conversation/talk-snapshot.ts";

/** A recorded talk that is being read, if any. */
export interface ReplayDesk {
  readonly replay: Replay | undefined;
  /** Why the last file cannot be shown. */
  readonly problem: string | undefined;
  /** Shows the file; shows its own failure. */
  readonly open: (file: File) => void;
  /** Goes back to the talk that goes on. */
  readonly leave: () => void;
}

export interface Replay {
  readonly name: string;
  readonly snapshot: TalkSnapshot;
}

interface State {
  readonly replay?: Replay;
  readonly problem?: string;
}

/** Opens traces that are chosen, or dropped anywhere on the page. Nothing leaves the page. */
export function useReplay(): ReplayDesk {
  const [state, setState] = useState<State>({});
  // Of two files that were dropped one after the other, the later one is meant.
  const newest = useRef<File>(undefined);
  const open = useCallback((file: File) => {
    newest.current = file;
    void readReplay(file).then((next) => {
      if (newest.current === file) setState((before) => afterReading(before, next));
    }); // Does not reject.
  }, []);
  const leave = useCallback(() => {
    newest.current = undefined;
    setState({});
  }, []);
  useFileDrop(open);
  return useMemo(() => ({ replay: state.replay, problem: state.problem, open, leave }), [state, open, leave]);
}

async function readReplay(file: File): Promise<State> {
  try {
    const { readTraceFile } = await import("../lane/trace-file.ts");
    const result = await readTraceFile(file);
    if (!result.ok) return { problem: result.message };
    const { name, view, lanes } = result;
    return { replay: { name, snapshot: { ...createSnapshot("", "client", 0), view, lanes } } };
  } catch (cause) {
    return { problem: `${file.name} could not be read: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}

/** A file that cannot be read takes nothing away that is shown. */
function afterReading({ replay }: State, next: State): State {
  return replay === undefined || next.replay !== undefined ? next : { replay, ...next };
}

function useFileDrop(open: (file: File) => void): void {
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files") === true) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      // Else the browser would leave the page for the file.
      event.preventDefault();
      open(file);
    };
    addEventListener("dragover", onDragOver);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onDragOver);
      removeEventListener("drop", onDrop);
    };
  }, [open]);
}
