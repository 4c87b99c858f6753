import { canonicalArguments } from "./canonical.ts";
import type { ToolAnswer } from "./call.ts";

/**
 * What `read` tools answered before a commit. A draft may die and its reading is still true: another one that was
 * grounded in the same version of the context, and makes the same call, is answered from here.
 */
export interface Reads {
  readonly known: readonly KnownRead[];
  /** Calls that were withdrawn with their draft; an answer that comes after all is worth keeping. */
  readonly withdrawn: readonly WithdrawnRead[];
}

interface ReadKey {
  readonly name: string;
  readonly arguments: string;
  readonly contextVersion: number;
}

interface KnownRead extends ReadKey {
  readonly answer: ToolAnswer;
}

interface WithdrawnRead extends ReadKey {
  readonly callId: string;
}

export const noReads: Reads = { known: [], withdrawn: [] };

/** K6 How many of each are remembered; the oldest go first. */
const mostReads = 64;

/** The call as it is looked up: equal arguments are equal, however they are written. */
export function readKey(call: { name: string; arguments: string }, contextVersion: number): ReadKey {
  return { name: call.name, arguments: canonicalArguments(call.arguments), contextVersion };
}

export function findRead(reads: Reads, key: ReadKey): ToolAnswer | undefined {
  return reads.known.find((one) => isSame(one, key))?.answer;
}

/** Remembers what a read came to. A failure is not remembered: the next one may be luckier. */
export function keepRead(reads: Reads, key: ReadKey, answer: ToolAnswer): Reads {
  if (answer.status === "error") return reads;
  const others = reads.known.filter((one) => one.contextVersion === key.contextVersion && !isSame(one, key));
  return { ...reads, known: [...others, { ...key, answer }].slice(-mostReads) };
}

export function withdrawRead(reads: Reads, key: ReadKey, callId: string): Reads {
  return { ...reads, withdrawn: [...reads.withdrawn, { ...key, callId }].slice(-mostReads) };
}

/** The withdrawn call that this answer belongs to, and the reads without it. */
export function takeWithdrawn(
  reads: Reads,
  callId: string,
): { readonly key: ReadKey; readonly reads: Reads } | undefined {
  const found = reads.withdrawn.find((one) => one.callId === callId);
  if (found === undefined) return undefined;
  const { callId: _id, ...key } = found;
  return { key, reads: { ...reads, withdrawn: reads.withdrawn.filter((one) => one !== found) } };
}

function isSame(one: ReadKey, other: ReadKey): boolean {
  return one.contextVersion === other.contextVersion && one.name === other.name && one.arguments === other.arguments;
}
