import { quantile } from "../live/sample.ts";
import { faultCases, limitOf, limitsMs } from "./fault-case.ts";
import { outcomes, type Outcome } from "./judge.ts";
import type { Finding } from "./measure.ts";
import type { Door } from "./run.ts";

export interface Spread {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** All runs of one fault through one door. */
export interface Cell {
  readonly fault: string;
  readonly door: Door;
  readonly spared: boolean;
  readonly expected: Outcome;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Of the errors that were said, each once. */
  readonly codes: readonly string[];
  /** To the first words of what was answered or rescued. */
  readonly first: Spread | undefined;
  /** To the end of all. */
  readonly took: Spread;
}

/** All that one run of the whole found out. */
export interface FaultsResult {
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  /** Of each fault through each door. */
  readonly runs: number;
  readonly totals: Readonly<Record<Outcome, number>>;
  /** Neither lied nor hung, and not what has to come of the fault. */
  readonly unexpected: number;
  /** How long after its limit a quiet upstream was replaced by the first words of another. */
  readonly rescueAfterLimit: Spread | undefined;
  /** How long after its limit an upstream that kept quiet was given up, with an error. */
  readonly errorAfterLimit: Spread | undefined;
  /** To the first words, of each request to a name whose upstream keeps quiet, one after the other. */
  readonly restingMs: readonly number[] | undefined;
  readonly cells: readonly Cell[];
}

type Measured = Omit<FaultsResult, "machine" | "node" | "date" | "runs" | "restingMs">;

export function summarise(findings: readonly Finding[]): Measured {
  const inOrder = findings.toSorted((one, other) => placeOf(one) - placeOf(other));
  const cells = Map.groupBy(inOrder, ({ run }) => [run.fault.name, run.door, run.spared].join()).values();
  return {
    totals: countOutcomes(findings),
    unexpected: findings.filter(isUnexpected).length,
    rescueAfterLimit: spreadOf(findings.flatMap(rescueAfterLimit)),
    errorAfterLimit: spreadOf(findings.flatMap(errorAfterLimit)),
    cells: [...cells].flatMap(toCell),
  };
}

/** What must not be, beside a lie and a silence: an answer where there has to be an error, and the other way round. */
export function isUnexpected({ outcome, expected }: Finding): boolean {
  return outcome !== expected && outcome !== "lied" && outcome !== "hung";
}

function placeOf({ run }: Finding): number {
  return faultCases.findIndex(({ name }) => name === run.fault.name);
}

function toCell(findings: readonly Finding[]): readonly Cell[] {
  const [one] = findings;
  if (one === undefined) return [];
  const { fault, door, spared } = one.run;
  const codes = new Set(findings.flatMap(({ heard }) => heard.code ?? []));
  const heard = findings.filter(({ outcome }) => outcome === "answered" || outcome === "rescued");
  const took = spreadOf(findings.map((finding) => finding.heard.tookMs));
  if (took === undefined) return [];
  return [
    {
      fault: fault.name,
      door,
      spared,
      expected: one.expected,
      counts: countOutcomes(findings),
      codes: [...codes].toSorted(),
      first: spreadOf(heard.map((finding) => finding.heard.firstMs ?? finding.heard.tookMs)),
      took,
    },
  ];
}

function countOutcomes(findings: readonly Finding[]): Readonly<Record<Outcome, number>> {
  const counts = { answered: 0, rescued: 0, error: 0, lied: 0, hung: 0 } satisfies Record<Outcome, number>;
  for (const { outcome } of findings) counts[outcome] += 1;
  return counts;
}

/** A whole answer comes at its end; only those who hear the first words as they come say when that was. */
function rescueAfterLimit({ run, heard, outcome }: Finding): readonly number[] {
  if (run.fault.limit !== "first" || outcome !== "rescued" || run.door === "whole") return [];
  return [(heard.firstMs ?? heard.tookMs) - limitsMs.firstOfSeveral];
}

function errorAfterLimit({ run, heard, outcome }: Finding): readonly number[] {
  if (run.fault.limit !== "first" || outcome !== "error") return [];
  return [heard.tookMs - limitOf(run.fault, run.spared)];
}

function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const at = (share: number): number => Math.round(quantile(values, share) * 10) / 10;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

/** The outcomes of a cell that there were, most frequent first. */
export function seenOutcomes({ counts }: Pick<Cell, "counts">): readonly Outcome[] {
  return outcomes.filter((outcome) => counts[outcome] > 0).toSorted((one, other) => counts[other] - counts[one]);
}
