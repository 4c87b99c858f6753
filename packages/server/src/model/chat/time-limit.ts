import type { ModelError, ModelTimeouts } from "../../ports/model-client.ts";
import type { Failures } from "./failure.ts";

/** How far a reply had come when its time was up. */
export type Waiting = "connecting" | "waiting" | "answered" | "streaming";

/** A time limit that has passed, in words that say which. */
export function timeLimitError(failures: Failures, waiting: Waiting, timeouts: ModelTimeouts): ModelError {
  const { connectMs, firstPartMs, betweenPartsMs } = timeouts;
  switch (waiting) {
    case "connecting":
      return failures.of(
        "connect-timeout",
        `accepted no connection within ${connectMs} ms; check base_url and that it is running`,
      );
    case "waiting":
      return failures.of("first-part-timeout", `gave no answer within ${firstPartMs} ms`);
    case "answered":
      return failures.of("first-part-timeout", `began its answer but said nothing within ${firstPartMs} ms`);
    case "streaming":
      return failures.of("stalled", `stopped in the middle of its answer for ${betweenPartsMs} ms`);
  }
}
