import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { createLanes, foldLanes } from "../fold-lanes.ts";
import type { Lanes } from "../fold-lanes.ts";
import type { LayoutOptions } from "../layout.ts";
import { readTrace } from "../trace-file.ts";

/** The boxes of the goldens. */
export const boxes: readonly Pick<LayoutOptions, "width" | "density">[] = [
  { width: 360, density: "phone" },
  { width: 760, density: "desktop" },
  { width: 1_280, density: "desktop" },
];

/** The recorded talk; see record-talk.ts. */
export const talkText = readFileSync(fileURLToPath(new URL("../fixtures/talk.ndjson", import.meta.url)), "utf8");

export function readTalk(): Lanes {
  const trace = readTrace(talkText);
  if (!trace.ok) throw new Error(`line ${trace.problem.line}: ${trace.problem.message}`);
  return trace.lines.reduce(foldLanes, createLanes());
}
