import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assembleMessages, type Assembled, type Budget, type Fitting } from "./assemble.ts";
import { changeContext, createContext, type Context, type HistoryItem } from "./context.ts";
import { countMessages, countTools } from "./count.ts";
import type { Asked } from "./spell.ts";
import { anyHistory, countLetters, looked, note, talked } from "../testing/arbitrary-history.ts";

const context: Context = createContext({
  systemPrompt: "You are Mara.",
  personaContext: " The house opens at six. ",
  conversationalContext: "Ann calls.",
  tools: [],
});
const budget: Budget = { countTokens: countLetters, room: 9900, mayTrim: true };

function fit(assembled: Assembled): Fitting {
  if (!assembled.ok) throw new Error(`it does not fit: ${assembled.excess.part}`);
  return assembled;
}

function assemble(parts: Partial<Context>, transcript?: string, options: Partial<Budget> = {}): Fitting {
  return fit(assembleMessages({ ...context, ...parts }, { transcript }, { ...budget, ...options }));
}

describe("C1 the order is prompt and context, summary, history as it happened, perception, transcript", () => {
  const history = [talked(1, undefined, "Hello."), talked(2, "a table", "For when?"), looked("c1", "two seats")];
  const rest = [note("Ann is a regular."), talked(3, "at eight", "")];

  test("all of them", () => {
    const summary = { text: "Ann was lost before.", turns: 4 };
    const sent = assemble({ history: [...history, ...rest], perception: "She smiles.", summary }, "well");
    expect(sent).toMatchObject({ turns: 0, cut: false });
    expect(sent.messages).toEqual([
      { role: "system", content: "You are Mara.\n\nThe house opens at six.\n\nAnn calls." },
      { role: "system", content: "Summary of the conversation so far: Ann was lost before." },
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
    expect(assemble(bare).messages).toEqual([]);
  });

  test("a turn that goes on stands where it was released, and what came since behind it", () => {
    const rounds = [{ upTo: 4, calls: [{ id: "c2", name: "look", arguments: "{}", output: "one" }] }];
    const asked: Asked = { transcript: "and now?", answer: { text: "Wait", rounds, historyAt: 1 } };
    const { messages } = fit(
      assembleMessages({ ...context, history: [talked(1, "hi", ""), note("late")] }, asked, budget),
    );
    expect(messages.slice(1).map(({ role, content }) => `${role}: ${content}`)).toEqual([
      "user: hi",
      "user: and now?",
      "assistant: Wait",
      "tool: one",
      "system: late",
    ]);
  });
});

describe("C2 where there is no room the oldest turns go, whole and in one block", () => {
  const history = Array.from({ length: 10 }, (_, index) => talked(index + 1, "u".repeat(42), "a".repeat(50)));
  const fixed = assemble({}, "well").tokens;

  test("down to three quarters of the room, so that the next turns fit again", () => {
    const sent = assemble({ history }, "well", { room: fixed + 999 });
    expect(sent).toMatchObject({ turns: 3, cut: false, tokens: fixed + 700 });
    expect(sent.context.from).toBe(3);
    const next = changeContext(sent.context, { type: "append", item: talked(11, "u".repeat(42), "a".repeat(50)) });
    const again = assemble(next, "well", { room: fixed + 999 });
    expect(again).toMatchObject({ turns: 0, tokens: fixed + 800 });
    expect(again.messages.slice(0, -3)).toEqual(sent.messages.slice(0, -1));
  });

  test("a turn goes with its tools and with what was noted behind it", () => {
    const mixed = [history[0]!, looked("c1", "x".repeat(30)), note("n".repeat(96)), ...history.slice(1, 8)];
    const sent = assemble({ history: mixed }, "well", { room: fixed + 900 });
    expect(sent.context.from).toBe(4);
    expect(sent.messages.some(({ role }) => role === "tool")).toBe(false);
  });

  test("what fits stays as it is", () => {
    const sent = assemble({ history }, "well", { room: fixed + 1000 });
    expect(sent).toMatchObject({ turns: 0, cut: false });
    expect(sent.context.history).toBe(history);
  });

  test("what may not be trimmed does not fit, and says how much it is", () => {
    const sent = assembleMessages(
      { ...context, history },
      { transcript: "well" },
      {
        ...budget,
        room: fixed + 999,
        mayTrim: false,
      },
    );
    expect(sent).toEqual({ ok: false, excess: { part: "history", tokens: fixed + 1000 } });
  });
});

test("C3 tools count: their definitions, and the calls that the model made", () => {
  const definition = { name: "look", description: "Looks." };
  const { tokens } = assemble({});
  expect(assemble({ tools: [definition] }).tokens - tokens).toBe(JSON.stringify([definition]).length);
  expect(assemble({ history: [looked("c1", "two seats")] }).tokens - tokens).toBe(2 * 4 + "look{}two seats".length);
});

function sizeOf(sent: Fitting, tools: Context["tools"]): number {
  return countMessages(sent.messages, countLetters) + countTools(tools, countLetters);
}

/** Every server refuses a result without its call, and a call without its result. */
function expectPaired(sent: Fitting): void {
  const open = new Set<string>();
  for (const message of sent.messages) {
    if (message.role === "tool") expect(open.delete(message.toolCallId)).toBe(true);
    else expect(open.size).toBe(0);
    if (message.role === "assistant") for (const call of message.toolCalls ?? []) open.add(call.id);
  }
  expect(open.size).toBe(0);
}

describe("C4 what is sent is never over the limit", () => {
  const asked = fc.record({
    transcript: fc.option(fc.string({ maxLength: 200 }), { nil: undefined }),
    output: fc.string({ maxLength: 2000, size: "max" }),
    perception: fc.string({ maxLength: 300 }),
    prompt: fc.string({ maxLength: 300 }),
  });

  test("whatever was said, noted, seen and answered, and however little room there is", () => {
    fc.assert(
      fc.property(anyHistory, asked, fc.nat(1500), (history, now, room) => {
        const rounds = [{ upTo: 0, calls: [{ id: "now", name: "look", arguments: "{}", output: now.output }] }];
        const answer = { text: "", rounds, historyAt: history.length };
        const whole = { ...context, systemPrompt: now.prompt, perception: now.perception, history };
        const sent = assembleMessages(whole, { transcript: now.transcript, answer }, { ...budget, room });
        if (!sent.ok) {
          expect(sent.excess.tokens).toBeGreaterThan(room);
          return;
        }
        expect(sent.tokens).toBe(sizeOf(sent, []));
        expect(sent.tokens).toBeLessThanOrEqual(room);
        expectPaired(sent);
      }),
      { numRuns: 400 },
    );
  });

  test("in a conversation of 10,000 turns with results of 100 kB and messages over the limit", () => {
    const room = 31_000;
    let now: Context = context;
    let trims = 0;
    for (let turnIdx = 1; turnIdx <= 10_000; turnIdx += 1) {
      const transcript = turnIdx % 500 === 0 ? "w".repeat(40_000) : `what about ${turnIdx}`;
      const sent = assembleMessages(now, { transcript }, { ...budget, room });
      if (sent.ok) {
        now = sent.context;
        trims += sent.turns > 0 ? 1 : 0;
        if (turnIdx % 97 === 0) expect(sizeOf(sent, [])).toBe(sent.tokens);
        expect(sent.tokens).toBeLessThanOrEqual(room);
      } else {
        expect(sent.excess.part).toBe("words");
      }
      now = changeContext(now, { type: "append", item: talked(turnIdx, transcript, `about ${turnIdx}: `.repeat(5)) });
      const item = looked(`c${turnIdx}`, "r".repeat(100_000));
      if (turnIdx % 250 === 0) now = changeContext(now, { type: "append", item });
    }
    // In blocks: far fewer than there are turns.
    expect(trims).toBeGreaterThan(20);
    expect(trims).toBeLessThan(200);
  });
});

describe("C10 what is too much to be asked at all is not cut: it says which part it is", () => {
  const large = "x".repeat(200);
  const refuse = (parts: Partial<Context>, asked: Asked): Assembled =>
    assembleMessages({ ...context, ...parts }, asked, { ...budget, room: 150 });

  test("the prompt with its tools", () => {
    expect(refuse({ systemPrompt: large }, { transcript: "hi" })).toMatchObject({ excess: { part: "prompt" } });
    const tools = [{ name: "look", description: large }];
    expect(refuse({ tools }, { transcript: "hi" })).toMatchObject({ excess: { part: "prompt" } });
  });

  test("the words of the user", () => {
    expect(refuse({}, { transcript: large })).toMatchObject({ ok: false, excess: { part: "words" } });
  });

  test("a turn with so many calls that there is no room for their results", () => {
    const call = { id: "c1", name: "look", arguments: large, output: "" };
    const answer = { text: "", rounds: [{ upTo: 0, calls: [call] }], historyAt: 0 };
    expect(refuse({}, { transcript: "hi", answer })).toMatchObject({ ok: false, excess: { part: "turn" } });
  });

  test("a summary goes before nothing can be said", () => {
    const summary = { text: large, turns: 7 };
    const sent = fit(refuse({ summary }, { transcript: "hi" }));
    expect(sent).toMatchObject({ turns: 7, context: { summary: undefined } });
  });
});

describe("C12 a text that is too long is cut in its middle, and says so", () => {
  const fixed = assemble({}, "well").tokens;

  test("of a past turn that takes more than half of the room, once and for all", () => {
    const history: HistoryItem[] = [talked(1, "look", "Yes."), looked("c1", "r".repeat(1000)), talked(2, "hm", "Yes.")];
    const sent = assemble({ history }, "well", { room: fixed + 600 });
    expect(sent).toMatchObject({ cut: true, turns: 0 });
    const result = sent.messages.find(({ role }) => role === "tool")?.content ?? "";
    expect(result).toMatch(/^r+\n\[\.\.\. \d+ characters left out\]\nr+$/u);
    const again = assemble(sent.context, "well", { room: fixed + 600 });
    expect(again.messages).toEqual(sent.messages);
    expect(again.cut).toBe(false);
  });

  test("of the results of the turn that goes on, the longest first", () => {
    const calls = [
      { id: "c1", name: "look", arguments: "{}", output: "short" },
      { id: "c2", name: "look", arguments: "{}", output: "r".repeat(5000) },
    ];
    const answer = { text: "", rounds: [{ upTo: 0, calls }], historyAt: 0 };
    const sent = fit(assembleMessages(context, { transcript: "well", answer }, { ...budget, room: fixed + 300 }));
    const results = sent.messages.filter(({ role }) => role === "tool").map(({ content }) => content);
    expect(results[0]).toBe("short");
    expect(results[1]).toMatch(/^r+\n\[\.\.\. 4,\d+ characters left out\]\nr+$/u);
    expect(sent.cut).toBe(true);
  });

  test("of what was seen, before words are", () => {
    const sent = assemble({ perception: "s".repeat(500) }, "well", { room: fixed + 100 });
    expect(sent.messages.at(-2)?.content).toContain("characters left out");
    expect(sent.messages.at(-1)?.content).toBe("well");
  });
});
