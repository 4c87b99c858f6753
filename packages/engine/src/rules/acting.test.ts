import { describe, expect, test } from "vitest";
import { openStage, type Stage } from "../testing/stage.ts";

function transcripts(stage: Stage): readonly string[] {
  return stage.of("turn-commit").map((commit) => `${commit.turnIdx} ${commit.reason} ${commit.transcript}`);
}

function said(stage: Stage): readonly string[] {
  return stage.entries("reply").map((reply) => reply.text);
}

describe("T70 respond is finished user speech", () => {
  test("T61 idle: it is answered at once, as if the user had said it", () => {
    const stage = openStage();
    stage.respond("book a table");
    expect(stage.look()).toEqual(["turn-commit", "record", "model-start"]);
    expect(stage.of("model-start")[0]?.messages.at(-1)).toEqual({ role: "user", content: "book a table" });
  });

  test("while the agent speaks: it stops it", () => {
    const stage = openStage();
    stage.respond("book a table");
    stage.text("Of course.");
    stage.respond("no, two tables");
    expect(stage.entries("reply")[0]?.outcome).toBe("interrupted");
    expect(transcripts(stage)).toEqual(["1 respond book a table", "2 respond no, two tables"]);
  });

  test("T62 while the user speaks: the user's words wait for their own turn", () => {
    const stage = openStage();
    stage.hear("could you", { endedBy: "client" });
    stage.respond("book a table");
    stage.hear("could you hurry");
    stage.text("Of course.");
    stage.finish();
    stage.endTurn();
    expect(transcripts(stage)).toEqual(["1 respond book a table", "2 turn_end could you hurry"]);
  });

  test("while a turn is open that was announced: it takes the words with it", () => {
    const stage = openStage();
    stage.hear("book", { endedBy: "client" });
    stage.endTurn();
    stage.send({ type: "user-turn-resume" });
    stage.respond("a table");
    expect(transcripts(stage)).toEqual(["1 turn_end book", "1 turn_end book a table"]);
  });

  test("blank: it is nothing", () => {
    const stage = openStage();
    stage.respond(" \n");
    expect(stage.look()).toEqual([]);
  });
});

describe("T71 an echo is spoken word for word", () => {
  test("without a model, and is the agent's in the history", () => {
    const stage = openStage();
    stage.echo("One moment, please.");
    expect(stage.look()).toEqual([
      "turn-commit",
      "record",
      "speech-start",
      "speech-delta",
      "speech-clause",
      "speech-clause",
      "speech-stop",
      "record",
    ]);
    expect(stage.lines).toEqual(["mara: One moment, please."]);
    expect(stage.entries("reply")[0]).toMatchObject({ purpose: "echo", numbers: { calls: 0, tokens: { out: 0 } } });
  });

  test("pieces with one id are one utterance, until done", () => {
    const stage = openStage();
    stage.echo("One ", { done: false });
    stage.echo("moment", { done: false });
    stage.echo(".");
    stage.echo("Another.");
    expect(said(stage)).toEqual(["One moment.", "Another."]);
  });

  test("T72 it waits while the agent speaks, in order, and pieces join while they wait", () => {
    const stage = openStage();
    stage.respond("book a table");
    stage.echo("One ", { id: "e1", done: false });
    stage.echo("Two.", { id: "e2" });
    stage.echo("moment.", { id: "e1" });
    stage.text("Of course.");
    stage.finish();
    expect(said(stage)).toEqual(["Of course.", "One moment.", "Two."]);
  });

  test("an id that comes again while its first echo is still being played is another echo", () => {
    const stage = openStage();
    stage.play(0, { draftId: "none" });
    stage.echo("One moment.");
    const first = stage.of("turn-commit").at(-1)?.draftId ?? "";
    stage.echo("Another.");
    stage.play(undefined, { draftId: first, done: true });
    expect(stage.of("turn-commit")).toHaveLength(2);
    expect(stage.of("speech-delta").map((delta) => delta.text)).toEqual(["One moment.", "Another."]);
  });

  test("the user's words go on meanwhile, and are answered behind it", () => {
    const stage = openStage();
    stage.hear("could you book", { endedBy: "client" });
    stage.echo("I am listening.");
    stage.hear("could you book a table");
    stage.endTurn();
    expect(transcripts(stage)).toEqual(["1 echo ", "2 turn_end could you book a table"]);
  });

  test("an empty one that is done is nothing", () => {
    const stage = openStage();
    stage.echo("");
    expect(stage.look()).toEqual([]);
  });
});

describe("T92 echoes have bounds", () => {
  test("a hundred wait; one more is refused", () => {
    const stage = openStage();
    stage.respond("book a table");
    for (let index = 0; index <= 100; index += 1) stage.echo("well", { id: `e${index}` });
    expect(stage.of("refusal")).toMatchObject([{ code: "queue_full" }]);
    stage.finish();
    expect(stage.of("turn-commit")).toHaveLength(101);
  });

  test("an echo has 100,000 characters at most, waiting or spoken", () => {
    const stage = openStage();
    const half = "word ".repeat(10_001);
    stage.echo(half, { id: "spoken", done: false });
    stage.echo(half, { id: "spoken", done: false });
    stage.echo(half, { id: "waiting", done: false });
    stage.echo(half, { id: "waiting", done: false });
    expect(stage.of("refusal")).toHaveLength(2);
    stage.wait(30_000);
    expect(said(stage)).toEqual([half, half]);
  });
});

describe("T73 the greeting is the agent's first line, once", () => {
  test("when the first participant joins", () => {
    const stage = openStage({ greeting: "Hello." });
    stage.send({ type: "participant-join" });
    stage.send({ type: "participant-leave" });
    stage.send({ type: "participant-join" });
    expect(stage.lines).toEqual(["mara: Hello."]);
    expect(stage.entries("reply")[0]?.purpose).toBe("greeting");
  });

  test("not where there was a turn before, and not where there is none", () => {
    const stage = openStage({ greeting: "Hello." });
    stage.respond("book a table");
    stage.finish();
    stage.send({ type: "participant-join" });
    expect(stage.of("turn-commit")).toHaveLength(1);
    for (const greeting of [undefined, "  "]) {
      const mute = openStage({ greeting });
      mute.send({ type: "participant-join" });
      expect(mute.look()).toEqual([]);
    }
  });

  test("a participant who joins anew has not reported playback yet", () => {
    const stage = openStage();
    stage.play(0, { draftId: "none" });
    stage.send({ type: "participant-join" });
    stage.echo("Hello.");
    expect(stage.lines).toEqual(["mara: Hello."]);
  });
});

describe("T76 an echo pipeline has no model", () => {
  test("the user's turns are kept and not answered; the agent says what it is told to", () => {
    const stage = openStage({ pipeline: "echo" });
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.respond("at eight");
    stage.echo("Of course.");
    expect(stage.of("model-start")).toEqual([]);
    expect(stage.of("warning")).toEqual([]);
    expect(stage.entries("reply").map((reply) => reply.outcome)).toEqual(["silent", "silent", "completed"]);
    expect(stage.lines).toEqual(["user: book a table", "user: at eight", "mara: Of course."]);
  });
});

describe("T74 the end of a conversation, in every phase", () => {
  const last = (stage: Stage): readonly string[] => stage.of("record").map(({ entry }) => entry.type);

  test("idle", () => {
    const stage = openStage();
    stage.end();
    expect(last(stage)).toEqual(["ended"]);
  });

  test("open: the words are kept, unanswered", () => {
    const stage = openStage();
    stage.hear("book a table.");
    stage.end();
    expect(last(stage)).toEqual(["release", "reply", "ended"]);
    expect(stage.entries("reply")[0]).toMatchObject({ outcome: "silent", numbers: { drafts: { discarded: 1 } } });
    expect(stage.of("warning")).toEqual([]);
    expect(stage.lines).toEqual(["user: book a table."]);
  });

  test("open again: the turn that was announced is completed", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.send({ type: "user-turn-resume" });
    stage.end();
    expect(last(stage)).toEqual(["release", "release", "reply", "ended"]);
  });

  test("released: the reply is cut short", () => {
    const stage = openStage();
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.look();
    stage.end();
    expect(stage.look()).toEqual(["model-cancel", "record", "record"]);
    expect(stage.entries("reply")[0]?.outcome).toBe("interrupted");
  });

  test("settled, with words that wait and echoes: both sides are kept, and nothing more is said", () => {
    const stage = openStage();
    stage.respond("book a table");
    stage.text("Of course.");
    stage.echo("Never.");
    stage.hear("at eight", { endedBy: "client" });
    stage.end();
    expect(stage.lines).toEqual(["user: book a table", "mara: Of course.", "user: at eight"]);
    expect(last(stage)).toEqual(["release", "reply", "release", "reply", "ended"]);
  });

  test("a tool that has not answered is given up", () => {
    const stage = openStage();
    stage.respond("look");
    stage.callTool("c1");
    stage.finish();
    stage.end();
    expect(stage.state.tools.calls.map((call) => call.phase)).toEqual(["abandoned"]);
  });

  test("nothing follows it, and no timer runs on", () => {
    const stage = openStage();
    stage.hear("book a table");
    stage.end();
    expect(stage.state.timers).toEqual({});
    stage.look();
    stage.end();
    stage.hear("hello");
    stage.respond("hello");
    stage.wait(60_000);
    expect(stage.look()).toEqual([]);
  });
});
