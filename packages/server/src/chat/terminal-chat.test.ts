import { describe, expect, test } from "vitest";
import { ManualClock } from "../model/testing/manual-clock.ts";
import type { Counterpart } from "./cast.ts";
import { chatInTerminal } from "./chat-terminal.ts";
import { FakeTerminal } from "./testing/fake-terminal.ts";
import { createFakeCast, Feed, mara, ScriptedTalk } from "./testing/scripted-talk.ts";

/** Everything that runs without time passing has run. */
const settled = (): Promise<void> => new Promise((done) => void setImmediate(() => setImmediate(done)));

async function openChat(columns = 60) {
  const terminal = new FakeTerminal(columns);
  const clock = new ManualClock();
  const input = new Feed<Uint8Array>();
  const cast = createFakeCast();
  const talks: ScriptedTalk[] = [];
  const stop = new AbortController();
  let ids = 0;
  const open = (counterpart: Counterpart): Promise<ScriptedTalk> => {
    const talk = new ScriptedTalk(counterpart);
    talks.push(talk);
    return Promise.resolve(talk);
  };
  const over = chatInTerminal({
    input,
    terminal,
    write: terminal.write,
    colour: true,
    clock,
    cast,
    open,
    signal: stop.signal,
    createId: () => `u${(ids += 1)}`,
    counterpart: mara,
    welcome: "/help tells more",
  });
  // A failure is the test's to look at, later.
  over.catch(() => {});
  const type = async (text: string): Promise<void> => {
    input.push(new TextEncoder().encode(text));
    await settled();
  };
  await settled();
  const talk = talks[0]!;
  return { terminal, clock, input, cast, talks, talk, type, over, stop };
}

const head = "  /help tells more\n  talking to Mara, small at http://127.0.0.1:1/v1\n";

describe("a talk in the terminal", () => {
  test("a turn: the line, the reply as it comes, its numbers, and the line again", async () => {
    const { terminal, talk, type } = await openChat();
    await type("hello");
    expect(terminal.text).toBe(`${head}\n› hello`);
    await type("\r");
    talk.commit(1, "hello");
    talk.delta(1, 0, "Good evening, what can I do for you, and when shall we ");
    await settled();
    expect(terminal.text).toBe(`${head}\n› hello\n  Good evening, what can I do for you, and when shall we`);
    talk.delta(1, 1, "expect you?");
    talk.complete(1, { drafts: { started: 2, adopted: 1, salvaged: 0, revoked: 1, discarded: 0 }, head_start_ms: 480 });
    await settled();
    expect(terminal.text).toMatchInlineSnapshot(`
      "  /help tells more
        talking to Mara, small at http://127.0.0.1:1/v1

      › hello
        Good evening, what can I do for you, and when shall we
        expect you?
        — 212 ms to first words · 1 of 2 drafts adopted, 480 ms
          ahead · 84 tokens

      ›"
    `);
  });

  test("each change of the line is a partial transcript of one utterance; Enter ends the turn and begins another", async () => {
    const { talk, type } = await openChat();
    await type("h");
    await type("i");
    await type("\u001b[D");
    await type("\r");
    talk.commit(1, "hi");
    talk.complete(1);
    await settled();
    await type("so");
    expect(talk.told).toEqual(["partial u1: h", "partial u1: hi", "turn_end: hi", "partial u2: so"]);
  });

  test("a line without a word is answered as well; a blank one is no turn", async () => {
    const { talk, type } = await openChat();
    await type(" \r");
    await type("?!\r");
    expect(talk.told).toEqual(["partial u1:  ", "partial u1:  ?!", "respond:  ?!"]);
  });

  test("nothing but the last row is ever drawn again, whatever the width", async () => {
    // The fake terminal throws at every order that could; here all that is drawn is drawn.
    for (const columns of [12, 20, 60, 200]) {
      const { terminal, talk, type, clock } = await openChat(columns);
      await type(`${"a long line 日本語 ".repeat(20)}\u001b[H\u001b[F\u007f`);
      const before = terminal.text.split("\n").length;
      await type("x".repeat(100));
      expect(terminal.text.split("\n")).toHaveLength(before);
      await type("\r");
      clock.advance(3000);
      talk.commit(1, "x");
      talk.delta(1, 0, "words \u001b[2J and ".repeat(30));
      const above = terminal.text.split("\n").slice(0, -1).join("\n");
      await settled();
      talk.complete(1);
      await settled();
      expect(terminal.text.startsWith(above)).toBe(true);
    }
  });

  test("what is typed while the reply streams is kept, heard when it is over, and lines are said one after the other", async () => {
    const { terminal, talk, type } = await openChat();
    await type("one\r");
    talk.commit(1, "one");
    talk.delta(1, 0, "First ");
    await type("two\rthr");
    expect(terminal.text).not.toContain("two");
    talk.delta(1, 1, "answer.");
    talk.complete(1);
    await settled();
    expect(terminal.text).toMatch(/First answer\.\n.*\n\n› two\n$/);
    talk.commit(2, "two");
    talk.complete(2);
    await settled();
    expect(terminal.text).toMatch(/› thr$/);
    expect(talk.told).toEqual([
      "partial u1: one",
      "turn_end: one",
      "partial u2: two",
      "turn_end: two",
      "partial u3: thr",
    ]);
  });

  test("a lone Esc interrupts the answer once enough time has passed; the arrow keys do not", async () => {
    const { terminal, talk, type, clock } = await openChat();
    await type("one\r");
    talk.commit(1, "one");
    talk.delta(1, 0, "A long story that ");
    await type("\u001b");
    clock.advance(39);
    await type("[D");
    clock.advance(1000);
    expect(talk.told).not.toContain("interrupt");
    await type("\u001b");
    clock.advance(40);
    expect(talk.told.at(-1)).toBe("interrupt");
    talk.complete(1, { outcome: "interrupted" });
    await settled();
    expect(terminal.text).toMatch(/A long story that\n {2}— interrupted · 212 ms to first words · 84 tokens\n\n›$/);
  });

  test("a wait of more than a second is told, in the last row, and gone with the first words", async () => {
    const { terminal, talk, type, clock } = await openChat();
    await type("one\r");
    clock.advance(999);
    expect(terminal.text).not.toContain("waiting");
    clock.advance(2001);
    expect(terminal.text).toMatch(/\n {2}waiting for the first words, 3 s · Esc interrupts$/);
    talk.commit(1, "one");
    talk.delta(1, 0, "Yes.");
    talk.complete(1);
    await settled();
    expect(terminal.text).not.toContain("waiting");
    expect(clock.waiting).toBe(0);
  });

  test("where no answer begins at all, Esc twice gives the line back", async () => {
    const { terminal, type, clock } = await openChat();
    await type("lost\r");
    await type("\u001b");
    clock.advance(40);
    await type("\u001b");
    clock.advance(40);
    expect(terminal.text).toMatch(/error: no answer has begun\n› lost$/);
  });

  test("a failed turn says why in the server's words", async () => {
    const { terminal, talk, type } = await openChat(80);
    await type("one\r");
    talk.commit(1, "one");
    talk.say("conversation.error", { code: "model_unreachable", message: "nothing listens there; start it" }, 1);
    talk.complete(1, {
      outcome: "failed",
      first_words_at: null,
      gap_ms: null,
      tokens: { in: 0, cached: 0, out: 0, wasted: 0 },
    });
    await settled();
    expect(terminal.text).toMatch(
      /› one\n {2}error: nothing listens there; start it \(model_unreachable\)\n {2}— failed\n\n›$/,
    );
  });

  test("a line that the server refuses is there again", async () => {
    const { terminal, talk, type } = await openChat();
    await type("one\r");
    talk.say("conversation.error", { code: "rate_limited", message: "too fast" });
    await settled();
    expect(terminal.text).toMatch(/error: too fast \(rate_limited\)\n› one$/);
  });

  test("a tool call is told, and answered at once: nobody runs tools here", async () => {
    const { terminal, type, talk } = await openChat();
    await type("is it open?\r");
    talk.commit(1, "is it open?");
    talk.say("conversation.tool_call", { name: "look", arguments: '{"at":8}', tool_call_id: "c1" }, 1);
    await settled();
    expect(terminal.text).toContain('the model calls look {"at":8}');
    expect(talk.told.at(-1)).toBe("error c1: no tool can be run here: this is a conversation in a terminal");
  });

  test("a warning is told once, and never within a reply", async () => {
    const { terminal, talk, type } = await openChat();
    await type("one\r");
    talk.commit(1, "one");
    talk.delta(1, 0, "Half ");
    talk.say("conversation.warning", { code: "stand_in", message: "a stand-in answers" });
    talk.delta(1, 1, "and half.");
    talk.complete(1);
    talk.say("conversation.warning", { code: "stand_in", message: "a stand-in answers" });
    await settled();
    expect(terminal.text).toContain("  Half and half.\n");
    expect(terminal.text.match(/a stand-in answers/g)).toHaveLength(1);
  });

  test("where silence ended the turn, the line becomes the user's words", async () => {
    const { terminal, talk, type } = await openChat(80);
    await type("are you there");
    talk.commit(1, "are you there", "silence");
    talk.delta(1, 0, "Yes.");
    talk.complete(1, { end_of_turn_reason: "silence" });
    await settled();
    expect(terminal.text).toMatch(
      /\n› are you there\n {2}Yes\.\n {2}— 312 ms from your last word to the first words · 84 tokens\n\n›$/,
    );
  });

  test("a reply that is taken back stays, and is called so", async () => {
    const { terminal, talk, type } = await openChat();
    await type("are you");
    talk.commit(1, "are you", "silence");
    talk.delta(1, 0, "Am I ");
    talk.say("conversation.turn.reopened", { turn_idx: 1, inference_id: "d1", reason: "words" }, 1);
    await settled();
    expect(terminal.text).toMatch(/› are you\n {2}Am I\n {2}taken back: you went on\n›$/);
  });

  test("a lost connection is told, and that it is there again", async () => {
    const { terminal, talk } = await openChat();
    talk.connection.push({ phase: "open" });
    const loss = { code: 1006, reason: "" };
    talk.connection.push({ phase: "reconnecting", attempt: 1, waitsFor: "timer", delayMs: 100, loss });
    talk.connection.push({ phase: "connecting", attempt: 1 });
    talk.connection.push({ phase: "open" });
    await settled();
    expect(terminal.text).toMatch(/the connection is lost; dialling again\n {2}connected again\n›$/);
  });
});

describe("slash commands", () => {
  test("are not said, not even while they are typed", async () => {
    const { talk, terminal, type } = await openChat();
    await type("hey");
    await type("\u001b[H/");
    await type("\r");
    expect(talk.told).toEqual(["partial u1: hey", "partial u1: "]);
    expect(terminal.text).toMatch(/› \/hey\n {2}there is no \/hey; did you mean \/help\?/);
  });

  test("/help, /persona and /model tell; /turn has all the numbers of the last turn", async () => {
    const { terminal, talk, type } = await openChat(100);
    await type("/help\r");
    expect(terminal.text).toMatch(/\/quit +leave; so does Ctrl\+C\n/);
    await type("/persona\r");
    expect(terminal.text).toMatch(/ {2}- p0repartee {3}Rea\n {2}\* p1 {11}Mara\n\n›$/);
    await type("/turn\r");
    expect(terminal.text).toMatch(/there has been no turn yet\n\n›$/);
    await type("one\r");
    talk.commit(1, "one");
    talk.complete(1);
    await type("/turn\r");
    expect(terminal.text).toMatch(
      /tokens {4}10 in \(0 cached\), 84 out, 0 wasted\n {2}calls {5}1 to the model, 0 to tools\n\n›$/,
    );
  });

  test("/model NAME is another conversation, and the first one ends", async () => {
    const { terminal, talks, cast, type } = await openChat();
    await type("/model big http://127.0.0.1:2/v1\r");
    expect(cast.made).toEqual(["p1 big http://127.0.0.1:2/v1"]);
    expect(talks.map((talk) => talk.ended)).toEqual([true, false]);
    await type("hi\r");
    expect(talks[1]!.told).toEqual(["partial u2: hi", "turn_end: hi"]);
    talks[1]!.commit(1, "hi");
    talks[1]!.delta(1, 0, "New.");
    talks[1]!.complete(1);
    await settled();
    expect(terminal.text).toMatch(/talking to Mara, big\n\n› hi\n {2}New\.\n/);
  });

  test("what the server refuses is told, and the talk goes on as it was", async () => {
    const { terminal, talk, type } = await openChat();
    await type("/persona nobody\r");
    expect(terminal.text).toMatch(/error: Invalid persona_id\n\n›$/);
    expect(talk.ended).toBe(false);
  });
});

describe("leaving", () => {
  test.each([
    ["Ctrl+C", "half a line\u0003"],
    ["Ctrl+D on an empty line", "\u0004"],
    ["/quit", "/quit\r"],
  ])("%s ends the conversation, and the terminal is as it was found", async (_, keys) => {
    const { terminal, talk, type, over } = await openChat();
    expect([terminal.keysTaken, terminal.pasteMarked, terminal.watchers]).toEqual([true, true, 1]);
    await type(keys);
    await over;
    expect(talk.ended).toBe(true);
    expect([terminal.keysTaken, terminal.pasteMarked, terminal.watchers]).toEqual([false, false, 0]);
    expect(terminal.cursor).toBe(0);
  });

  test.each(["at once", "while an answer streams", "while a command runs"])("a signal ends it %s", async (when) => {
    const { terminal, talks, talk, type, over, stop, clock } = await openChat();
    if (when === "while an answer streams") {
      await type("one\r");
      talk.commit(1, "one");
      talk.delta(1, 0, "Half ");
      await settled();
    }
    if (when === "while a command runs") void type("/model other\r");
    stop.abort();
    await over;
    await settled();
    expect(talks.every((one) => one.ended)).toBe(true);
    expect(terminal.keysTaken).toBe(false);
    expect(clock.waiting).toBe(0);
  });

  test("so does the end of the input, and of the conversation", async () => {
    const gone = await openChat();
    gone.input.end();
    await gone.over;
    const ended = await openChat();
    ended.talk.frames.end();
    await ended.over;
    expect(ended.terminal.text).toContain("the conversation is over");
  });

  test("a conversation that fails is a failure, told by the caller", async () => {
    const { talk, over, terminal } = await openChat();
    talk.frames.end(new Error("refused"));
    await expect(over).rejects.toThrow("refused");
    expect(terminal.keysTaken).toBe(false);
  });

  test("Ctrl+D in a line deletes; a new width draws the line anew", async () => {
    const { terminal, type } = await openChat();
    await type("abc\u001b[H\u0004");
    expect(terminal.text).toMatch(/› bc$/);
    terminal.resize(40);
    expect(terminal.text).toMatch(/› bc$/);
  });
});
