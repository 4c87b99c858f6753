import { useEffect } from "react";
import type { Talk } from "./talk.ts";

/** Esc interrupts from everywhere but an open sheet, which it closes, and an input method, which it leaves. */
export function useInterruptKey(talk: Talk | undefined): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]") !== null) return;
      talk?.interrupt();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [talk]);
}
