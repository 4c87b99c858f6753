import type { Clock } from "../ports/clock.ts";
import type { Examination, ProbeResult } from "../ports/examination.ts";
import type { Upstream } from "../ports/model-client.ts";
import { examine, type ExamineParts } from "./examine.ts";
import { createNodeWire } from "./node-wire.ts";
import { probe } from "./probe.ts";

export type OpenParts = Omit<ExamineParts, "wire">;

/** Examines an upstream over connections of its own, which are closed at the end. */
export function examineUpstream(
  upstream: Upstream,
  parts: OpenParts & { readonly long: boolean },
): Promise<Examination> {
  return overOwnWire(parts.clock, (wire) => examine({ upstream, long: parts.long }, { ...parts, wire }));
}

export function probeUpstream(upstream: Upstream, parts: OpenParts): Promise<ProbeResult> {
  return overOwnWire(parts.clock, (wire) => probe(upstream, { ...parts, wire }));
}

async function overOwnWire<T>(clock: Clock, run: (wire: ReturnType<typeof createNodeWire>) => Promise<T>): Promise<T> {
  const wire = createNodeWire(clock);
  try {
    return await run(wire);
  } finally {
    wire.close();
  }
}
