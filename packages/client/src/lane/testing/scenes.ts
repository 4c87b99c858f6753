import type { TurnNumbers } from "@repartee/protocol";

import { createScene } from "./scene.ts";
import type { Scene } from "./scene.ts";

const booking = "Of course. A table for two at eight, under which name may I put it?";

function stamps(last: number, ended: number, first: number): Partial<TurnNumbers> {
  return {
    last_word_at: last,
    ended_at: ended,
    released_at: ended,
    first_words_at: first,
    gap_ms: first - last,
    tokens: { in: 90, cached: 64, out: 16, wasted: 0 },
  };
}

/** One turn of each kind, as the goldens show it. */
export const scenes: Readonly<Record<string, () => Scene>> = {
  "no-drafts": () =>
    createScene()
      .say(1_000, "is the terrace open tonight")
      .commit(2_500, "r")
      .speak(2_910, "r", booking)
      .stop(3_500, "r")
      .complete(3_500, stamps(1_800, 2_500, 2_910)),
  "one-adopted": () =>
    createScene()
      .say(1_000, "could you book me a table for two at eight")
      .draft(3_000, "a")
      .commit(3_500, "a", { rung: "equal" })
      .speak(3_500, "a", booking)
      .play(3_692, "a", 4)
      .play(5_900, "a", booking.length)
      .stop(6_000, "a")
      .complete(6_010, stamps(2_800, 3_500, 3_500)),
  "six-drafts": () =>
    createScene()
      .say(1_000, "could you")
      .draft(1_400, "a")
      .say(1_700, "book me")
      .revoke(1_705, "a", { tokens: 0 })
      .draft(2_100, "b", "stable")
      .say(2_460, "a table")
      .revoke(2_465, "b", { tokens: 4 })
      .draft(2_860, "c")
      .say(3_300, "for two.")
      .revoke(3_305, "c", { tokens: 11 })
      .draft(3_520, "d", "punctuation")
      .say(3_700, "at eight", 150)
      .revoke(3_705, "d", { tokens: 2 })
      .draft(4_010, "e")
      .draft(4_160, "f", "stable")
      .discard(4_550, "e", { tokens: 9 })
      .commit(4_550, "f", { rung: "filler" })
      .speak(4_550, "f", booking)
      .play(4_742, "f", 4)
      .stop(7_200, "f")
      .complete(7_210, stamps(3_850, 4_550, 4_550)),
  "cut-reply": () =>
    createScene()
      .say(1_000, "when will it come")
      .draft(1_800, "a")
      .commit(2_300, "a", { rung: "equal" })
      .speak(2_300, "a", "Of course. Your new card is on its way and should be with you within five working days.")
      .play(2_480, "a", 4)
      .play(3_400, "a", 23)
      .stop(3_480, "a", true)
      .complete(3_500, { ...stamps(1_600, 2_300, 2_300), outcome: "interrupted" }),
  failed: () =>
    createScene()
      .say(1_000, "is my parcel there")
      .draft(1_800, "a")
      .say(2_050, "yet")
      .revoke(2_055, "a", { tokens: 0 })
      .commit(2_750, "r")
      .fail(3_900, "model answered 503: no room; try again, or name a fallback")
      .complete(3_905, {
        ...stamps(2_050, 2_750, 2_750),
        first_words_at: null,
        gap_ms: null,
        tokens: { in: 0, cached: 0, out: 0, wasted: 0 },
        outcome: "failed",
      }),
  "twenty-seconds": () =>
    createScene()
      .say(1_000, "well I was thinking that maybe we could", 260)
      .draft(3_300, "a")
      .say(4_200, "I mean my sister is coming over from Lisbon next week", 240)
      .revoke(4_205, "a", { tokens: 22 })
      .draft(6_900, "b")
      .say(8_100, "and she has never been to the opera so", 250)
      .revoke(8_105, "b", { tokens: 31 })
      .draft(10_500, "c")
      .say(12_000, "I wanted to ask whether there are still seats", 230)
      .revoke(12_005, "c", { tokens: 38 })
      .say(15_000, "for the two of us on the Friday or the Saturday", 230)
      .draft(17_800, "d")
      .commit(18_230, "d", { rung: "equal" })
      .speak(18_415, "d", "There are. On Friday I have two in the stalls, on Saturday only the balcony is left.")
      .play(18_600, "d", 4)
      .stop(21_000, "d")
      .complete(21_010, stamps(17_530, 18_230, 18_415)),
  reopened: () =>
    createScene()
      .say(1_000, "to the Zurich one")
      .draft(1_800, "a")
      .commit(2_300, "a", { rung: "equal" })
      .speak(2_300, "a", "Sure, I can help you with that.")
      .play(2_470, "a", 0)
      .say(2_520, "I mean")
      .reopen(2_520, "a")
      .revoke(2_522, "a", { tokens: 12, reason: "turn_reopened" })
      .draft(2_920, "b")
      .commit(3_420, "b", { rung: "equal" })
      .speak(3_420, "b", booking)
      .play(3_610, "b", 4)
      .stop(6_000, "b")
      .complete(6_010, stamps(2_720, 3_420, 3_420)),
  tool: () =>
    createScene()
      .say(1_000, "is there a table for two at eight")
      .draft(2_600, "a")
      .commit(3_100, "a", { rung: "equal" })
      .tool(3_100, "find_table", 3_370)
      .speak(3_620, "a", booking)
      .stop(4_300, "a")
      .complete(4_310, { ...stamps(2_400, 3_100, 3_620), tools: 1 }),
};
