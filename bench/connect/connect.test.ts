import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { startFarAway } from "./far-away.ts";
import { measureAborts, measureRestarts } from "./measure.ts";
import { tableText } from "./table.ts";

describe("what the benchmark of connections measures with", () => {
  test("a request far away takes a way there for the connection, and a way there and back for itself", async () => {
    const server = createServer((_request, response) => void response.end("here"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await using far = await startFarAway(typeof address === "object" ? (address?.port ?? 0) : 0, 20);
    const began = performance.now();
    const response = await fetch(`http://127.0.0.1:${far.port}/`);
    expect(await response.text()).toBe("here");
    // A timer may be a tenth of a millisecond early here, never more.
    expect(performance.now() - began).toBeGreaterThanOrEqual(79);
    server.closeAllConnections();
    server.close();
  });

  test(
    "a draft that replaces another finds a connection, and waits for one where none is kept",
    { timeout: 60_000 },
    async () => {
      const options = { protocol: "HTTP/1.1, TLS", oneWayMs: 20, count: 10, draftMs: 200 } as const;
      const [without, withSpares] = await Promise.all([
        measureRestarts({ ...options, spares: false }),
        measureRestarts({ ...options, spares: true }),
      ]);
      // Two ways to connect, two for the handshake, one for the request; or the last alone.
      expect(without.p50Ms).toBeGreaterThan(99);
      expect(withSpares.p50Ms).toBeLessThan(80);
    },
  );

  test("every abort is seen, and tabulated", { timeout: 60_000 }, async () => {
    const times = await measureAborts({ protocol: "HTTP/2, TLS", moment: "mid-stream", count: 5 });
    expect(times.count).toBe(5);
    const text = tableText({
      machine: "this",
      node: "26",
      date: "2026-11-23",
      oneWayMs: 40,
      draftMs: 250,
      restarts: [],
      aborts: [{ protocol: "HTTP/2, TLS", moment: "mid-stream", times }],
    });
    expect(text).toMatch(/HTTP\/2, TLS +mid-stream +5 +\d+\.\d\d/);
  });
});
