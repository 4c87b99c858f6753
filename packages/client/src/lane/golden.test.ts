import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

import { toLaneSvg } from "./lane-svg.ts";
import type { WindowChoice } from "./lane-window.ts";
import { layout } from "./layout.ts";
import { boxes, readTalk } from "./testing/golden.ts";
import { scenes } from "./testing/scenes.ts";
import { toLane } from "./turn-lane.ts";
import type { TurnLane } from "./turn-lane.ts";

// The pictures are in golden/. After a change that is meant: REPARTEE_WRITE_GOLDEN=1 vitest run packages/client/src/lane,
// and look at every one that changed, at all widths, light and dark.

const rewrites = process.env["REPARTEE_WRITE_GOLDEN"] === "1";

function expectGolden(name: string, svg: string): void {
  const path = fileURLToPath(new URL(`golden/${name}.svg`, import.meta.url));
  if (rewrites) writeFileSync(path, svg);
  expect(existsSync(path), `there is no ${name}.svg; see the head of this file`).toBe(true);
  expect(svg).toBe(readFileSync(path, "utf8"));
}

const turns: readonly (readonly [name: string, window: WindowChoice, lane: TurnLane])[] = [
  ...Object.entries(scenes).map(([name, scene]) => [name, "decision", toLane(scene().record())] as const),
  ["twenty-seconds-whole", "whole", toLane(scenes["twenty-seconds"]!().record())],
  ["recorded", "decision", toLane(readTalk().turns[3]!)],
];

describe("LN18 a picture changes only when somebody looked at it", () => {
  for (const [name, window, lane] of turns) {
    test.each(boxes)(`${name} in $width px`, ({ width, density }) => {
      expectGolden(`${name}-${width}`, toLaneSvg(layout(lane, { width, density, window })));
    });
  }
});
