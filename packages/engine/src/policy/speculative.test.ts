import { describe, expect, test } from "vitest";
import { policiesFor } from "./speculative.ts";
import { turnView, wordsOf } from "./testing/turn-view.ts";

const sure = { completeness: () => 0.9 };
const view = turnView({ user: wordsOf("book a table", { at: 1100 }), at: 1100, quietSince: 1000 });

describe("P19 the policies of a mode", () => {
  test("off starts nothing", () => {
    expect(policiesFor({ speculation: "off" }, sure).trigger(view)).toEqual({ start: false, lookAgainAt: undefined });
    expect(policiesFor({ speculation: "balanced" }, sure).trigger(view)).toMatchObject({ start: true });
  });

  test("its rungs decide what a draft answers, and what contradicts it", () => {
    const words = (text: string): readonly string[] => text.split(" ");
    const [table, please] = [words("book a table"), words("book a table please")];
    const [careful, bold] = [policiesFor({ speculation: "conservative" }), policiesFor({ speculation: "balanced" })];
    expect([careful.match(table, please), bold.match(table, please)]).toEqual(["formats", "formats"]);
    const more = words("book a table if possible");
    expect([careful.match(table, more), careful.contradicts(table, more)]).toEqual([undefined, true]);
    expect([bold.match(table, more), bold.contradicts(table, more)]).toEqual(["tail", false]);
  });

  test("what they rest on can be told", () => {
    const { weigh } = policiesFor({ speculation: "balanced" }, sure);
    expect(weigh?.(view)).toMatchObject({ completeness: 0.9, quietMs: 100 });
  });
});
