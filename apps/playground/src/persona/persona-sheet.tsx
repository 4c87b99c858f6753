import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { Sheet } from "../layout/sheet.tsx";

export interface PersonaSheetProps {
  /** Whatever changes when a conversation begins: the sheet closes then. */
  readonly talk: object | undefined;
  readonly children: ReactNode;
}

/** The persona where there is no room for it beside the talk: a sheet, closed at first, and its button. */
export function PersonaSheet({ talk, children }: PersonaSheetProps): ReactNode {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [talk]);
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Persona
      </button>
      <Sheet label="Persona" open={open} onClose={() => setOpen(false)}>
        {children}
      </Sheet>
    </>
  );
}
