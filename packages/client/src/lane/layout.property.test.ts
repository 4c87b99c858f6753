import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Box, Label } from "./drawing.ts";
import type { Density } from "./metrics.ts";
import { toLaneSvg } from "./lane-svg.ts";
import { layout } from "./layout.ts";
import type { LaneLayout, LayoutOptions } from "./layout.ts";
import { turnRecord } from "./testing/arbitrary-turn.ts";
import { toLane } from "./turn-lane.ts";
import type { TurnLane } from "./turn-lane.ts";

const options: fc.Arbitrary<LayoutOptions> = fc.record({
  width: fc.integer({ min: 100, max: 2_000 }),
  density: fc.constantFrom<Density>("desktop", "phone"),
  window: fc.constantFrom("decision" as const, "whole" as const),
});

function everyPicture(check: (picture: LaneLayout, lane: TurnLane, options: LayoutOptions) => void): void {
  fc.assert(
    fc.property(turnRecord, options, fc.option(fc.integer({ min: 0, max: 20_000 })), (turn, box, nowMs) => {
      const lane = toLane(turn, nowMs === null ? {} : { nowMs });
      check(layout(lane, box), lane, box);
    }),
    { numRuns: 400 },
  );
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

describe("a laid out turn", () => {
  test("LN9 everything is inside of the box", () => {
    everyPicture(({ width, height, rects, lines, labels, targets }) => {
      const inside = ({ left, right, top, bottom }: Box): boolean =>
        left >= 0 && right <= width + 0.05 && top >= 0 && bottom <= height;
      for (const { x, y, width: wide, height: high } of rects) {
        expect(wide).toBeGreaterThanOrEqual(0);
        expect(inside({ left: x, right: x + wide, top: y, bottom: y + high })).toBe(true);
      }
      for (const { x1, x2, y1, y2 } of lines) {
        const box = {
          left: Math.min(x1, x2),
          right: Math.max(x1, x2),
          top: Math.min(y1, y2),
          bottom: Math.max(y1, y2),
        };
        expect(inside(box)).toBe(true);
      }
      expect(labels.filter((label) => !inside(label.box))).toEqual([]);
      expect(targets.filter((target) => !inside(target.box))).toEqual([]);
    });
  });

  test("LN9 no two labels overlap", () => {
    everyPicture(({ labels }) => {
      const meeting = (label: Label, index: number): boolean =>
        labels.some((other, at) => at > index && overlap(label.box, other.box));
      expect(labels.filter(meeting)).toEqual([]);
    });
  });

  test("LN9 what came later does not stand further left", () => {
    everyPicture(({ rects }, { words }) => {
      const marks = rects.filter((rect) => rect.look === "word");
      for (const y of new Set(marks.map((rect) => rect.y))) {
        const row = marks.filter((rect) => rect.y === y).map((rect) => rect.x);
        expect(row).toEqual(row.toSorted((one, other) => one - other));
      }
      expect(words).toEqual(words.toSorted((one, other) => one.atMs - other.atMs));
    });
  });

  test("LN4 the segments touch, in the order of time, and add up to the wait exactly", () => {
    everyPicture((_, { wait }) => {
      if (wait === undefined || wait.toMs <= wait.fromMs) return expect(wait?.segments ?? []).toEqual([]);
      const { segments } = wait;
      expect(segments.reduce((sum, one) => sum + one.toMs - one.fromMs, 0)).toBe(wait.toMs - wait.fromMs);
      expect(segments[0]?.fromMs).toBe(wait.fromMs);
      for (const [index, one] of segments.entries()) {
        expect(one.toMs).toBeGreaterThan(one.fromMs);
        expect(segments[index + 1]?.fromMs ?? wait.toMs).toBe(one.toMs);
      }
    });
  });

  test("LN4 the strip is as wide as its segments are, without a gap", () => {
    everyPicture(({ rects }) => {
      const strip = rects.filter((rect) => rect.height === 12);
      for (const [index, rect] of strip.entries()) {
        const next = strip[index + 1];
        if (next !== undefined) expect(Math.abs(next.x - (rect.x + rect.width))).toBeLessThan(0.06);
      }
    });
  });

  test("LN5 the parts of a draft touch, from its start to its end", () => {
    everyPicture((_, lane) => {
      for (const { parts, startMs, endMs } of lane.drafts) {
        expect(parts[0]?.fromMs).toBe(startMs);
        expect(parts.at(-1)?.toMs).toBe(endMs);
        for (const [index, part] of parts.entries()) expect(parts[index + 1]?.fromMs ?? endMs).toBe(part.toMs);
      }
    });
  });

  test("LN11 a bar is never too narrow to be seen, nor what is pointed at too small to be hit", () => {
    everyPicture(({ rects, targets }, _, { density }) => {
      const [leastBar, leastHit] = density === "phone" ? [6, 44] : [4, 24];
      for (const rect of rects)
        if (rect.part !== undefined && rect.look !== "unheard") expect(rect.width).toBeGreaterThan(leastBar - 0.1);
      for (const { box } of targets) {
        expect(box.right - box.left).toBeGreaterThanOrEqual(leastHit);
        expect(box.bottom - box.top).toBeGreaterThanOrEqual(leastHit);
      }
    });
  });

  test("LN9 the same turn in the same box is the same picture, to the byte", () => {
    fc.assert(
      fc.property(turnRecord, options, (turn, box) => {
        expect(toLaneSvg(layout(toLane(turn), box))).toBe(toLaneSvg(layout(toLane(structuredClone(turn)), box)));
      }),
      { numRuns: 50 },
    );
  });

  test("LN12 a window holds the last word, the commit and the first words", () => {
    everyPicture(({ window }, lane) => {
      expect(window.toMs).toBeGreaterThan(window.fromMs);
      const moments = [lane.wait?.fromMs, lane.wait?.toMs, lane.commits.at(-1)?.atMs].filter((ms) => ms !== undefined);
      for (const ms of moments) expect(ms >= window.fromMs && ms <= window.toMs).toBe(true);
    });
  });
});
