import { describe, expect, test } from "vitest";
import { createWheel } from "./wheel.ts";

describe("the wheel", () => {
  test("runs what is due, in order, never early, and stops when there is nothing left", async () => {
    const wheel = createWheel(2);
    const began = performance.now();
    const ran: { readonly name: string; readonly after: number }[] = [];
    await new Promise<void>((resolve) => {
      const note = (name: string, done?: () => void) => (): void => {
        ran.push({ name, after: performance.now() - began });
        done?.();
      };
      wheel.at(began + 30, note("last", resolve));
      wheel.at(began + 5, note("first"));
      wheel.at(began + 15, note("second"));
    });
    expect(ran.map(({ name }) => name)).toEqual(["first", "second", "last"]);
    expect(ran.every(({ after }, index) => after >= [5, 15, 30][index]!)).toBe(true);
  });

  test("something further away than the wheel is wide waits for its own lap", async () => {
    const wheel = createWheel(0.02); // 1,024 ticks: 20 ms.
    const began = performance.now();
    await new Promise<void>((resolve) => wheel.at(began + 60, resolve));
    expect(performance.now() - began).toBeGreaterThanOrEqual(60);
  });

  test("what is late already runs on the next tick, and may ask again", async () => {
    const wheel = createWheel(1);
    let runs = 0;
    await new Promise<void>((resolve) => {
      const again = (): void => {
        runs += 1;
        if (runs === 5) resolve();
        else wheel.at(performance.now() - 100, again);
      };
      wheel.at(0, again);
    });
    expect(runs).toBe(5);
  });
});
