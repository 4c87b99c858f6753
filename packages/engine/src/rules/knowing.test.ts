import { expect, test } from "vitest";
import { openStage, type Stage } from "../testing/stage.ts";

function sent(stage: Stage): readonly string[] {
  return (
    stage
      .of("model-start")
      .at(-1)
      ?.messages.map((message) => `${message.role}: ${message.content}`) ?? []
  );
}

test("T80 an overwrite stands in place of the conversation's context", () => {
  const stage = openStage({ personaContext: "The house opens at six.", conversationalContext: "Ann calls." });
  stage.send({ type: "context-overwrite", text: "Bob calls." });
  expect(stage.entries("context")).toEqual([{ type: "context", change: "overwrite", text: "Bob calls." }]);
  stage.respond("hello");
  expect(sent(stage)[0]).toBe("system: You are Mara.\n\nThe house opens at six.\n\nBob calls.");
});

test("T81 what is appended stands in the history where it came; what is blank is nothing", () => {
  const stage = openStage();
  stage.echo("Hello.");
  stage.send({ type: "context-append", text: "Ann is a regular." });
  stage.send({ type: "context-append", text: " " });
  stage.respond("hello");
  expect(sent(stage)).toEqual([
    "system: You are Mara.",
    "assistant: Hello.",
    "system: Ann is a regular.",
    "user: hello",
  ]);
  expect(stage.entries("context")).toHaveLength(1);
});

test("T82 perception stands before the transcript, as it is now, and nowhere else", () => {
  const stage = openStage();
  stage.send({ type: "perception-update", text: "She smiles." });
  stage.respond("hello");
  stage.text("Hi.");
  stage.finish();
  stage.send({ type: "perception-update", text: "She frowns." });
  stage.respond("well");
  expect(sent(stage)).toEqual([
    "system: You are Mara.",
    "user: hello",
    "assistant: Hi.",
    "system: She frowns.",
    "user: well",
  ]);
  expect(stage.entries("context")).toEqual([]);
});
