import type { ServerResponse } from "node:http";
import type { Script, Step } from "./script.ts";
import type { Wheel } from "./wheel.ts";

/** Plays a script onto a response until it ends or the other side leaves; then nothing more is made. */
export function play(script: Script, response: ServerResponse, stage: Stage): void {
  let due = performance.now();
  let over = false;
  response.once("close", () => {
    over = true;
    stage.left(response.writableFinished);
  });

  function advance(): void {
    while (!over) {
      if (response.writableLength > maxUnsentBytes) return void response.once("drain", advance);
      const next = script.next();
      if (next.done === true) return;
      const step = next.value;
      if (step.type === "wait") {
        due += step.ms;
        if (due > performance.now()) return stage.wheel.at(due, advance);
      } else perform(step, response, stage);
    }
  }
  advance();
}

/** What the player needs of the endpoint around it. */
export interface Stage {
  readonly wheel: Wheel;
  tokenSent(count: number): void;
  left(finished: boolean): void;
}

const maxUnsentBytes = 1_048_576;

function perform(step: Exclude<Step, { type: "wait" }>, response: ServerResponse, stage: Stage): void {
  switch (step.type) {
    case "head":
      response.writeHead(step.status, step.headers);
      response.flushHeaders();
      return;
    case "write":
      response.write(step.bytes);
      if (step.tokens > 0) stage.tokenSent(step.tokens);
      return;
    case "end":
      response.end();
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "hold":
      return;
  }
}
