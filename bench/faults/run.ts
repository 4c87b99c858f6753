import { fragmentedCall } from "../endpoint/fault.ts";
import { createReplies, type Replies } from "../endpoint/reply.ts";
import { faultCases, limitsMs, type FaultCase } from "./fault-case.ts";
import type { Answer } from "./judge.ts";

/** `/v1` streaming and whole, and the live channel. */
export const doors = ["stream", "whole", "live"] as const;
export type Door = (typeof doors)[number];

/** One question to one door, whose upstream has one fault. */
export interface Run {
  /** The hosted model, which no other run asks: an upstream that failed before rests, and would hide its fault. */
  readonly model: string;
  readonly fault: FaultCase;
  readonly door: Door;
  /** Another name can answer in its place. */
  readonly spared: boolean;
  readonly question: string;
}

/** Healthy ones: what a server compiles and loads at first use is not what is measured. */
export function warmingRuns(): readonly Run[] {
  return planRuns(["usage-at-end"], 3).map((run) => ({ ...run, model: `warming.${run.model}` }));
}

const spareModel = "spare";

/** Names of the run that shows how an upstream that failed three times rests. */
export const restingModel = "resting";

export function planRuns(names: readonly string[], count: number): readonly Run[] {
  const chosen = faultCases.filter(({ name }) => names.length === 0 || names.includes(name));
  return chosen.flatMap((fault) =>
    doors.flatMap((door) =>
      [true, false].flatMap((spared) =>
        Array.from({ length: count }, (_, index) => {
          const model = [fault.name, door, spared ? "spared" : "alone", index].join(".");
          return { model, fault, door, spared, question: `Which train is number ${index}?` };
        }),
      ),
    ),
  );
}

// Thirty tokens, so that twelve of them are what a stream says before it breaks off; characters of one to four bytes.
const tokens = 30;
const ownTexts = [
  "The 9:40 to Zürich — coach seven, by the window: 窓側の席です 🚄 and it is on time.",
  "Your order left Kraków this morning; « livré avant midi », says the driver 👋🏽, and he is never late.",
  "Naïve as it sounds: switch it off, wait ½ a minute, and switch it on again. 完了 ✅ that was all.",
];
const spareTexts = ["This is the other model, which answers in place of the first one and says all of its words."];

export const ownReplies = createReplies(ownTexts, tokens);
export const spareReplies = createReplies(spareTexts, tokens);

/** The tool that a fragmented call is for. */
export const bookingTool = {
  type: "function",
  function: {
    name: fragmentedCall.name,
    description: "Finds a booking.",
    parameters: { type: "object", properties: { train: { type: "string" }, from: { type: "string" } } },
  },
} as const;

/** The whole answers that a run may be given: by its own upstream, or in its place. */
export function answersTo({ fault, door, question }: Run): { readonly own: Answer; readonly spare: Answer } {
  const calls = callsTools(fault) ? [`${fragmentedCall.name}(${fragmentedCall.arguments})`] : [];
  // Through `/v1` the call is the answer; a conversation goes on with its result.
  const saysNothing = calls.length > 0 && door !== "live";
  return {
    own: { text: saysNothing ? "" : wordsOf(ownReplies, question), calls },
    spare: { text: wordsOf(spareReplies, question), calls: [] },
  };
}

export function callsTools({ fault }: FaultCase): boolean {
  return fault === "tool-fragments";
}

function wordsOf(replies: Replies, question: string): string {
  return replies.tokensFor(question).join("");
}

export interface Addresses {
  readonly faulty: string;
  readonly spare: string;
}

/** A `repartee.config.json` with a hosted model for every run. */
export function configFor(runs: readonly Run[], { faulty, spare }: Addresses): object {
  const entries = runs.map(({ model, fault, spared }): [string, object] => [
    model,
    {
      base_url: fault.baseUrl ?? faulty,
      model,
      ...(fault.fault === undefined ? {} : { headers: { "x-fault": fault.fault } }),
      // A model on this machine would be given two minutes to be loaded; everything else is as it is where nobody sets it.
      ...(spared ? { fallbacks: [spareModel] } : { timeouts: { first_token_ms: limitsMs.firstAlone } }),
    },
  ]);
  const resting = { base_url: faulty, model: restingModel, headers: { "x-fault": "silent" }, fallbacks: [spareModel] };
  return {
    models: {
      ...Object.fromEntries(entries),
      [spareModel]: { base_url: spare, model: spareModel },
      [restingModel]: resting,
    },
  };
}
