import type { ModelChoice } from "../ports/model-report.ts";
import { chooseModel, type Choice, type HostedNames } from "./detect/choose-model.ts";
import type { Detection } from "./detect/detection.ts";
import type { HostedModel } from "./hosted-model.ts";

/** The local model that was found, once it was looked for. */
export interface LocalModels {
  /** Begins to look; nobody waits for it who does not ask for the report. */
  look(detect: () => Promise<Detection>): void;
  /** What serves the hosted names that nothing is mapped to; absent until it is found. */
  readonly found: () => HostedModel | undefined;
  /** Waits until looking is over. */
  report(): Promise<ModelChoice>;
}

const unlooked: Detection = { found: [], refused: [], keys: [] };

/** Holds what was found for the registry, which is there before. */
export function createLocalModels(names: () => HostedNames): LocalModels {
  let choice: Choice | undefined;
  let looking: Promise<Choice> | undefined;
  return {
    look(detect) {
      looking ??= detect().then((detection) => (choice = chooseModel(detection, names())));
    },
    found: () => choice?.found,
    async report() {
      const { report } = (await looking) ?? chooseModel(unlooked, names());
      if (looking !== undefined) return report;
      return {
        ...report,
        names: report.names.map((name) => (name.state === "stand-in" ? { ...name, reason: off } : name)),
      };
    },
  };
}

const off = "local models were not looked for";
