import type { Examination, ExaminationStep, Finding } from "../../ports/examination.ts";
import type { Upstream } from "../../ports/model-client.ts";
import { ManualClock } from "../../model/testing/manual-clock.ts";
import { examine, type ExamineParts } from "../examine.ts";
import { scriptedWire, type ScriptedWire, type WireScript } from "./scripted-wire.ts";

export const upstream: Upstream = {
  name: "mine",
  kind: "openai",
  model: "mine",
  baseUrl: "http://192.0.2.1/v1",
  timeouts: { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 },
};

export interface WalkedBy extends Partial<Omit<ExamineParts, "wire">> {
  readonly upstream?: Partial<Upstream>;
  readonly long?: boolean;
}

export interface Walked extends Examination {
  readonly wire: ScriptedWire;
  /** `step state`, in their order. */
  readonly states: readonly string[];
  at(step: ExaminationStep): Finding;
}

/** A walk along an endpoint that plays a script. */
export async function walkAlong(
  script: WireScript,
  { upstream: own, long = false, ...parts }: WalkedBy = {},
): Promise<Walked> {
  const wire = scriptedWire(script);
  const examination = await examine(
    { upstream: { ...upstream, ...own }, long },
    { clock: new ManualClock(), allowPrivateAddresses: true, signal: new AbortController().signal, ...parts, wire },
  );
  return {
    ...examination,
    wire,
    states: examination.findings.map(({ step, state }) => `${step} ${state}`),
    at(step) {
      const found = examination.findings.find((finding) => finding.step === step);
      if (found === undefined) throw new Error(`no finding of ${step}`);
      return found;
    },
  };
}
