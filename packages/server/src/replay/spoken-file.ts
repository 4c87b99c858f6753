import { z } from "zod";

/** One word with its times on the recording's clock. */
export interface SpokenWord {
  /** As the recogniser heard it at first. */
  readonly text: string;
  /** As it is corrected to once the next word has come: the human transcript's word, where the two align. */
  readonly revised: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** What one speaker said without a break, as the source cut it; words may be none where there was only noise. */
export interface SpokenSegment {
  readonly speaker: string;
  readonly startMs: number;
  readonly words: readonly SpokenWord[];
}

/** One recorded call, its segments in the order of time. */
export interface RecordedCall {
  readonly id: string;
  readonly segments: readonly SpokenSegment[];
}

/** The file is not what it should be; says where. */
export class SpokenFileError extends Error {
  override readonly name = "SpokenFileError";
}

const ms = z.number().min(0).max(86_400_000);
const segment = z.object({
  speaker: z.string().min(1),
  start_ms: ms,
  text: z.string(),
  asr: z.string().optional(),
  words: z.array(z.tuple([ms, ms])).max(10_000),
});
const line = z.object({ id: z.string().optional(), turns: z.array(segment).max(10_000) });

/** Reads a file of spoken calls, one JSON object per line; empty lines are left out. Throws a `SpokenFileError`. */
export function parseSpokenFile(text: string): readonly RecordedCall[] {
  const calls = text.split("\n").flatMap((row, index) => (row.trim() === "" ? [] : [parseLine(row, index + 1)]));
  if (calls.length === 0) throw new SpokenFileError("the file is empty: it should have one call per line");
  return calls;
}

function parseLine(row: string, number: number): RecordedCall {
  const result = line.safeParse(parseJson(row, number));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new SpokenFileError(`line ${number}: ${fieldOf(issue?.path ?? [])}: ${issue?.message ?? "invalid"}`);
  }
  const { id, turns } = result.data;
  const segments = turns.map((turn, index) => toSegment(turn, `line ${number}: turns[${index}]`));
  return { id: id ?? `line ${number}`, segments: segments.toSorted((one, other) => one.startMs - other.startMs) };
}

function parseJson(row: string, number: number): unknown {
  try {
    return JSON.parse(row);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SpokenFileError(`line ${number}: not JSON: ${why}`, { cause });
  }
}

function fieldOf(path: readonly PropertyKey[]): string {
  const field = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return field === "" ? "the whole line" : field.replace(/^\./, "");
}

function toSegment({ speaker, start_ms, text, asr, words }: z.output<typeof segment>, place: string): SpokenSegment {
  const human = tokensOf(text);
  const heard = asr === undefined ? human : tokensOf(asr);
  if (heard.length !== words.length) {
    const source = asr === undefined ? "text" : "asr";
    throw new SpokenFileError(
      `${place}.words: ${words.length} times for the ${heard.length} words of ${source}; each word needs [offset_ms, duration_ms]`,
    );
  }
  // Only word for word is it known which one a correction belongs to.
  const aligned = human.length === heard.length;
  const spoken = words.flatMap(([offset, duration], index) => {
    const word = toWord(heard[index] ?? "");
    if (word === undefined) return [];
    const revised = (aligned ? toWord(human[index] ?? "") : undefined) ?? word;
    return [{ text: word, revised, startMs: start_ms + offset, endMs: start_ms + offset + duration }];
  });
  return { speaker, startMs: start_ms, words: spoken };
}

function tokensOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((token) => token !== "");
}

/** A token without the mark of a word that was cut off (`wou~`); undefined for a tag (`[noise]`, `<unk>`). */
function toWord(token: string): string | undefined {
  // In capitals it is a mask of what was said (`[PII]`): a word.
  if (/^(?:\[[a-z_ -]+\]|<[^>]*>)$/.test(token)) return undefined;
  return token.replaceAll("~", "") || undefined;
}
