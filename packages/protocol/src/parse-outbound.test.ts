import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { outboundEvents } from "./outbound.ts";
import { encodeOutbound, parseOutbound, readOutbound } from "./parse-outbound.ts";
import { outboundExamples } from "./testing/frames.ts";

const examples = Object.values(outboundExamples);

describe("outbound frames", () => {
  test("W15 every frame that the server can write is read as it was written", () => {
    expect(examples.map((frame) => frame.event_type)).toEqual(Object.keys(outboundEvents));
    for (const frame of examples) expect(parseOutbound(encodeOutbound(frame))).toEqual({ ok: true, frame });
  });

  test("W15 every frame cut at every byte is refused", () => {
    for (const frame of examples) {
      const text = encodeOutbound(frame);
      for (let cut = 0; cut < text.length; cut += 1) expect(parseOutbound(text.slice(0, cut)).ok).toBe(false);
    }
  });

  test("W15 any text and any JSON value is read or refused, never thrown", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof parseOutbound(text).ok === "boolean"));
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof readOutbound(value).ok === "boolean"));
  });

  test("W16 empty properties are left out of the text", () => {
    expect(encodeOutbound(outboundExamples["conversation.user.started_speaking"])).toBe(
      '{"message_type":"conversation","event_type":"conversation.user.started_speaking","conversation_id":"c1","seq":12,"turn_idx":1,"inference_id":"d1","timestamp":1790000000.25}',
    );
  });

  test("W16 a frame without seq or timestamp is refused with the field", () => {
    const { seq: _, ...frame } = outboundExamples["conversation.replica.delta"];
    expect(readOutbound(frame)).toMatchObject({ ok: false, message: expect.stringContaining("seq: expected") });
  });

  test("W17 an event of a newer server comes through whole, as unknown", () => {
    const raw = { event_type: "conversation.mood", seq: 3, properties: { mood: "good" } };
    expect(readOutbound(raw)).toEqual({
      ok: true,
      frame: { event_type: "unknown", name: "conversation.mood", seq: 3, raw },
    });
  });

  test("W17 a property of a newer server is left out", () => {
    const frame = outboundExamples["conversation.replica.delta"];
    const newer = { ...frame, mood: "good", properties: { ...frame.properties, mood: "good" } };
    expect(readOutbound(newer)).toEqual({ ok: true, frame });
  });

  test("W17 an error code of a newer server reads as internal, a warning as notice, with the words that came", () => {
    const error = outboundExamples["conversation.error"];
    expect(readOutbound({ ...error, properties: { code: "model_moody", message: "not today" } })).toMatchObject({
      frame: { properties: { code: "internal", message: "not today" } },
    });
    const warning = outboundExamples["conversation.warning"];
    expect(readOutbound({ ...warning, properties: { code: "new_moon", message: "beware" } })).toMatchObject({
      frame: { properties: { code: "notice", message: "beware" } },
    });
  });

  test("W18 a turn's numbers have every key; null says that there is nothing to tell", () => {
    const frame = outboundExamples["conversation.turn.completed"];
    const silent = { ...frame.properties, outcome: "silent", first_words_at: null, gap_ms: null, rung: null };
    expect(readOutbound({ ...frame, properties: silent })).toMatchObject({ ok: true });
    const { gap_ms: _, ...missing } = frame.properties;
    expect(readOutbound({ ...frame, properties: missing })).toMatchObject({
      ok: false,
      message: expect.stringContaining("properties.gap_ms"),
    });
  });
});
