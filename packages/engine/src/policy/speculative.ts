import type { Settings } from "../session/session.ts";
import { completeness as trained, type Completeness } from "./completeness/completeness.ts";
import { considerEnd } from "./end-of-turn.ts";
import { judge } from "./judgement.ts";
import { contradictsLadder, matchLadder } from "./ladder/ladder.ts";
import { speculationModes } from "./modes.ts";
import { plainPolicies } from "./plain.ts";
import type { Policies } from "./policies.ts";
import { considerTrigger, evidenceOf } from "./trigger.ts";

/** What the policies are made with, where it is not what the server uses. */
export interface PolicyParts {
  readonly completeness?: Completeness;
}

/** P19 The policies for a conversation: the plain ones, and speculation as its mode has it. */
export function policiesFor(settings: Pick<Settings, "speculation">, parts: PolicyParts = {}): Policies {
  const values = speculationModes[settings.speculation];
  const { completeness = trained } = parts;
  return {
    ...plainPolicies,
    trigger: (view) => considerTrigger(view, judge(view, completeness), values),
    endOfTurn: (view) => considerEnd(view, judge(view, completeness), values),
    weigh: (view) => evidenceOf(view, judge(view, completeness)),
    match: (grounded, said) => matchLadder(grounded, said, values.rungs),
    contradicts: (grounded, heard) => contradictsLadder(grounded, heard, values.rungs),
  };
}
