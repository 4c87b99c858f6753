import { readFileSync } from "node:fs";
import { featuresOf } from "../../packages/engine/src/policy/completeness/features.ts";
import { parseSpokenFile, type RecordedCall } from "../../packages/server/src/replay/spoken-file.ts";
import { selectCalls, type SpokenCall } from "../../packages/server/src/replay/spoken-turns.ts";

/** Where an example comes from. Each source has its own base rate, which is learned and then left out. */
export type Source = "user" | "agent" | "phrase";

/** What a turn looked like after one of its words, and whether that was the whole of it. */
export interface Example {
  readonly text: string;
  readonly source: Source;
  /** The call, or the number of the phrase. */
  readonly group: string;
  /** 1: the turn ended here; 0: it went on; between: it could have ended. */
  readonly label: number;
  /** From the end of the word to the start of the next one; infinite at the end of the turn. */
  readonly gapMs: number;
}

const data = new URL("../data/", import.meta.url);
const files = ["harper-valley.jsonl", "aws-example-call.jsonl"];

/** All calls that the model is trained on. */
export function readCalls(): readonly RecordedCall[] {
  return files.flatMap((file) => parseSpokenFile(readFileSync(new URL(file, data), "utf8")));
}

/** An example after each word of each turn of the users, as a recogniser would have told it, and of the agents. */
export function examplesOfCalls(calls: readonly RecordedCall[]): readonly Example[] {
  const users = selectCalls(calls).flatMap((call) => examplesOfSide(call, "user"));
  const agents = selectCalls(calls, "agent").flatMap((call) => examplesOfSide(call, "agent"));
  return [...users, ...agents];
}

function examplesOfSide(call: SpokenCall, source: Source): readonly Example[] {
  return call.turns.flatMap(({ words }) =>
    words.map((word, index) => {
      const next = words[index + 1];
      const before = words.slice(0, index).map((one) => one.revised);
      return {
        text: [...before, word.text].join(" "),
        source,
        group: call.id,
        label: next === undefined ? 1 : 0,
        gapMs: next === undefined ? Infinity : Math.max(0, next.startMs - word.endMs),
      };
    }),
  );
}

/** How likely a turn is to end where `|` says that it could have. */
const couldEnd = 0.4;

/** The hand-written turns of phrases.txt, an example after each word. */
export function readPhrases(): readonly Example[] {
  const lines = readFileSync(new URL("phrases.txt", import.meta.url), "utf8").split("\n");
  return lines.flatMap((line, index) => (line === "" || line.startsWith("#") ? [] : examplesOfPhrase(line, index + 1)));
}

function examplesOfPhrase(line: string, number: number): readonly Example[] {
  const found: Example[] = [];
  const words: string[] = [];
  for (const token of line.split(" ")) {
    const last = found.at(-1);
    if (token === "|" && last !== undefined) found[found.length - 1] = { ...last, label: couldEnd };
    if (token === "|" || token === "...") continue;
    words.push(token);
    found.push({ text: words.join(" "), source: "phrase", group: `phrase ${number}`, label: 0, gapMs: 0 });
  }
  const last = found.at(-1);
  if (last !== undefined && !line.endsWith("...")) found[found.length - 1] = { ...last, label: 1 };
  return found;
}

/** How many parts the calls are split into, each judged by a model that was trained on the others. */
export const foldCount = 5;

/** The fold that holds each call: by the order of the ids, so that the same file gives the same folds. */
export function foldsOf(calls: readonly RecordedCall[]): ReadonlyMap<string, number> {
  const ids = calls.map((call) => call.id).toSorted();
  return new Map(ids.map((id, index) => [id, index % foldCount]));
}

/** An example with the indexes of its features. */
export interface Row {
  readonly example: Example;
  readonly features: readonly number[];
}

export function toRows(examples: readonly Example[]): readonly Row[] {
  return examples.flatMap((example) => {
    const features = featuresOf(example.text);
    return features.length === 0 ? [] : [{ example, features }];
  });
}
