import { countMessages, countTools, type CountTokens } from "./count.ts";
import type { Context } from "./context.ts";
import type { ChatMessage } from "./messages.ts";
import { shortenTexts } from "./shorten.ts";
import { spellAsked, spellHead, spellItem, type Asked } from "./spell.ts";
import { trimHistory, withOutputs } from "./trim.ts";

export interface Budget {
  readonly countTokens: CountTokens;
  /** What a request may have, in tokens as they are counted here. */
  readonly room: number;
  /** Whether something may be left out to make it fit. */
  readonly mayTrim: boolean;
}

/** A request that fits, or what is too much of it. */
export type Assembled = Fitting | { readonly ok: false; readonly excess: Excess };

export interface Fitting {
  readonly ok: true;
  /** The context, which remembers what was left out. */
  readonly context: Context;
  readonly messages: readonly ChatMessage[];
  /** As counted, not as billed. */
  readonly tokens: number;
  /** Turns that are no longer sent, beginning with this request. */
  readonly turns: number;
  /** Whether texts were cut for this request. */
  readonly cut: boolean;
}

/** `prompt`: with context and tools. `words`: the user's. `turn`: with its tool calls. `history`: which may not be trimmed. */
export interface Excess {
  readonly part: "prompt" | "words" | "turn" | "history";
  /** Of everything up to and with this part. */
  readonly tokens: number;
}

/**
 * C1 to C5, C10 Everything the model sees for one generation: never more than the room.
 *
 * The order keeps the prefix byte-identical from turn to turn, because prefix caches are where latency is won: system
 * prompt and context, then history as it happened, then what is volatile (perception), then the transcript. Where it
 * does not fit the oldest turns go first; the system message and the transcript never do.
 */
export function assembleMessages(context: Context, asked: Asked, budget: Budget): Assembled {
  const { countTokens, room, mayTrim } = budget;
  const head = spellHead(context);
  const headTokens = countMessages(head, countTokens) + countTools(context.tools, countTokens);
  if (headTokens > room) return withoutSummary(context, asked, { budget, headTokens });
  const turn = fitAsked(context.perception, asked, { ...budget, room: room - headTokens });
  if (!turn.ok) return { ok: false, excess: { part: turn.part, tokens: headTokens + turn.tokens } };
  const fixed = headTokens + turn.tokens;
  const trimmed = trimHistory(context, room - fixed, countTokens);
  if (!mayTrim && trimmed.context !== context) {
    return { ok: false, excess: { part: "history", tokens: fixed + historyTokens(context, countTokens) } };
  }
  const { history, from } = trimmed.context;
  const at = Math.max(from, asked.answer?.historyAt ?? history.length);
  return {
    ok: true,
    context: trimmed.context,
    messages: [
      ...head,
      ...history.slice(from, at).flatMap(spellItem),
      ...turn.messages,
      ...history.slice(at).flatMap(spellItem),
    ],
    tokens: fixed + historyTokens(trimmed.context, countTokens),
    turns: trimmed.turns,
    cut: turn.cut || trimmed.cut > 0,
  };
}

function historyTokens({ history, from }: Context, countTokens: CountTokens): number {
  return countMessages(history.slice(from).flatMap(spellItem), countTokens);
}

/** What stands in place of turns that are gone may go as well, before nothing can be said at all. */
function withoutSummary(
  context: Context,
  asked: Asked,
  { budget, headTokens }: { budget: Budget; headTokens: number },
): Assembled {
  const { summary } = context;
  if (summary === undefined || !budget.mayTrim) return { ok: false, excess: { part: "prompt", tokens: headTokens } };
  const rest = assembleMessages({ ...context, summary: undefined }, asked, budget);
  return rest.ok ? { ...rest, turns: rest.turns + summary.turns } : rest;
}

type FittingTurn =
  | { readonly ok: true; readonly messages: readonly ChatMessage[]; readonly tokens: number; readonly cut: boolean }
  | { readonly ok: false; readonly part: "words" | "turn"; readonly tokens: number };

/** C12 The turn that is asked about; what was perceived and what its tools answered is cut where it is too long. */
function fitAsked(perception: string, asked: Asked, { countTokens, room, mayTrim }: Budget): FittingTurn {
  const count = (seen: string, part: Asked): number => countMessages(spellAsked(seen, part), countTokens);
  const words = count("", { transcript: asked.transcript });
  if (words > room) return { ok: false, part: "words", tokens: words };
  const whole = count(perception, asked);
  if (whole <= room) return { ok: true, messages: spellAsked(perception, asked), tokens: whole, cut: false };
  const outputs = (asked.answer?.rounds ?? []).flatMap(({ calls }) => calls.map(({ output }) => output));
  const bare = withResults(
    asked,
    outputs.map(() => ""),
  );
  // A perception of which nothing is left has no message either.
  const [seen = "", ...results] = shortenTexts([perception, ...outputs], room - count("-", bare), countTokens);
  const short = withResults(asked, results);
  const tokens = count(seen, short);
  if (!mayTrim || tokens > room) return { ok: false, part: "turn", tokens: whole };
  return { ok: true, messages: spellAsked(seen, short), tokens, cut: true };
}

function withResults(asked: Asked, results: readonly string[]): Asked {
  if (asked.answer === undefined) return asked;
  const left = [...results];
  return { ...asked, answer: { ...asked.answer, rounds: withOutputs(asked.answer.rounds, () => left.shift() ?? "") } };
}
