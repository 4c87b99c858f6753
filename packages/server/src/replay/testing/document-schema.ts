import { z } from "zod";
import { readValue, turnNumbers } from "@repartee/protocol";

const count = z.int().min(0);
const ms = z.int().optional();
const counts = <Name extends string>(...names: readonly Name[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, count])) as Record<Name, typeof count>);
const spread = z.strictObject({ count, p50: z.number().optional(), p95: z.number().optional() });
const drafts = counts("started", "adopted", "salvaged", "revoked", "discarded");
const tokens = counts("in", "cached", "out", "wasted");

const reply = z.strictObject({
  turnIdx: count,
  heard: z.string(),
  answer: z.string(),
  reason: z.string(),
  outcome: z.string(),
  cut: z.boolean(),
  reopened: count,
  gapMs: ms,
  numbers: z.unknown().refine((value) => readValue(turnNumbers, value).ok, "are no numbers of a turn"),
});

const draft = z.strictObject({
  reason: z.string(),
  transcript: z.string(),
  startedMs: ms,
  fate: z.enum(["running", "adopted", "revoked", "discarded"]),
  endReason: z.string().optional(),
  tokensWasted: count,
  headStartMs: ms,
});

const turn = z.strictObject({
  startMs: z.number(),
  endMs: z.number(),
  said: z.string(),
  replies: z.array(reply),
  drafts: z.array(draft),
  ending: z.enum(["own", "joined", "lost"]),
});

const summary = z.strictObject({
  ...counts("calls", "turns", "answered", "failed", "cut", "joined", "lost", "reopened", "modelCalls").shape,
  gapMs: spread,
  serverGapMs: spread,
  drafts,
  tokens,
});

const call = z.strictObject({ id: z.string(), user: z.string(), turns: z.array(turn), problems: z.array(z.string()) });
const settings = z.strictObject({ speed: z.number(), parallel: count, server: z.string(), model: z.string() });

/** The JSON document of a replay, to the last field. */
export const replayDocument = z.strictObject({
  settings,
  files: z.array(z.strictObject({ file: z.string(), calls: z.array(call), summary })),
  summary,
});
