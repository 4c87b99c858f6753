import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventType } from "../event.ts";
import { anySettings, anyTalk } from "../testing/arbitrary.ts";
import { playTalk } from "../testing/laws.ts";
import { assembleMessages } from "./assemble.ts";
import type { Context, HistoryItem } from "./context.ts";

const context: Context = {
  version: 1,
  systemPrompt: "You are Mara.",
  personaContext: " The house opens at six. ",
  conversationalContext: "Ann calls.",
  tools: [],
  history: [],
  perception: "",
};
const options = { countTokens: (text: string) => text.length, limit: 10_000, reserve: 100 };
const turn = (turnIdx: number, user: string | undefined, heard: string): HistoryItem => ({
  type: "turn",
  turnIdx,
  user,
  heard,
});
const tool: HistoryItem = { type: "tool", callId: "c1", name: "look", arguments: "{}", output: "two seats" };

describe("C1 the order is prompt and context, history as it happened, perception, transcript", () => {
  const history = [
    turn(1, undefined, "Hello."),
    turn(2, "a table", "For when?"),
    tool,
    { type: "note" as const, text: "Ann is a regular." },
    turn(3, "at eight", ""),
  ];
  test("all of them", () => {
    const { messages, trimmed } = assembleMessages({ ...context, history, perception: "She smiles." }, "well", options);
    expect(trimmed).toBe(0);
    expect(messages).toEqual([
      { role: "system", content: "You are Mara.\n\nThe house opens at six.\n\nAnn calls." },
      { role: "assistant", content: "Hello." },
      { role: "user", content: "a table" },
      { role: "assistant", content: "For when?" },
      { role: "assistant", content: "", toolCalls: [{ id: "c1", name: "look", arguments: "{}" }] },
      { role: "tool", content: "two seats", toolCallId: "c1" },
      { role: "system", content: "Ann is a regular." },
      { role: "user", content: "at eight" },
      { role: "system", content: "She smiles." },
      { role: "user", content: "well" },
    ]);
  });
  test("what is empty is left out", () => {
    const bare = { ...context, systemPrompt: " ", personaContext: "", conversationalContext: "" };
    expect(assembleMessages(bare, undefined, options).messages).toEqual([]);
  });
});

describe("C2 over the limit the oldest history goes first, in whole items", () => {
  const history = [turn(1, "one", "first"), { ...tool, output: "x".repeat(40) }, turn(2, "two", "second")];
  const fixed = assembleMessages(context, "well", options).tokens;
  const fit = (room: number): readonly string[] =>
    assembleMessages({ ...context, history }, "well", { ...options, limit: fixed + room + 100 }).messages.map(
      ({ content }) => content,
    );

  test("a tool's call and its result stay together", () => {
    expect(fit(40)).toEqual([expect.any(String), "two", "second", "well"]);
    expect(fit(17 + 53)).toEqual([expect.any(String), "two", "second", "well"]);
    expect(fit(17 + 54)).toEqual([expect.any(String), "", "x".repeat(40), "two", "second", "well"]);
  });
  test("the prompt and the transcript never go", () => {
    expect(fit(-1000)).toEqual([expect.any(String), "well"]);
    expect(assembleMessages({ ...context, history }, "well", { ...options, limit: 0 })).toMatchObject({ trimmed: 3 });
  });
});

test("C3 tools count: their definitions, and the calls that the model made", () => {
  const tokens = (parts: Partial<Context>): number =>
    assembleMessages({ ...context, ...parts }, undefined, options).tokens;
  const definition = { name: "look", description: "Looks." };
  expect(tokens({ tools: [definition] }) - tokens({})).toBe(JSON.stringify([definition]).length);
  expect(tokens({ history: [tool] }) - tokens({})).toBe(2 * 4 + "look{}two seats".length);
});

test("C4 what is sent is never over the limit, where the prompt and the transcript are not", () => {
  const item = fc.oneof(
    fc.tuple(fc.string(), fc.string()).map(([user, heard]) => turn(1, user, heard)),
    fc.string().map((text): HistoryItem => ({ type: "note", text })),
    fc.string().map((output): HistoryItem => ({ ...tool, output })),
  );
  fc.assert(
    fc.property(fc.array(item), fc.nat(400), (history, room) => {
      const fixed = assembleMessages(context, "well", options).tokens;
      const limit = fixed + room + options.reserve;
      const sent = assembleMessages({ ...context, history }, "well", { ...options, limit });
      let tokens = 0;
      for (const message of sent.messages) {
        tokens += 4 + message.content.length;
        if (message.role !== "assistant") continue;
        for (const call of message.toolCalls ?? []) tokens += call.name.length + call.arguments.length;
      }
      expect(sent.tokens).toBe(tokens);
      expect(tokens).toBeLessThanOrEqual(fixed + room);
    }),
  );
});

const volatile: readonly EventType[] = ["context-overwrite", "perception-update"];

test("C5 from one generation to the next the prefix is the same, where nothing is overwritten, seen or trimmed", () => {
  fc.assert(
    fc.property(anySettings, anyTalk(120), (settings, talk) => {
      const calm = talk.filter((one) => one.type !== "cue" || !volatile.includes(one.cue.type));
      const stage = playTalk(settings, calm);
      let before: readonly string[] = [];
      for (const { messages } of stage.of("model-start")) {
        const lines = messages.map((message) => JSON.stringify(message));
        // All but the transcript, which may still become another one.
        const prefix = before.slice(0, -1);
        expect(lines.slice(0, prefix.length)).toEqual(prefix);
        before = lines;
      }
    }),
    { numRuns: 200 },
  );
});
