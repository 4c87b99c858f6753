import { useEffect, useState } from "react";
import type { ReactNode } from "react";

/** How long something has lasted, in whole seconds; `sinceMs` is on the page's own clock (`performance.now`). */
export function Elapsed({ sinceMs }: { readonly sinceMs: number }): ReactNode {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <span aria-live="off">{Math.max(0, Math.round((nowMs - sinceMs) / 1_000))} s</span>;
}
