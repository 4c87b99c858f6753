/** A stretch of time, in milliseconds since the conversation's start. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Times laid on pixels, evenly: inside a turn time is never compressed. */
export interface TimeScale extends TimeWindow {
  readonly left: number;
  readonly right: number;
  /** Held within the window; rises with the time. */
  toX(ms: number): number;
}

export function createTimeScale(window: TimeWindow, left: number, right: number): TimeScale {
  const lengthMs = Math.max(1, window.toMs - window.fromMs);
  const toX = (ms: number): number => {
    const share = Math.min(1, Math.max(0, (ms - window.fromMs) / lengthMs));
    return round(left + share * (right - left));
  };
  return { ...window, left, right, toX };
}

/** Times at round steps after `zeroMs`, no more than fit. */
export function toTicks(scale: TimeScale, zeroMs: number, apartPx: number): readonly number[] {
  const pxPerMs = (scale.right - scale.left) / Math.max(1, scale.toMs - scale.fromMs);
  const stepMs = niceStep(apartPx / pxPerMs);
  const first = Math.ceil((scale.fromMs - zeroMs) / stepMs);
  const last = Math.floor((scale.toMs - zeroMs) / stepMs);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => zeroMs + (first + index) * stepMs);
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that is not below. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const factor = [1, 2, 5, 10].find((one) => one * power >= least) ?? 10;
  return factor * power;
}

/** Tenths of a pixel: enough for the eye, and the same text on every machine. */
export function round(px: number): number {
  return Math.round(px * 10) / 10;
}
