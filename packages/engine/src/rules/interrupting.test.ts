import { describe, expect, test } from "vitest";
import type { Level } from "../session/session.ts";
import { openStage, type Stage } from "../testing/stage.ts";

/** The agent is speaking, and has been heard as far as "Of course. For". */
function speaking(interruptibility: Level, said = "Of course. For how many?"): Stage {
  const stage = openStage({ interruptibility });
  stage.respond("book a table");
  stage.text(said);
  stage.play(15);
  stage.look();
  return stage;
}

function stopped(stage: Stage): boolean {
  return stage.of("speech-stop").some((stop) => stop.interrupted);
}

describe("T50 barge-in", () => {
  test("high: by a voice", () => {
    const stage = speaking("high");
    stage.voice(true);
    expect(stage.look()).toEqual(["user-start", "model-cancel", "speech-stop", "record"]);
  });

  test("high: by any word, where nobody reports voices", () => {
    const stage = speaking("high");
    stage.hear("mhm");
    expect(stopped(stage)).toBe(true);
  });

  test("medium: by the first word that is no backchannel", () => {
    const stage = speaking("medium");
    stage.voice(true);
    stage.hear("mhm");
    stage.hear("mhm yeah");
    expect(stopped(stage)).toBe(false);
    stage.hear("mhm yeah but");
    expect(stopped(stage)).toBe(true);
  });

  test("medium: by whatever goes on with the very words that are answered", () => {
    const stage = openStage({ interruptibility: "medium" });
    stage.hear("book a table", { utteranceId: "u1", endedBy: "server" });
    stage.wait(2000);
    stage.text("Of course. For how many?");
    stage.play(1);
    stage.hear("book a table yeah", { utteranceId: "u1" });
    expect(stopped(stage)).toBe(true);
    stage.wait(2000);
    expect(stage.of("turn-commit").at(-1)?.transcript).toBe("yeah");
  });

  test("low: by three such words", () => {
    const stage = speaking("low");
    stage.hear("no wait yeah");
    expect(stopped(stage)).toBe(false);
    stage.hear("no wait yeah please");
    expect(stopped(stage)).toBe(true);
  });

  test("the history says what was heard, in whole words, and the words are the next turn", () => {
    const stage = speaking("medium");
    stage.hear("for two", { endedBy: "client" });
    stage.endTurn();
    expect(stage.lines).toEqual(["user: book a table", "mara: Of course. For"]);
    expect(stage.entries("reply")[0]).toMatchObject({
      outcome: "interrupted",
      text: "Of course. For how many?",
      heard: "Of course. For",
    });
    expect(stage.of("turn-commit").at(-1)).toMatchObject({ turnIdx: 2, transcript: "for two" });
  });

  test("in a script without spaces the history ends between characters", () => {
    const stage = speaking("medium", "好的，没问题，请问您一共几位？我来帮您订。");
    stage.hear("两位");
    expect(stage.entries("reply")[0]?.heard).toBe("好的，没问题，请问您一共几位？");
  });

  test("before the agent says a word, nobody interrupts it", () => {
    const stage = openStage({ interruptibility: "high" });
    stage.play(0, { draftId: "none" });
    stage.respond("book a table");
    stage.voice(true);
    stage.hear("wait a minute");
    expect(stage.entries("reply")).toEqual([]);
  });

  test("without playback there is none: the words are the next turn", () => {
    const stage = openStage({ interruptibility: "high" });
    stage.respond("book a table");
    stage.text("Of course. For how many?");
    stage.voice(true);
    stage.hear("for two please", { endedBy: "client" });
    expect(stopped(stage)).toBe(false);
    stage.endTurn();
    expect(stage.lines).toEqual(["user: book a table", "mara: Of course. For how many?"]);
    expect(stage.of("turn-commit").at(-1)?.transcript).toBe("for two please");
  });
});

describe("T52 words that do not stop the agent wait until it has finished", () => {
  test("silence ends no turn while it speaks", () => {
    const stage = speaking("low");
    stage.hear("no wait", { endedBy: "server" });
    stage.wait(5000);
    expect(stopped(stage)).toBe(false);
    stage.finish();
    stage.play(undefined, { done: true });
    stage.wait(0);
    expect(stage.of("turn-commit").at(-1)?.transcript).toBe("no wait");
  });

  test("a backchannel before its first word does not stop it behind", () => {
    const stage = openStage();
    stage.play(0, { draftId: "none" });
    stage.respond("book a table");
    stage.hear("mhm", { endedBy: "server" });
    stage.text("Of course. For how many?");
    stage.wait(5000);
    expect(stopped(stage)).toBe(false);
  });

  test("real words before its first word do, when they are over", () => {
    const stage = openStage();
    stage.play(0, { draftId: "none" });
    stage.respond("book a table");
    stage.hear("make it eight", { endedBy: "server" });
    stage.text("Of course. For how many?");
    stage.wait(700);
    expect(stage.of("turn-commit").at(-1)?.transcript).toBe("make it eight");
  });
});

describe("T51 interrupt", () => {
  test("stops the agent whatever the persona says, with and without playback", () => {
    for (const level of ["low", "medium", "high"] as const) {
      const stage = speaking(level);
      stage.interrupt();
      expect(stage.lines.at(-1)).toBe("mara: Of course. For");
    }
    const stage = openStage();
    stage.respond("book a table");
    stage.interrupt();
    expect(stage.entries("reply")[0]).toMatchObject({ outcome: "interrupted", text: "" });
  });

  test("takes back the echoes that wait", () => {
    const stage = openStage();
    stage.respond("book a table");
    stage.echo("One moment.");
    stage.interrupt();
    stage.finish();
    expect(stage.of("turn-commit")).toHaveLength(1);
  });

  test("leaves the user's turn alone, and does nothing where nothing is said", () => {
    const stage = openStage();
    stage.interrupt();
    expect(stage.look()).toEqual([]);
    stage.hear("book a table.");
    stage.look();
    stage.interrupt();
    expect(stage.look()).toEqual([]);
  });
});
