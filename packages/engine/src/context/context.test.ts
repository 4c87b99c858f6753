import { describe, expect, test } from "vitest";
import {
  changeContext,
  createContext,
  isWorthKeeping,
  mostHistory,
  type Context,
  type HistoryItem,
} from "./context.ts";

const note = (text: string): HistoryItem => ({ type: "note", text });
const context: Context = {
  ...createContext({
    systemPrompt: "You are Mara.",
    personaContext: "",
    conversationalContext: "Ann calls.",
    tools: [],
  }),
  history: [note("one"), note("two")],
};

describe("C6 a hard change raises the version, a soft one does not", () => {
  test("overwrite", () => {
    expect(changeContext(context, { type: "overwrite", text: "Bob calls." })).toEqual({
      ...context,
      version: 2,
      conversationalContext: "Bob calls.",
    });
  });
  test("append", () => {
    const next = changeContext(context, { type: "append", item: note("three") });
    expect(next).toEqual({ ...context, version: 2, history: [...context.history, note("three")] });
  });
  test("perceive", () => {
    expect(changeContext(context, { type: "perceive", text: "She smiles." })).toEqual({
      ...context,
      perception: "She smiles.",
    });
  });
});

test("C7 an item may stand before others that came while it was made", () => {
  const next = changeContext(context, { type: "append", item: note("between"), at: 1 });
  expect(next.history).toEqual([note("one"), note("between"), note("two")]);
});

test("T94 the history has a bound: the oldest goes first", () => {
  const full = { ...context, history: Array.from({ length: mostHistory }, (_, index) => note(String(index))) };
  const next = changeContext(full, { type: "append", item: note("new") });
  expect(next.history).toHaveLength(mostHistory);
  expect([next.history[0], next.history.at(-1)]).toEqual([note("1"), note("new")]);
});

test("C8 a turn without words on either side is not worth keeping", () => {
  expect([isWorthKeeping("hi", ""), isWorthKeeping(undefined, "Hi."), isWorthKeeping(undefined, "")]).toEqual([
    true,
    true,
    false,
  ]);
});
