import { paceMs } from "../session/pace.ts";
import type { Judgement } from "./judgement.ts";
import { patienceMs, type ModeValues } from "./modes.ts";
import type { CoveringDraft, EndOfTurnView } from "./policies.ts";

/** Where no word has come since the voice stopped, the last one may still be on its way. */
const lateWordMs = 400;
/** From the first token to the end of the first clause, as the replies of `bench/data` have it at 20 ms a token. */
export const clauseMs = 150;
/** What share of first tokens is awaited, and how far beyond the longest wait. */
const usually = 0.95;
const mostOverdueMs = 500;
/** How finely a moment is sought. */
export const stepMs = 10;

/**
 * P25 to P28 When silence ends the turn: as soon as it is likely enough to be over, sooner where its reply can begin at
 * once. While a reply is on its way waiting costs nothing, so nothing ends before it is there.
 */
export function considerEnd(view: EndOfTurnView, judged: Judgement, values: ModeValues): number {
  if (view.covering.some(isReady)) return endsAt(view, judged, values.endReady);
  const coming = view.covering.some((draft) => draft.phase === "waiting" || draft.phase === "streaming");
  if (!coming) return endsAt(view, judged, values.endIdle);
  const longest = longestWait(view, judged);
  const openers = view.covering.flatMap(({ openerFrom }) => openerFrom ?? []);
  // SV6 An opener is the beginning of a reply, once what follows it is expected in time.
  if (openers.length === 0) return longest;
  return Math.min(longest, Math.max(endsAt(view, judged, values.endReady), Math.min(...openers)));
}

/** P27 Whoever ends a turn whose reply is on its way gains nothing, as long as that is not later than usual. */
function longestWait(view: EndOfTurnView, { silentSince }: Judgement): number {
  const longest = silentSince + patienceMs[view.patience].longest;
  const expected = view.covering
    .filter(({ phase }) => phase === "waiting" || phase === "streaming")
    .map(({ startedAt }) => startedAt + paceMs(view.pace, usually) + clauseMs);
  return Math.min(longest + mostOverdueMs, Math.max(longest, ...expected));
}

function isReady({ readyAt }: CoveringDraft): boolean {
  return readyAt !== undefined;
}

/** P26 The first moment at which the turn is over with this probability, within what patience allows. */
export function endsAt(view: EndOfTurnView, { silentSince, overAfter }: Judgement, probability: number): number {
  const { shortest, longest } = patienceMs[view.patience];
  const outstanding = view.user.lastWordAt < view.quietSince ? lateWordMs : 0;
  const holds = (at: number): boolean => overAfter(at - silentSince) >= probability;
  const until = silentSince + longest;
  return earliest({ from: silentSince + Math.max(shortest, outstanding), until, holds }) ?? until;
}

/** The first moment from `from` to `until` at which it holds; undefined where none does. */
export function earliest(search: {
  readonly from: number;
  readonly until: number;
  readonly holds: (at: number) => boolean;
}): number | undefined {
  for (let at = search.from; at <= search.until; at += stepMs) if (search.holds(at)) return at;
  return undefined;
}
