import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { english } from "./languages/english.ts";
import { german } from "./languages/german.ts";
import { japanese } from "./languages/japanese.ts";
import { splitSentences } from "./sentences.ts";
import { plainText } from "./tokens.ts";

function texts(text: string, language = english): readonly string[] {
  return splitSentences(text, language).map((sentence) => sentence.text);
}

describe("splitting a text into sentences", () => {
  test("a point, a question mark and an exclamation mark end one, with the quote or bracket behind them", () => {
    expect(texts('It rains. Does it? Yes! "So it does." (Really.) Well… good')).toEqual([
      "It rains.",
      "Does it?",
      "Yes!",
      '"So it does."',
      "(Really.)",
      "Well…",
      "good",
    ]);
  });

  test("an abbreviation, an initial, a number and an address on the web end none", () => {
    expect(
      texts("Dr. Who lives at 5 St. John Street, e.g. with J. R. Smith. It costs 3.50 at www.example.com today."),
    ).toEqual([
      "Dr. Who lives at 5 St. John Street, e.g. with J. R. Smith.",
      "It costs 3.50 at www.example.com today.",
    ]);
  });

  test("in German a point behind a number makes it the third, not the end", () => {
    expect(texts("Wir öffnen am 3. Mai, z.B. für Kinder. Das war alles.", german)).toEqual([
      "Wir öffnen am 3. Mai, z.B. für Kinder.",
      "Das war alles.",
    ]);
    expect(texts("Take table 3. We are there.")).toEqual(["Take table 3.", "We are there."]);
  });

  test("Japanese sentences end without a blank", () => {
    expect(texts("月曜日は休館日です。「どうぞ。」本当ですか？はい", japanese)).toEqual([
      "月曜日は休館日です。",
      "「どうぞ。」",
      "本当ですか？",
      "はい",
    ]);
  });

  test("a line ends one, unless the next goes on in lower case", () => {
    expect(texts("No point here\nAnother line\nthat is wrapped.")).toEqual([
      "No point here",
      "Another line that is wrapped.",
    ]);
  });

  test("headings and what introduces a list are not said, and known with what stands under them", () => {
    expect(
      splitSentences("## Opening hours\n\nOn weekdays:\n- nine to five\n* **closed** on _Monday_\n\nAsk us.", english),
    ).toEqual([
      { text: "nine to five", heading: "Opening hours On weekdays:" },
      { text: "closed on Monday", heading: "Opening hours On weekdays:" },
      { text: "Ask us.", heading: "Opening hours" },
    ]);
  });

  test("tags and links leave their words; names with underscores stay whole", () => {
    expect(texts("<user_appearance>A man in [blue](https://x.example/a).</user_appearance> Set base_url.")).toEqual([
      "A man in blue.",
      "Set base_url.",
    ]);
  });

  test("no letter is lost, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "B", " ", ".", "?", "。", "3", '"', "é", "日") }), (text) => {
        const joined = texts(text).join(" ");
        expect(plainText(joined).replaceAll(" ", "")).toBe(plainText(text).replaceAll(" ", ""));
      }),
    );
  });
});
