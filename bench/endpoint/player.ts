import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import { constants } from "node:http2";
import type { Script, Step } from "./script.ts";
import type { Wheel } from "./wheel.ts";

export type Response = ServerResponse | Http2ServerResponse;

/** Plays a script onto a response until it ends or the other side leaves; then nothing more is made. */
export function play(script: Script, response: Response, stage: Stage): void {
  let due = performance.now();
  let over = false;
  let ended = false;
  response.once("close", () => {
    over = true;
    // On HTTP/2 a stream that was reset is finished as well.
    stage.left(ended && response.writableFinished);
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
      ended ||= step.type === "end";
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

function perform(step: Exclude<Step, { type: "wait" }>, response: Response, stage: Stage): void {
  switch (step.type) {
    case "head":
      response.statusCode = step.status;
      for (const [header, value] of Object.entries(step.headers)) response.setHeader(header, value);
      if ("stream" in response) response.writeHead(step.status);
      else response.flushHeaders();
      return;
    case "write":
      if ("stream" in response) response.stream.write(step.bytes);
      else response.write(step.bytes);
      if (step.tokens > 0) stage.tokenSent(step.tokens);
      return;
    case "end":
      response.end();
      return;
    case "reset":
      if ("stream" in response) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      else response.socket?.resetAndDestroy();
      return;
    case "hold":
      return;
  }
}
