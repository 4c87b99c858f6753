import type { Round } from "../tools/rounds.ts";
import { countItems, type CountTokens } from "./count.ts";
import type { Context, HistoryItem } from "./context.ts";
import { shortenTexts } from "./shorten.ts";

/** What was left out of a context to make it fit. */
export interface Trimmed {
  readonly context: Context;
  /** Turns that are no longer sent, beginning with this request. */
  readonly turns: number;
  /** Turns of which texts were cut. */
  readonly cut: number;
}

/** How much of the room the history fills after a trim: for many turns nothing has to go again. */
const fillAfterTrim = 0.75;
/** What one turn with all its tool results may take of the room: more of it is cut. */
const largestTurn = 0.5;

/**
 * C2 Makes the history fit into `room` tokens: the oldest whole turns are no longer sent, in one block, so that the
 * prefix stays the same for many turns after. What is decided here is remembered in the context.
 */
export function trimHistory(context: Context, room: number, countTokens: CountTokens): Trimmed {
  if (countItems(context.history.slice(context.from), countTokens) <= room) return { context, turns: 0, cut: 0 };
  const cut = cutLargeTurns(context, Math.floor(room * largestTurn), countTokens);
  const { history, from } = cut.context;
  if (countItems(history.slice(from), countTokens) <= room) return { ...cut, turns: 0 };
  const starts = turnStarts(history).filter((start) => start >= from);
  const target = Math.floor(room * fillAfterTrim);
  let kept = 0;
  let next = history.length;
  for (const start of starts.toReversed()) {
    const tokens = countItems(history.slice(start, next), countTokens);
    if (kept + tokens > target) break;
    kept += tokens;
    next = start;
  }
  // What came late for a turn that went before may go alone: that is told, too.
  const turns = Math.max(next > from ? 1 : 0, starts.filter((start) => start < next).length);
  return { ...cut, context: { ...cut.context, from: next }, turns };
}

/** Where whole turns begin: what was appended or answered behind a turn goes with it. */
export function turnStarts(history: readonly HistoryItem[]): readonly number[] {
  return history.flatMap((item, index) => (index === 0 || item.type === "turn" ? [index] : []));
}

function cutLargeTurns(context: Context, most: number, countTokens: CountTokens): Omit<Trimmed, "turns"> {
  const { history, from } = context;
  const starts = [...turnStarts(history).filter((start) => start > from), history.length];
  const whole: HistoryItem[] = history.slice(0, from);
  let cut = 0;
  for (const end of starts) {
    const turn = history.slice(whole.length, end);
    const large = countItems(turn, countTokens) > most;
    if (large) cut += 1;
    whole.push(...(large ? cutItems(turn, most, countTokens) : turn));
  }
  return { context: cut === 0 ? context : { ...context, history: whole }, cut };
}

/** C12 The longest texts of these items are cut, so that all of them together have at most so many tokens. */
function cutItems(items: readonly HistoryItem[], most: number, countTokens: CountTokens): readonly HistoryItem[] {
  const texts = items.flatMap(textsOf);
  const overhead = countItems(
    withTexts(
      items,
      texts.map(() => ""),
    ),
    countTokens,
  );
  return withTexts(items, shortenTexts(texts, most - overhead, countTokens));
}

/** What may be cut of an item: all but words between which tools were called. */
function textsOf(item: HistoryItem): readonly string[] {
  switch (item.type) {
    case "turn":
      if (item.rounds === undefined) return [item.user ?? "", item.heard];
      return [item.user ?? "", ...item.rounds.flatMap(({ calls }) => calls.map(({ output }) => output))];
    case "note":
      return [item.text];
    case "tool":
      return [item.output];
  }
}

/** The same items with other texts, which come in the order of `textsOf`. */
function withTexts(items: readonly HistoryItem[], texts: readonly string[]): readonly HistoryItem[] {
  const left = [...texts];
  const take = (): string => left.shift() ?? "";
  return items.map((item) => {
    switch (item.type) {
      case "turn": {
        const user = take();
        const said = item.user === undefined ? item : { ...item, user };
        if (item.rounds === undefined) return { ...said, heard: take() };
        return { ...said, rounds: withOutputs(item.rounds, take) };
      }
      case "note":
        return { ...item, text: take() };
      case "tool":
        return { ...item, output: take() };
    }
  });
}

/** The same rounds with other results, which come one after the other. */
export function withOutputs(rounds: readonly Round[], take: () => string): readonly Round[] {
  return rounds.map((round) => ({ ...round, calls: round.calls.map((call) => ({ ...call, output: take() })) }));
}
