import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { closeCodes, errorCodes, isErrorCode, isRetryableClose, warningCodes } from "./codes.ts";
import { delivery, requiredFeature } from "./delivery.ts";
import { inboundEvents } from "./inbound.ts";
import { outboundEvents } from "./outbound.ts";
import { outboundExamples } from "./testing/frames.ts";

const spec = readFileSync(new URL("../../../docs/spec/wire.md", import.meta.url), "utf8");

describe("closed lists", () => {
  test("W22 dialling again cannot help where the address, the credential or the conversation is wrong", () => {
    const final = Object.keys(closeCodes)
      .map(Number)
      .filter((code) => !isRetryableClose(code));
    expect(final).toEqual([1000, 4400, 4401, 4404, 4410]);
  });

  test("W22 an unknown close code may be tried again", () => {
    expect(isRetryableClose(4999)).toBe(true);
  });

  test("W17 a name that every object has is no code", () => {
    expect(isErrorCode("constructor")).toBe(false);
    expect(isErrorCode("bad_frame")).toBe(true);
  });

  test("W22 the specification documents every event and every code, and no other", () => {
    const documented = new Set([...spec.matchAll(/^\| `([a-z0-9_.]+)` +\|/gm)].map((match) => match[1]));
    const known = new Set(
      [inboundEvents, outboundEvents, errorCodes, warningCodes, closeCodes].flatMap((list) => Object.keys(list)),
    );
    expect(documented).toEqual(known);
  });
});

describe("who gets what", () => {
  test("W19 drafts are diagnostics; what the store has is durable", () => {
    const durable = Object.entries(delivery).flatMap(([type, kind]) => (kind === "durable" ? [type] : []));
    expect(durable).toEqual([
      "conversation.utterance",
      "conversation.tool_call",
      "conversation.turn.completed",
      "system.shutdown",
    ]);
    expect(delivery["conversation.draft.revoked"]).toBe("diagnostic");
  });

  test("W20 opt-in frames name the feature that they need", () => {
    const clause = outboundExamples["conversation.replica.clause"];
    const { prepared: _, ...released } = clause.properties;
    expect(requiredFeature(clause)).toBe("prepared");
    expect(requiredFeature({ ...clause, properties: released })).toBeUndefined();
    expect(requiredFeature(outboundExamples["conversation.replica.clause_withdrawn"])).toBe("prepared");
    expect(requiredFeature(outboundExamples["conversation.utterance.streaming"])).toBe("streaming");
    expect(requiredFeature(outboundExamples["conversation.draft.started"])).toBe("drafts");
    expect(requiredFeature(outboundExamples["conversation.replica.delta"])).toBeUndefined();
    const call = outboundExamples["conversation.tool_call"];
    expect(requiredFeature(call)).toBeUndefined();
    expect(requiredFeature({ ...call, properties: { ...call.properties, prepared: true } })).toBe("read_tools");
    expect(requiredFeature(outboundExamples["conversation.tool_call_withdrawn"])).toBe("read_tools");
  });
});
