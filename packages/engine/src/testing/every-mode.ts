import { policiesFor } from "../policy/speculative.ts";
import type { SpeculationMode } from "../session/session.ts";
import { openStage, type Stage } from "./stage.ts";

export const everyMode: readonly SpeculationMode[] = ["off", "conservative", "balanced", "eager"];

/** A conversation with the policies that the server uses in this mode. */
export function openIn(speculation: SpeculationMode): Stage {
  return openStage({ speculation }, policiesFor({ speculation }));
}

/** The user says this word by word, 250 ms each, as a recogniser tells it, and is silent for long enough to draft. */
export function say(stage: Stage, text: string, endedBy: "client" | "server" = "client"): void {
  const words = text.split(" ");
  for (const length of words.keys()) {
    stage.wait(250);
    stage.hear(words.slice(0, length + 1).join(" "), { endedBy, utteranceId: "u1" });
  }
  if (endedBy === "server") return;
  stage.hear(text, { final: true, stability: 1, utteranceId: "u1" });
  stage.wait(600);
}

/** What the models of all drafts put out. */
export function answerAll(stage: Stage, text: string): void {
  for (const { id } of stage.state.drafts) stage.text(text, id);
}

/** All that left as speech. */
export function spoken(stage: Stage): string {
  return stage
    .of("speech-delta")
    .map(({ text }) => text)
    .join("");
}

/** The whole reply to the turn that was committed last. */
export function reply(stage: Stage, text: string): void {
  const draftId = stage.of("turn-commit").at(-1)?.draftId;
  stage.text(text, draftId);
  stage.finish(draftId);
}
