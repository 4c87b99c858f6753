import { describe, expect, test } from "vitest";
import { openStage, type Stage } from "../testing/stage.ts";

/** A turn that was asked for by an application, and is being answered. */
function asked(): Stage {
  const stage = openStage();
  stage.respond("book a table");
  stage.look();
  return stage;
}

/** A turn that silence ended, and somebody reports playback. */
function played(): Stage {
  const stage = openStage();
  stage.play(0, { draftId: "none" });
  stage.hear("book a table", { utteranceId: "u1" });
  stage.wait(700);
  stage.look();
  return stage;
}

describe("T30 news of the generation that was committed leaves at once", () => {
  test("and news behind its end, or of another, does not", () => {
    const stage = asked();
    stage.text("Of course.");
    stage.text("Never.", "another");
    stage.finish();
    stage.text("Never.");
    stage.fail();
    expect(stage.of("speech-delta").map((delta) => delta.text)).toEqual(["Of course."]);
    expect(stage.entries("reply")).toHaveLength(1);
  });
});

describe("T31 words leave as deltas and clauses", () => {
  test("the first word begins the speech, and every delta brings the whole", () => {
    const stage = asked();
    stage.text("Of course. For how");
    stage.text(" many?");
    expect(stage.look()).toEqual(["speech-start", "speech-delta", "speech-delta", "speech-clause"]);
    expect(stage.of("speech-delta").map(({ index, text, whole }) => [index, text, whole])).toEqual([
      [0, "Of course. For how", "Of course. For how"],
      [1, " many?", "Of course. For how many?"],
    ]);
  });

  test("an empty text says nothing", () => {
    const stage = asked();
    stage.text("");
    expect(stage.look()).toEqual([]);
  });
});

describe("T32 the end of the generation", () => {
  test("the last clause leaves, final, also where nothing is left for it", () => {
    const stage = asked();
    stage.text("Of course, I can do that for you. When");
    stage.finish();
    stage.respond("at eight");
    stage.text("See you at eight.");
    stage.finish();
    expect(stage.of("speech-clause").map(({ index, text, final }) => [index, text, final])).toEqual([
      [0, "Of course, I can do that for you.", false],
      [1, "When", true],
      [0, "See you at eight.", false],
      [1, "", true],
    ]);
  });

  test("a failure before any word says why", () => {
    const stage = asked();
    stage.fail();
    expect(stage.look()).toEqual(["record"]);
    expect(stage.entries("reply")[0]).toMatchObject({ outcome: "failed", text: "", problem: { code: "model_failed" } });
    expect(stage.lines).toEqual(["user: book a table"]);
  });

  test("a failure midway keeps what was said, and its clause leaves", () => {
    const stage = asked();
    stage.text("Of course");
    stage.fail();
    expect(stage.look()).toEqual(["speech-start", "speech-delta", "speech-clause", "speech-stop", "record"]);
    expect(stage.lines).toEqual(["user: book a table", "mara: Of course"]);
    expect(stage.of("speech-stop")[0]?.interrupted).toBe(false);
  });

  test("a failure behind the end is none", () => {
    const stage = asked();
    stage.text("Of course.");
    stage.finish();
    stage.fail();
    expect(stage.entries("reply").map((reply) => reply.outcome)).toEqual(["completed"]);
  });

  test("a reply without a word is silent, and the client is told", () => {
    const stage = asked();
    stage.finish();
    expect(stage.look()).toEqual(["warning", "record"]);
    expect(stage.of("warning")[0]).toMatchObject({ code: "silent_reply", turnIdx: 1 });
    expect(stage.entries("reply")[0]?.outcome).toBe("silent");
  });

  test("one that only calls a tool is not silent", () => {
    const stage = asked();
    stage.callTool("c1");
    stage.finish();
    stage.answer("two seats");
    stage.finish();
    expect(stage.entries("reply")[0]).toMatchObject({ outcome: "completed", numbers: { tools: 1 } });
    expect(stage.of("warning")).toEqual([]);
  });
});

describe("T33 what counts as heard", () => {
  test("everything that was sent, until somebody reports playback", () => {
    const stage = asked();
    stage.text("Of course. For how many?");
    stage.interrupt();
    expect(stage.lines).toEqual(["user: book a table", "mara: Of course. For how many?"]);
  });

  test("from the first report on, whole words as far as they were played", () => {
    const stage = asked();
    stage.text("Of course. For how many?");
    stage.play(13);
    stage.interrupt();
    expect(stage.lines).toEqual(["user: book a table", "mara: Of course."]);
  });

  test("the mouth never goes back, and never further than what was said", () => {
    const stage = asked();
    stage.text("Of course.");
    stage.play(9);
    stage.play(2);
    stage.play(-5);
    stage.text(" Yes.");
    stage.interrupt();
    expect(stage.entries("reply")[0]?.heard).toBe("Of course");
    const ahead = asked();
    ahead.text("Of course.");
    ahead.play(5000);
    ahead.text(" For how many?");
    ahead.interrupt();
    expect(ahead.entries("reply")[0]?.heard).toBe("Of course.");
  });

  test("a report tells by characters, by text, or by being done", () => {
    const heard = (report: { spokenChars?: number; spokenText?: string; done: boolean }): string | undefined => {
      const stage = asked();
      stage.text("Of course. For how many?");
      stage.play(0);
      stage.finish();
      stage.send({ type: "playback", draftId: stage.draft, ...report });
      if (!report.done) stage.interrupt();
      return stage.entries("reply")[0]?.heard;
    };
    expect(heard({ spokenChars: 10, done: false })).toBe("Of course.");
    expect(heard({ spokenText: "Of course.", done: false })).toBe("Of course.");
    expect(heard({ done: true })).toBe("Of course. For how many?");
    expect(heard({ spokenChars: 10, done: true })).toBe("Of course.");
  });

  test("the first report, even of another reply, says that nothing of this one was heard yet", () => {
    const stage = asked();
    stage.text("Of course.");
    stage.play(3, { draftId: "another" });
    stage.interrupt();
    expect(stage.entries("reply")[0]?.heard).toBe("");
  });
});

describe("T34 when a turn is over", () => {
  test("without playback at the end of the generation", () => {
    const stage = asked();
    stage.text("Of course.");
    stage.finish();
    expect(stage.state.turn.phase).toBe("idle");
  });

  test("with it when all of it was played", () => {
    const stage = asked();
    stage.text("Of course.");
    stage.play(5);
    stage.finish();
    expect(stage.state.turn.phase).toBe("settled");
    stage.play(10);
    expect(stage.entries("reply")[0]).toMatchObject({ outcome: "completed", heard: "Of course." });
  });

  test("a mouth that is done before the model is not", () => {
    const stage = asked();
    stage.text("Of course.");
    stage.play(10, { done: true });
    stage.text(" For how many?");
    stage.finish();
    expect(stage.state.turn.phase).toBe("settled");
    stage.play(undefined, { done: true });
    expect(stage.entries("reply")[0]?.heard).toBe("Of course. For how many?");
  });
});

describe("T35 nobody is waited for for ever", () => {
  test("a mouth that says nothing for 15 s is done with what it told", () => {
    const stage = asked();
    stage.text("Of course. For how many?");
    stage.play(10);
    stage.finish();
    stage.wait(14_999);
    expect(stage.entries("reply")).toEqual([]);
    stage.wait(1);
    expect(stage.entries("reply")[0]).toMatchObject({ outcome: "completed", heard: "Of course." });
  });

  test("every report starts the wait anew", () => {
    const stage = asked();
    stage.text("Of course. For how many?");
    stage.play(1);
    stage.finish();
    stage.wait(10_000);
    stage.play(5);
    stage.wait(10_000);
    expect(stage.entries("reply")).toEqual([]);
  });

  test("one that never said a thing of it said everything, and reports no more", () => {
    const stage = played();
    stage.text("Of course.");
    stage.finish();
    stage.wait(15_300);
    expect(stage.entries("reply")[0]).toMatchObject({ outcome: "completed", heard: "Of course." });
    expect(stage.state.session.playback).toBe(false);
  });

  test("an echo whose next piece does not come is complete", () => {
    const stage = openStage();
    stage.echo("One ", { done: false });
    stage.wait(10_000);
    stage.echo("moment.", { done: false });
    stage.wait(14_999);
    expect(stage.entries("reply")).toEqual([]);
    stage.wait(1);
    expect(stage.entries("reply")[0]?.text).toBe("One moment.");
  });
});

describe("T36 a turn is settled", () => {
  const phases = (stage: Stage): string => stage.state.turn.phase;

  test("when its grace is over", () => {
    const stage = played();
    stage.text("Of course.");
    expect(phases(stage)).toBe("released");
    stage.wait(299);
    expect(phases(stage)).toBe("released");
    stage.wait(1);
    expect(phases(stage)).toBe("settled");
  });

  test("T37 by the first word: where nobody reports playback when it leaves, else when it is heard", () => {
    const heard = played();
    heard.text("Of course.");
    heard.play(1);
    expect(phases(heard)).toBe("settled");
    const sent = openStage();
    sent.hear("book a table");
    sent.wait(700);
    sent.text("Of");
    expect(phases(sent)).toBe("settled");
  });

  test("by the end of the generation, where its caller ended the turn", () => {
    const stage = openStage();
    stage.play(0, { draftId: "none" });
    stage.hear("book a table", { endedBy: "client" });
    stage.endTurn();
    stage.text("Of course.");
    expect(phases(stage)).toBe("released");
    stage.finish();
    expect(phases(stage)).toBe("settled");
  });

  test("not by it where silence ended the turn", () => {
    const stage = played();
    stage.text("Of course.");
    stage.finish();
    expect(phases(stage)).toBe("released");
  });
});

test("T35 a timer that was cleared or set anew does nothing when it comes after all", () => {
  const stage = asked();
  stage.text("Of course.");
  for (const timer of ["end-of-turn", "trigger", "grace", "playback"] as const) stage.send({ type: "timer", timer });
  expect(stage.look()).toEqual(["speech-start", "speech-delta"]);
  const early = openStage();
  early.hear("book a table");
  early.send({ type: "timer", timer: "end-of-turn" });
  expect(early.of("turn-commit")).toEqual([]);
});
