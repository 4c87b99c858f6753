import { countMessages } from "../../packages/engine/src/context/count.ts";
import { correctScale } from "../../packages/engine/src/rules/counting.ts";
import type { TokenCounter } from "../../packages/server/src/tokens/token-counter.ts";
import type { CountingServer } from "./servers.ts";
import type { Subject } from "./talks.ts";

/** How far an estimate is from what the server reports, in percent of that; below zero it is too low. */
export interface Errors {
  readonly mean: number;
  readonly p95: number;
  readonly lowest: number;
}

export interface Row {
  readonly subject: string;
  readonly server: string;
  readonly requests: number;
  readonly plain: Errors;
  readonly counted: Errors;
  readonly corrected: Errors;
}

export interface Counters {
  /** Four characters are a token. */
  readonly plain: TokenCounter;
  readonly counted: TokenCounter;
}

/** Plays every request of a subject in order; what one conversation learns the next begins with. */
export function measure(subject: Subject, server: CountingServer, { plain, counted }: Counters): Row {
  const errors = { plain: [] as number[], counted: [] as number[], corrected: [] as number[] };
  let scale = 1;
  for (const messages of subject.talks.flatMap(({ requests }) => requests)) {
    const reported = server.count(messages);
    const estimate = countMessages(messages, counted);
    const off = (tokens: number): number => (100 * (tokens - reported)) / reported;
    errors.plain.push(off(countMessages(messages, plain)));
    errors.counted.push(off(estimate));
    errors.corrected.push(off(Math.ceil(estimate * scale)));
    scale = correctScale(scale, estimate, reported);
  }
  return {
    subject: subject.name,
    server: server.name,
    requests: errors.plain.length,
    plain: toErrors(errors.plain),
    counted: toErrors(errors.counted),
    corrected: toErrors(errors.corrected),
  };
}

/** `mean` and `p95` of the distance, whichever side; `lowest` keeps its sign. */
export function toErrors(percent: readonly number[]): Errors {
  const distances = percent.map(Math.abs).toSorted((one, other) => one - other);
  return {
    mean: distances.reduce((sum, each) => sum + each, 0) / distances.length,
    p95: distances[Math.min(distances.length - 1, Math.floor(distances.length * 0.95))] ?? 0,
    lowest: Math.min(...percent),
  };
}
