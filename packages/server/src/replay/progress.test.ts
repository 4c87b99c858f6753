import { expect, test } from "vitest";
import { scriptSpokenCall } from "./call-script.ts";
import { createProgress } from "./progress.ts";
import { selectCalls } from "./spoken-turns.ts";
import { recordedCall, segmentOf } from "./testing/recorded.ts";

const [spoken] = selectCalls([
  recordedCall([segmentOf("ann", 0, "hi"), segmentOf("agent", 500, "oh"), segmentOf("ann", 900, "me")]),
]);
const call = scriptSpokenCall(spoken!, "server");

function progressOf(columns: number | undefined, speed = 1) {
  const written: string[] = [];
  const progress = createProgress({ calls: [call], speed, columns, write: (text) => void written.push(text) });
  return { progress, written };
}

test("Y7 on a terminal progress is one line that is written anew, cut to the width, and cleared", () => {
  const { progress, written } = progressOf(200, 4);
  progress.see({ type: "call-start", call });
  progress.see({ type: "turn-start", call, turn: 0 });
  progress.clear();
  progress.clear();
  expect(written).toEqual([
    "\r\u001b[2K0 of 1 call, 0 of 2 turns: playing c1 at 4×",
    "\r\u001b[2K0 of 1 call, 1 of 2 turns: playing c1 at 4×",
    "\r\u001b[2K",
  ]);
  const narrow = progressOf(20);
  narrow.progress.see({ type: "call-start", call });
  expect(narrow.written).toEqual(["\r\u001b[2K0 of 1 call, 0 of 2"]);
});

test("Y7 elsewhere it is a line for each call", () => {
  const { progress, written } = progressOf(undefined);
  progress.see({ type: "call-start", call });
  progress.see({ type: "turn-start", call, turn: 0 });
  progress.see({ type: "call-end", call });
  progress.clear();
  expect(written).toEqual(["played call c1, 1 of 1\n"]);
});
