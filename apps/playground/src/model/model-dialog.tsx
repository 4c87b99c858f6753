import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import { lazyView } from "../layout/lazy-view.tsx";
import type { ModelTableProps } from "./model-table.tsx";
import type { ModelDesk } from "./use-hosted-models.ts";
import styles from "./model-dialog.module.css";

const ModelTable = lazyView<ModelTableProps>({
  load: () => import("./model-table.tsx").then((part) => part.ModelTable),
  name: "the models",
});

/** How the servers of all hosted names fare: a button, and what it opens. Asked anew whenever it is opened. */
export function ModelDialog({ desk }: { readonly desk: ModelDesk }): ReactNode {
  const [open, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => {
          desk.refresh();
          setOpen(true);
        }}
      >
        How the models fare
      </button>
      <dialog ref={dialog} className={styles["dialog"]} aria-label="Models" onClose={() => setOpen(false)}>
        <header>
          <strong>Models</strong>
          <span role="status">{desk.problem === undefined ? (desk.busy ? "asking…" : "") : `! ${desk.problem}`}</span>
          <button type="button" disabled={desk.busy} onClick={desk.refresh}>
            Ask again
          </button>
          <button type="button" onClick={() => setOpen(false)}>
            Close
          </button>
        </header>
        {open && desk.models !== undefined ? <ModelTable models={desk.models} /> : undefined}
      </dialog>
    </>
  );
}
