import { useId, useRef } from "react";
import type { ReactNode } from "react";
import type { TalkSnapshot } from "../conversation/talk-snapshot.ts";
import type { Talk } from "../conversation/talk.ts";
import { formatCount } from "../turn/format.ts";
import { downloadText } from "./download-trace.ts";
import styles from "./trace-menu.module.css";

export interface TraceMenuProps {
  /** The talk that goes on. */
  readonly talk: Talk | undefined;
  readonly snapshot: TalkSnapshot | undefined;
  readonly onOpen: (file: File) => void;
}

/** The talk as a file: to keep it, and to open one that was kept. */
export function TraceMenu({ talk, snapshot, onOpen }: TraceMenuProps): ReactNode {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const download = () => {
    if (talk !== undefined && snapshot !== undefined) downloadText(fileNameOf(snapshot), talk.toTrace());
  };
  const recorded = snapshot?.recorded ?? 0;
  return (
    <>
      <button type="button" popoverTarget={id}>
        Trace
      </button>
      <div ref={menu} id={id} popover="auto" className={styles["menu"]} role="group" aria-label="Trace">
        <button type="button" disabled={recorded === 0} onClick={download}>
          Download trace
        </button>
        <p>{describeRecording(recorded, snapshot?.unrecorded ?? 0)}</p>
        <button type="button" onClick={() => chooser.current?.click()}>
          Open a trace…
        </button>
        <p>Or drop one anywhere. It is read here, and sent nowhere.</p>
        <input
          ref={chooser}
          type="file"
          hidden
          aria-label="Trace file"
          accept=".ndjson,.jsonl,application/x-ndjson"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) onOpen(file);
            // The same file may be chosen again.
            currentTarget.value = "";
            menu.current?.hidePopover();
          }}
        />
      </div>
    </>
  );
}

function fileNameOf({ conversationId }: TalkSnapshot): string {
  return `repartee-${conversationId}.ndjson`;
}

function describeRecording(recorded: number, left: number): string {
  if (recorded === 0) return "Nothing is recorded: there is no talk that the page has heard.";
  const frames = `${formatCount(recorded, "frame")} of this talk, as this page heard it`;
  return left === 0
    ? `${frames}.`
    : `${frames}; the recording is full, and ${formatCount(left, "later frame")} not in it.`;
}
