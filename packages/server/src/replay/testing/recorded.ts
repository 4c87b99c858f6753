import type { RecordedCall, SpokenSegment } from "../spoken-file.ts";

/** A segment of words of 200 ms with 100 ms between them. */
export function segmentOf(speaker: string, startMs: number, text: string): SpokenSegment {
  const words = text.split(" ").filter((word) => word !== "");
  return {
    speaker,
    startMs,
    words: words.map((word, index) => ({
      text: word,
      revised: word,
      startMs: startMs + 300 * index,
      endMs: startMs + 300 * index + 200,
    })),
  };
}

export function recordedCall(segments: readonly SpokenSegment[]): RecordedCall {
  return { id: "c1", segments };
}
