import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPage, distDir } from "./build-page.ts";
import { findChromium, isCi } from "./chromium.ts";
import { describeAccess } from "./describe-access.ts";
import { describeLane } from "./describe-lane.ts";
import { describePersona } from "./describe-persona.ts";
import { describeSmallScreen } from "./describe-small-screen.ts";
import { describeTalk } from "./describe-talk.ts";
import { describeTools } from "./describe-tools.ts";
import { describeTrace } from "./describe-trace.ts";
import { describeTrouble } from "./describe-trouble.ts";
import { describeUsage } from "./describe-usage.ts";
import { openStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const executablePath = findChromium();

beforeAll(buildPage, 60_000);

describe("what the page weighs", () => {
  const compressed = (name: string) => gzipSync(readFileSync(join(distDir, "assets", name)), { level: 9 }).length;
  const sum = (names: readonly string[]) => names.reduce((bytes, name) => bytes + compressed(name), 0);
  const all = () => readdirSync(join(distDir, "assets"));
  /** What the browser fetches before anything can be seen; the rest comes when it is asked for. */
  const atFirst = () =>
    Array.from(
      readFileSync(join(distDir, "index.html"), "utf8").matchAll(/assets\/([^"]+\.js)"/g),
      ([, name = ""]) => name,
    );

  test("its script at most 110 kB at first, compressed", () => {
    expect(atFirst()).not.toEqual([]);
    expect(sum(atFirst())).toBeLessThanOrEqual(110_000);
  });
  test("its script at most 140 kB with all that comes later", () =>
    expect(sum(all().filter((name) => name.endsWith(".js")))).toBeLessThanOrEqual(140_000));
  test("its style at most 10 kB, compressed", () =>
    expect(sum(all().filter((name) => name.endsWith(".css")))).toBeLessThanOrEqual(10_000));
});

if (executablePath === undefined && isCi()) {
  test("there is a Chromium to test the page in", () => {
    throw new Error("no Chromium found: install it, or set CHROMIUM_PATH");
  });
} else if (executablePath === undefined) {
  test.skip("the page in Chromium (none found: apt-get install chromium, or set CHROMIUM_PATH)", () => {});
} else {
  // One browser and one server for all: what is tested is the page.
  describe("the page in Chromium", { timeout: 20_000 }, () => {
    let stage: Stage | undefined;
    beforeAll(async () => void (stage = await openStage(executablePath)), 60_000);
    afterAll(async () => stage?.[Symbol.asyncDispose]());
    const on = () => {
      if (stage === undefined) throw new Error("the stage is not open");
      return stage;
    };
    describeAccess(on);
    describePersona(on);
    describeTalk(on);
    describeLane(on);
    describeTools(on);
    describeUsage(on);
    describeTrace(on);
    describeTrouble(on);
    describeSmallScreen(on);
  });
}
