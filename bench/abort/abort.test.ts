import { expect, test } from "vitest";
import { startServer } from "../live/server.ts";
import { doorNames } from "./door.ts";
import { measureAborts } from "./measure.ts";

test.each(doorNames)("whoever leaves %s is seen to leave, at every moment", { timeout: 60_000 }, async (door) => {
  await using server = await startServer();
  for (const moment of ["before headers", "before a token", "mid-stream"] as const) {
    const times = await measureAborts(server, { door, moment, count: 5 });
    expect(times.count).toBe(5);
    // What it takes on a machine that has nothing else to do is the benchmark's; here it has to come at all.
    expect(times.maxMs).toBeLessThan(5000);
  }
});
