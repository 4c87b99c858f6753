import type { Settings } from "../session/session.ts";
import { toWords } from "../transcript/words.ts";
import { completeness as trained, type Completeness } from "./completeness/completeness.ts";
import { clauseMs, considerEnd } from "./end-of-turn.ts";
import { judge } from "./judgement.ts";
import { contradictsLadder, matchLadder } from "./ladder/ladder.ts";
import { speculationModes, type ModeValues } from "./modes.ts";
import { openerOf, opens } from "./openers/openers.ts";
import { plainPolicies } from "./plain.ts";
import type { Policies, SalvagePolicy } from "./policies.ts";
import { considerTrigger, evidenceOf } from "./trigger.ts";

/** What the policies are made with, where it is not what the server uses. */
export interface PolicyParts {
  readonly completeness?: Completeness;
  /** How long a word is spoken; 300 ms where nothing is said. */
  readonly wordMs?: number;
}

/** Where a silence is long enough to be one, and nothing was decided yet in most. */
const foresightMs = 200;
/** Of ordinary speech: 200 words a minute. */
const usualWordMs = 300;

/** P19 The policies for a conversation: the plain ones, and speculation as its mode has it. */
export function policiesFor(settings: Pick<Settings, "speculation">, parts: PolicyParts = {}): Policies {
  const values = speculationModes[settings.speculation];
  const { completeness = trained, wordMs = usualWordMs } = parts;
  return {
    ...plainPolicies,
    ...salvaging(values, wordMs),
    trigger: (view) => considerTrigger(view, judge(view, completeness), values),
    endOfTurn: (view) => considerEnd(view, judge(view, completeness), values),
    weigh: (view) => evidenceOf(view, judge(view, completeness)),
    allowance: values.allowance,
    foresee: (view) => judge(view, completeness).overAfter(foresightMs),
    match: (grounded, said) => matchLadder(grounded, said, values.rungs),
    contradicts: (grounded, heard) => contradictsLadder(grounded, heard, values.rungs),
  };
}

/** SV7 */
function salvaging({ salvage }: ModeValues, wordMs: number): { readonly salvage?: SalvagePolicy } {
  if (salvage === undefined) return {};
  const { leastWords, share } = salvage;
  const opener = (text: string): string | undefined => {
    const found = openerOf(text);
    return found !== undefined && toWords(found).length >= leastWords ? found : undefined;
  };
  return { salvage: { opener, fits: opens, wordMs, share, clauseMs } };
}
