import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import styles from "./sheet.module.css";

export interface SheetProps {
  readonly label: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A pane that comes over the page where there is no room beside it. Esc closes it, and the focus goes back. */
export function Sheet({ label, open, onClose, children }: SheetProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className={styles["sheet"]} aria-label={label} onClose={onClose}>
      <header>
        <strong>{label}</strong>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      {children}
    </dialog>
  );
}
