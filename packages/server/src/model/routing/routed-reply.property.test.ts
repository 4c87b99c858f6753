import fc from "fast-check";
import { expect, test } from "vitest";
import { ModelError, type ModelClient, type ModelErrorCode, type ModelPart } from "../../ports/model-client.ts";
import { modelRequest } from "../testing/generation.ts";
import { openRouting, pool, settle } from "./testing/routing-stage.ts";
import { verdict } from "./verdict.ts";

// The arbitrary lists every code of the port: its keys are those of the table.
const codes = Object.keys(verdict).filter((code): code is ModelErrorCode => code !== "aborted");

/** How one upstream takes a request: so many parts, then an end; each step takes a turn of the loop or none. */
interface Fate {
  readonly parts: number;
  readonly end: ModelErrorCode | "finish" | "cut" | "never";
  readonly slow: boolean;
}

const fate: fc.Arbitrary<Fate> = fc.record({
  parts: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(4)),
  end: fc.oneof(fc.constantFrom("finish" as const, "cut" as const, "never" as const), fc.constantFrom(...codes)),
  slow: fc.boolean(),
});

/** Upstreams that meet their fates, and what was seen of them. */
function openFates(fates: readonly Fate[]) {
  let running = 0;
  const seen = { most: 0, asked: 0, askedAfterPart: false, parts: 0, running: () => running };
  const client: ModelClient = {
    async *stream(_request, signal): AsyncGenerator<ModelPart> {
      const { parts, end, slow } = fates[seen.asked] ?? { parts: 1, end: "finish", slow: false };
      seen.askedAfterPart ||= seen.parts > 0;
      seen.asked += 1;
      running += 1;
      seen.most = Math.max(seen.most, running);
      try {
        for (let count = 0; count < parts; count += 1) {
          if (slow) await settle();
          assertHeard(signal);
          seen.parts += 1;
          yield { type: "text-delta", text: `${count}` };
        }
        if (end === "never") await untilAborted(signal);
        assertHeard(signal);
        if (end === "finish") yield { type: "finish", reason: "stop" };
        else if (end !== "cut" && end !== "never") throw new ModelError(end, end, { upstream: "u" });
      } finally {
        running -= 1;
      }
    },
  };
  return { client, seen };
}

function assertHeard(signal: AbortSignal): void {
  if (signal.aborted) throw new ModelError("aborted", "aborted", { upstream: "u" });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
}

test("M54 M60 whatever upstreams do and whenever it is aborted: one at a time, none after a part, one end, nothing runs on", async () => {
  const property = fc.asyncProperty(
    fc.array(fate, { minLength: 4, maxLength: 4 }),
    fc.nat(400),
    async (fates, moment) => {
      const { client, seen } = openFates(fates);
      const stage = openRouting(client);
      const upstream = { ...pool("a", "b"), fallbacks: [{ ...pool("c", "d"), name: "slow" }] };
      const abort = new AbortController();
      const heard: ModelPart[] = [];
      let end: unknown;
      const reading = (async () => {
        try {
          for await (const part of stage.ask(upstream, "c1", abort.signal)) heard.push(part);
          end = "end";
        } catch (cause) {
          end = cause;
        }
      })();
      for (let turn = 0; turn < moment; turn += 1) await Promise.resolve();
      abort.abort();
      await reading;
      expect(seen.most).toBeLessThanOrEqual(1);
      expect(seen.askedAfterPart).toBe(false);
      expect(seen.running()).toBe(0);
      const finished = heard.at(-1)?.type === "finish";
      expect(finished).toBe(end === "end");
      if (!finished) expect(end).toBeInstanceOf(ModelError);
      expect(heard.filter((part) => part.type === "served").length).toBeLessThanOrEqual(1);
      expect(heard.filter((part) => part.type === "notice").length).toBeLessThanOrEqual(1);
      for (const pooled of [upstream, ...upstream.fallbacks]) {
        for (const { outstanding } of stage.client.report(pooled)) expect(outstanding).toBe(0);
      }
      expect(stage.clock.waiting).toBe(0);
    },
  );
  await fc.assert(property, { numRuns: 1000 });
});

test("M91 a whole answer is one upstream's from its beginning to its end, and the first's that finishes", async () => {
  const lively = fate.filter(({ end }) => end !== "never");
  const property = fc.asyncProperty(fc.array(lively, { minLength: 4, maxLength: 4 }), async (fates) => {
    const { client, seen } = openFates(fates);
    const stage = openRouting(client);
    const request = { ...modelRequest(pool("a", "b", "c", "d")), whole: true };
    const heard: ModelPart[] = [];
    let error: unknown;
    try {
      for await (const part of stage.client.stream(request, new AbortController().signal)) heard.push(part);
    } catch (cause) {
      error = cause;
    }
    const ends = ({ end }: Fate): boolean =>
      end === "finish" || (end !== "cut" && end !== "never" && verdict[end] === "stop");
    const chosen = fates.find(ends);
    const finished = chosen?.end === "finish";
    expect(error === undefined).toBe(finished);
    const said = heard.map((part) => (part.type === "text-delta" ? part.text : "")).join("");
    expect(said).toBe(finished ? Array.from({ length: chosen.parts }, (_, index) => `${index}`).join("") : "");
    expect(seen.most).toBe(1);
    expect(seen.running()).toBe(0);
  });
  await fc.assert(property, { numRuns: 500 });
});

test("M53 without an abort, the first that begins is heard to its end, and no failure before it is told", async () => {
  const lively = fate.filter(({ end }) => end !== "never");
  const property = fc.asyncProperty(fc.array(lively, { minLength: 4, maxLength: 4 }), async (fates) => {
    const { client } = openFates(fates);
    const stage = openRouting(client);
    const heard: ModelPart[] = [];
    let error: unknown;
    try {
      for await (const part of stage.ask(pool("a", "b", "c", "d"))) heard.push(part);
    } catch (cause) {
      error = cause;
    }
    const stops = (one: Fate): boolean =>
      one.parts > 0 ||
      one.end === "finish" ||
      (one.end !== "cut" && one.end !== "never" && verdict[one.end] === "stop");
    const chosen = fates.find(stops);
    const said = heard.flatMap((part) => (part.type === "text-delta" ? [part.text] : [])).length;
    expect(said).toBe(chosen?.parts ?? 0);
    expect(error === undefined).toBe(chosen?.end === "finish");
  });
  await fc.assert(property, { numRuns: 500 });
});
