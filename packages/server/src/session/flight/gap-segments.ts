import { replyDraftOf, type Flight, type FlightDraft } from "./flight.ts";

/** A part of what the user waited; milliseconds since the conversation's start. */
export interface GapSegment {
  readonly name: SegmentName;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * `end_of_turn`: until the turn was taken to be over. `model`: until the first part of its answer. `thinking`: it put out
 * what is no speech. `writing`: a round that said nothing, as far as it wrote. `tools`: their results were waited for.
 * `opener`: held back, so that what follows it comes in time. `other`: not explained. `ahead`: the reply began before the
 * last word had come; it runs backwards.
 */
export type SegmentName = "end_of_turn" | "model" | "thinking" | "writing" | "tools" | "opener" | "other" | "ahead";

type Mark = readonly [name: SegmentName, until: number | undefined];

/** FR6 What the gap went into, in order and without holes; nothing where no word was said. */
export function explainGap(flight: Flight): readonly GapSegment[] {
  const { numbers, commits } = flight;
  const fromMs = numbers?.lastWordAt ?? flight.lastWordAt ?? commits.at(-1)?.at;
  const toMs = numbers === undefined ? flight.firstWordsAt : numbers.firstWordsAt;
  if (fromMs === undefined || toMs === undefined) return [];
  if (toMs < fromMs) return [{ name: "ahead", fromMs, toMs }];
  const released = numbers?.releasedAt ?? commits.at(-1)?.at;
  const draft = replyDraftOf(flight);
  const marks: Mark[] = [["end_of_turn", released], ...(draft === undefined ? [] : marksOf(draft, toMs))];
  return layOut([...marks, ["other", toMs]], fromMs, toMs);
}

function marksOf({ continueFrom, rounds }: FlightDraft, spokenAt: number): readonly Mark[] {
  const firstTokenAt = rounds[0]?.firstTokenAt;
  if (continueFrom !== undefined && (firstTokenAt === undefined || firstTokenAt > spokenAt)) {
    return [["opener", spokenAt]];
  }
  return rounds.flatMap((round, index): readonly Mark[] => [
    [index === 0 ? "other" : "tools", round.askedAt],
    ["model", round.thinkingAt],
    [round.thinkingAt === undefined ? "model" : "thinking", round.firstTokenAt ?? round.endedAt],
    // Where it was cut short by its own first words, it was speaking.
    ["writing", (round.endedAt ?? spokenAt) < spokenAt ? round.endedAt : undefined],
  ]);
}

/** Each mark takes what lies between the one before it and itself. */
function layOut(marks: readonly Mark[], fromMs: number, toMs: number): readonly GapSegment[] {
  const segments: GapSegment[] = [];
  let reached = fromMs;
  for (const [name, until] of marks) {
    const end = Math.min(toMs, until ?? reached);
    if (end <= reached) continue;
    segments.push({ name, fromMs: reached, toMs: end });
    reached = end;
  }
  return segments;
}
