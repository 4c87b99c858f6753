import { useEffect, useState } from "react";

/** Ten looks a second: as often as a bar that grows is worth drawing. */
const TICK_MS = 100;

/** The present on a clock while there is one; without a clock nothing ticks. */
export function useNow(now: (() => number | undefined) | undefined): number | undefined {
  const [nowMs, setNowMs] = useState(() => now?.());
  useEffect(() => {
    if (now === undefined) return undefined;
    const look = () => setNowMs(now());
    look();
    const timer = setInterval(look, TICK_MS);
    return () => clearInterval(timer);
  }, [now]);
  return now === undefined ? undefined : nowMs;
}
