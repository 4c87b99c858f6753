/** Runs something soon, once for however often it is asked. */
export interface Schedule {
  /** The answer takes it back. */
  soon(run: () => void): () => void;
}

/** While the page is hidden no frames are drawn; what was asked is done at this pace then. */
const HIDDEN_MS = 250;

/** With the next frame that is drawn, so that a hundred events cost one look. */
export const frameSchedule: Schedule = {
  soon(run) {
    if (document.visibilityState === "hidden") {
      const timer = setTimeout(run, HIDDEN_MS);
      return () => clearTimeout(timer);
    }
    const frame = requestAnimationFrame(run);
    // A page that is hidden before its frame comes would wait for it until it is seen again.
    const timer = setTimeout(run, HIDDEN_MS);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  },
};
