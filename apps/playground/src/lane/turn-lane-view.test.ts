import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { layout, toLane } from "@repartee/client/lane";
import type { TurnLane } from "@repartee/client/lane";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { LaneStage } from "./lane-stage.tsx";
import { readTraceFile } from "./trace-file.ts";
import { isSameLane } from "./turn-lane-props.ts";

const path = fileURLToPath(new URL("../../../../packages/client/src/lane/fixtures/talk.ndjson", import.meta.url));
const talk = readFileSync(path, "utf8");

function fileOf(text: string, size = text.length): Pick<File, "name" | "size" | "text"> {
  return { name: "talk.ndjson", size, text: () => Promise.resolve(text) };
}

async function recordedLane(turnIdx: number): Promise<TurnLane> {
  const result = await readTraceFile(fileOf(talk));
  if (!result.ok) throw new Error(result.message);
  const turn = result.lanes.turns.find((one) => one.turnIdx === turnIdx);
  if (turn === undefined) throw new Error(`the talk has no turn ${turnIdx}`);
  return toLane(turn);
}

function draw(lane: TurnLane): string {
  const box = { width: 760, density: "desktop", window: "decision" } as const;
  return renderToStaticMarkup(createElement(LaneStage, { lane, box, onWindow: () => {} }));
}

describe("the view of a lane", () => {
  test("LN16 every bar is a button whose name says what became of it, why, what it cost, and when", async () => {
    const html = draw(await recordedLane(1));
    const names = Array.from(html.matchAll(/<button[^>]*aria-label="([^"]*)"/g), (match) => match[1]);
    expect(names).toEqual([
      expect.stringMatching(/^Draft 1, revoked, the user went on, \d+ tokens?, \d\.\d\d to \d\.\d\d seconds$/),
      expect.stringMatching(/^Draft 2, adopted, \d+ tokens, \d\.\d\d to \d\.\d\d seconds$/),
      expect.stringMatching(/^Sent, to its end, \d\.\d\d to \d\.\d\d seconds$/),
    ]);
  });

  test("LN16 the picture is hidden from those who are read to, and the table says the same", async () => {
    const lane = await recordedLane(4);
    const html = draw(lane);
    expect(html).toMatch(/<div role="group" aria-label="Turn 4, 2 drafts; first words heard: decide \d+/);
    expect(html).toMatch(/<svg[^>]*aria-hidden="true"/);
    const table = html.slice(html.indexOf("<table>"));
    expect(table.match(/<th scope="row">[^<]+<\/th>/g)?.slice(0, 4)).toEqual([
      '<th scope="row">Draft 1</th>',
      '<th scope="row">Draft 2</th>',
      '<th scope="row">Sent</th>',
      '<th scope="row">Heard</th>',
    ]);
    expect(table).toContain("the first words had left, and were not heard yet");
  });

  test("LN16 all bars are one stop for Tab", async () => {
    const html = draw(await recordedLane(4));
    const stops = Array.from(html.matchAll(/<button[^>]*tabindex="(-?\d)"/gi), (match) => match[1]);
    expect(stops).toEqual(["0", "-1", "-1", "-1"]);
  });

  test("LN19 a turn that is over is not drawn again when the clock goes on, one that is open is", async () => {
    const result = await readTraceFile(fileOf(talk));
    if (!result.ok) throw new Error(result.message);
    const turn = result.lanes.turns[0]!;
    expect(isSameLane({ turn, nowMs: 1 }, { turn, nowMs: 2 })).toBe(true);
    const open = { ...turn, numbers: undefined };
    expect(isSameLane({ turn: open, nowMs: 1 }, { turn: open, nowMs: 2 })).toBe(false);
    expect(isSameLane({ turn, nowMs: 1 }, { turn: { ...turn }, nowMs: 1 })).toBe(false);
  });
});

describe("a dropped file", () => {
  test("LN20 a trace becomes turns, with what was said beside them", async () => {
    const result = await readTraceFile(fileOf(talk));
    expect(result.ok && result.view.turns.map((turn) => turn.userText)).toEqual(
      result.ok &&
        result.lanes.turns.map((turn) =>
          toLane(turn)
            .words.map((word) => word.text)
            .join(" "),
        ),
    );
    expect(result.ok && result.lanes.turns.length).toBe(6);
  });

  test("LN20 what is wrong is told with the name, the line, and what was expected", async () => {
    const broken = talk.split("\n").with(11, '{"at_ms":1,"direction":"up","frame":{"event_type":"x"}}').join("\n");
    expect(await readTraceFile(fileOf(broken))).toEqual({
      ok: false,
      message: expect.stringMatching(/^talk\.ndjson, line 12: direction: /) as string,
    });
    expect(await readTraceFile(fileOf("\n"))).toEqual({
      ok: false,
      message: "talk.ndjson: the file has no frames: a trace is NDJSON, one frame on every line",
    });
  });

  test("LN20 a file beyond the bound is not read", async () => {
    const file = { ...fileOf(talk, 2 ** 27), text: () => Promise.reject(new Error("it was read")) };
    expect(await readTraceFile(file)).toEqual({
      ok: false,
      message: "talk.ndjson has 128 MB; a trace has at most 64 MB",
    });
  });
});

test("LN9 the page draws the layout that everybody draws", async () => {
  const lane = await recordedLane(2);
  const picture = layout(lane, { width: 760, density: "desktop", window: "decision" });
  const html = draw(lane);
  expect(html.match(/<text /g)).toHaveLength(picture.labels.length);
  expect(html.match(/<rect /g)).toHaveLength(picture.rects.length);
});
