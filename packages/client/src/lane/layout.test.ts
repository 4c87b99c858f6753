import { describe, expect, test } from "vitest";

import { layout } from "./layout.ts";
import type { LaneLayout, LayoutOptions } from "./layout.ts";
import { createScene } from "./testing/scene.ts";
import { scenes } from "./testing/scenes.ts";
import { niceStep } from "./time-scale.ts";
import { toLane } from "./turn-lane.ts";
import type { TurnLane } from "./turn-lane.ts";

const desktop: LayoutOptions = { width: 760, density: "desktop", window: "decision" };

function draw(lane: TurnLane, box: Partial<LayoutOptions> = {}): LaneLayout {
  return layout(lane, { ...desktop, ...box });
}

function laneOf(name: string): TurnLane {
  return toLane(scenes[name]!().record());
}

function texts(picture: LaneLayout): readonly string[] {
  return picture.labels.map((label) => label.text);
}

describe("the picture of a turn", () => {
  test("LN9 the cause stands above the effect: words, drafts by their start, what was heard, the wait", () => {
    const names = ["words", "draft 4", "draft 5", "draft 6", "heard", "wait"];
    const { labels } = draw(laneOf("six-drafts"));
    const named = names.map((name) => labels.find((label) => label.text === name)?.y ?? 0);
    expect(named).toEqual(named.toSorted((one, other) => one - other));
    expect(named).not.toContain(0);
  });

  test("LN12 around the decision the whole turn is a strip; a turn that is hardly longer is shown whole", () => {
    const long = draw(laneOf("twenty-seconds"));
    expect(long.whole).toBe(false);
    expect(long.window.toMs - long.window.fromMs).toBeLessThan(3_000);
    expect(long.rects.filter((rect) => rect.look === "window")).toHaveLength(1);
    expect(draw(laneOf("twenty-seconds"), { window: "whole" }).whole).toBe(true);
    expect(draw(laneOf("cut-reply")).whole).toBe(true);
  });

  test("LN12 a turn that is open shows its newest moments", () => {
    const scene = createScene().say(1_000, "well I was thinking that maybe we could go there", 400);
    const { window } = draw(toLane(scene.record(), { nowMs: 5_000 }));
    expect(window.toMs).toBeGreaterThanOrEqual(5_000);
    expect(window.fromMs).toBeGreaterThan(2_000);
  });

  test("LN13 words stand where they came, on a phone as phrases", () => {
    const wide = texts(draw(laneOf("no-drafts"), { window: "whole", width: 1_280 }));
    expect(wide).toEqual(expect.arrayContaining(["is", "the", "terrace", "open", "tonight"]));
    const narrow = texts(draw(laneOf("no-drafts"), { window: "whole", width: 360, density: "phone" }));
    expect(narrow.find((text) => text.includes("terrace"))).toBe("the terrace open tonight");
  });

  test("LN13 a word that was taken back is struck where it stood", () => {
    const scene = createScene().say(1_000, "my death");
    const revised = createScene(scene.lines, "").say(1_600, "my debit card", 0);
    const { labels } = draw(toLane(revised.record()));
    expect(labels.find((label) => label.look === "struck")?.text).toBe("death");
  });

  test("LN14 what became of a draft is said by a glyph and a word, and nothing is written on a hatch", () => {
    const picture = draw(laneOf("six-drafts"), { window: "whole", width: 1_280 });
    expect(texts(picture)).toEqual(
      expect.arrayContaining([
        "✕ revoked: the user went on · 11 tokens",
        "∅ discarded: other words were said · 9 tokens",
      ]),
    );
    const hatched = picture.rects.filter((rect) => rect.look === "dead" && rect.height === 16);
    for (const rect of hatched) {
      const on = picture.labels.filter(
        ({ box }) =>
          box.left < rect.x + rect.width && box.right > rect.x && box.top < rect.y + 12 && box.bottom > rect.y + 4,
      );
      expect(on).toEqual([]);
    }
  });

  test("LN15 drafts outside of the window are counted, with what they cost", () => {
    expect(texts(draw(laneOf("six-drafts")))).toContain("‹ 3 more drafts, outside of what is shown · 15 tokens");
  });

  test("LN15 of very many drafts the last twelve are drawn", () => {
    let scene = createScene().say(0, "so");
    for (let index = 0; index < 40; index += 1) scene = scene.draft(100 + index, `d${index}`);
    const picture = draw(toLane(scene.record()), { window: "whole" });
    expect(picture.targets).toHaveLength(12);
    expect(texts(picture)).toContain("‹ 28 more drafts, outside of what is shown · 0 tokens");
  });

  test("LN16 what can be pointed at has a name that is read aloud, and facts", () => {
    const [draft] = draw(laneOf("six-drafts"), { window: "whole" }).targets.slice(2);
    expect(draft?.name).toBe("Draft 3, revoked, the user went on, 11 tokens, 1.86 to 2.31 seconds");
    expect(draft?.facts).toEqual([
      { term: "fate", value: "revoked: the user went on" },
      { term: "from", value: "“could you book me a table”" },
      { term: "begun by", value: "a pause" },
      { term: "when", value: "1.86 to 2.31 seconds" },
      { term: "put out", value: "11 tokens" },
    ]);
  });

  test("LN4 the wait is the only large number", () => {
    const large = draw(laneOf("one-adopted")).labels.filter((label) => label.size > 12);
    expect(large.map((label) => label.text)).toEqual(["892\u202fms"]);
  });

  test.each([
    ["failed", "no words came: model answered 503: no room; try again, or name a fallback"],
    ["greeting", "nobody waited: the agent spoke first"],
    ["speaking", "the user is speaking"],
    ["waiting", "waiting for the first words"],
  ])("LN4 where there is no wait, the reason stands in its place: %s", (name, text) => {
    const others: Readonly<Record<string, TurnLane>> = {
      greeting: toLane(createScene().commit(0, "g", { reason: "greeting" }).speak(400, "g", "Hello.").record()),
      speaking: toLane(createScene().say(0, "so").record()),
      waiting: toLane(createScene().say(0, "so").commit(700, "r").record()),
    };
    expect(texts(draw(others[name] ?? laneOf(name)))).toContain(text);
  });

  test("LN17 what is said in the picture can hurt no document", async () => {
    const { toLaneSvg } = await import("./lane-svg.ts");
    const scene = createScene()
      .say(0, '<script>alert("&")</script>')
      .draft(200, "a")
      .commit(700, "a", { rung: "equal" });
    const svg = toLaneSvg(draw(toLane(scene.record())));
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;");
  });

  test("LN11 ticks stand at round steps", () => {
    expect([1, 3, 30, 70, 130, 260, 900].map(niceStep)).toEqual([1, 5, 50, 100, 200, 500, 1_000]);
  });
});
