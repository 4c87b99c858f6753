import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { MAX_FRAME_BYTES, MAX_TRANSCRIPT_CHARS } from "./bounds.ts";
import { inboundEvents } from "./inbound.ts";
import { encodeInbound } from "./encode-inbound.ts";
import { parseInbound, readInbound } from "./parse-inbound.ts";
import { inboundExamples } from "./testing/frames.ts";

const examples = Object.values(inboundExamples);

/** What reading `properties` under this event comes to: the read properties, or the refusal's message. */
function read(eventType: string, properties?: unknown): unknown {
  const result = readInbound({ event_type: eventType, properties });
  return result.ok ? result.frame.properties : result.message;
}

describe("the envelope of an inbound frame", () => {
  test("W1 a frame that is not one JSON object is a bad_frame", () => {
    for (const text of ["", "{", "[]", "null", "3", '"hello"', "{} {}"]) {
      expect(parseInbound(text)).toMatchObject({ ok: false, code: "bad_frame" });
    }
  });

  test("W1 the refusal of broken JSON does not repeat what was said", () => {
    expect(JSON.stringify(parseInbound('{"text":"my pin is 4711'))).not.toContain("4711");
  });

  test("W2 a frame of 256 KiB is read, one byte more is frame_too_large", () => {
    const text = encodeInbound(inboundExamples["conversation.interrupt"]);
    expect(parseInbound(text.padEnd(MAX_FRAME_BYTES))).toMatchObject({ ok: true });
    expect(parseInbound(text.padEnd(MAX_FRAME_BYTES + 1))).toMatchObject({ ok: false, code: "frame_too_large" });
  });

  test("W2 the bound counts bytes of UTF-8, not characters", () => {
    const frame = (text: string) => JSON.stringify({ event_type: "conversation.interrupt", unread: text });
    expect(parseInbound(frame("é".repeat(130_000)))).toMatchObject({ ok: true });
    expect(parseInbound(frame("é".repeat(132_000)))).toMatchObject({ ok: false, code: "frame_too_large" });
    expect(parseInbound(frame("😀".repeat(66_000)))).toMatchObject({ ok: false, code: "frame_too_large" });
  });

  test("W3 message_type and conversation_id may be missing", () => {
    expect(parseInbound('{"event_type":"conversation.interrupt"}')).toEqual({
      ok: true,
      frame: { message_type: "conversation", event_type: "conversation.interrupt", properties: {} },
    });
  });

  test("W3 a message_type of any kind is read as conversation", () => {
    const result = readInbound({ event_type: "conversation.interrupt", message_type: 7 });
    expect(result).toMatchObject({ ok: true, frame: { message_type: "conversation" } });
  });

  test("W3 without the name of an event it is a bad_frame", () => {
    for (const eventType of [undefined, null, 3, {}, ["conversation.echo"]]) {
      expect(readInbound({ event_type: eventType })).toEqual({
        ok: false,
        code: "bad_frame",
        message: "event_type: expected the name of an event",
      });
    }
  });

  test("W4 an unknown event is refused with the name that was probably meant", () => {
    expect(readInbound({ event_type: "conversation.append_context" })).toEqual({
      ok: false,
      code: "unknown_event",
      message:
        'event_type: unknown event "conversation.append_context"; did you mean "conversation.append_llm_context"?',
    });
  });

  test("W4 a name that is like none is refused in few words", () => {
    const result = readInbound({ event_type: "x".repeat(10_000) });
    expect(result).toMatchObject({ ok: false, code: "unknown_event" });
    expect(JSON.stringify(result).length).toBeLessThan(250);
  });

  test("W4 names that every object has are no events", () => {
    for (const eventType of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      expect(readInbound({ event_type: eventType })).toMatchObject({ ok: false, code: "unknown_event" });
    }
  });

  test("W4 an event of the protocol that belongs to another layer is unsupported, with the reason", () => {
    expect(readInbound({ event_type: "conversation.objective.confirm" })).toEqual({
      ok: false,
      code: "unsupported",
      message: "conversation.objective.confirm is not supported: objectives are not part of this server",
    });
  });

  test("W5 unknown properties are left out", () => {
    expect(read("conversation.respond", { text: "hi", mood: "good" })).toEqual({ text: "hi" });
  });

  test("W5 keys that would reach a prototype do nothing", () => {
    const result = parseInbound(
      '{"event_type":"conversation.respond","__proto__":{"polluted":1},"properties":{"text":"hi","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
    );
    expect(result).toMatchObject({ ok: true, frame: { properties: { text: "hi" } } });
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(parseInbound('{"event_type":"conversation.respond","__proto__":{"properties":{"text":"hi"}}}').ok).toBe(
      false,
    );
    expect(parseInbound('{"__proto__":{"event_type":"conversation.interrupt"}}').ok).toBe(false);
  });

  test("W6 null is the same as absent, in the envelope and in the properties", () => {
    const frame = { event_type: "conversation.user.transcript", conversation_id: null, message_type: null };
    expect(readInbound({ ...frame, properties: { text: "hi", utterance_id: null, final: null } })).toEqual({
      ok: true,
      frame: { message_type: "conversation", event_type: "conversation.user.transcript", properties: { text: "hi" } },
    });
  });

  test("W6 properties may be missing or null where none is required", () => {
    for (const properties of [undefined, null, {}]) {
      expect(read("conversation.user.turn_end", properties)).toEqual({});
      expect(read("conversation.user.started_speaking", properties)).toEqual({});
    }
  });

  test("W7 a boolean may come as the string true or false, and as no other", () => {
    expect(read("conversation.user.transcript", { text: "hi", final: "true" })).toEqual({ text: "hi", final: true });
    expect(read("conversation.user.transcript", { text: "hi", final: "false" })).toEqual({ text: "hi", final: false });
    expect(read("conversation.user.transcript", { text: "hi", final: "yes" })).toBe(
      'properties.final: expected a boolean, got "yes" (conversation.user.transcript)',
    );
    expect(read("conversation.user.transcript", { text: "hi", final: 1 })).toContain(
      "expected a boolean, got a number",
    );
  });
});

describe("what is wrong with a frame is said by field", () => {
  test.each([
    ["conversation.user.transcript", undefined, "properties: expected an object, got nothing"],
    ["conversation.user.transcript", {}, "properties.text: expected a string, got nothing"],
    ["conversation.user.transcript", { text: 5 }, "properties.text: expected a string, got a number"],
    ["conversation.user.transcript", { text: ["a"] }, "properties.text: expected a string, got an array"],
    ["conversation.user.transcript", { text: "a", stability: 1.5 }, "properties.stability: must be at most 1"],
    ["conversation.user.transcript", { text: "a", utterance_id: "" }, "properties.utterance_id: must not be empty"],
    [
      "conversation.user.transcript",
      { text: "a", scope: "call" },
      'properties.scope: expected one of "turn", "segment", got "call"',
    ],
    [
      "conversation.user.transcript",
      { text: "a", words: [{ text: "a", start_ms: -1, end_ms: 0 }] },
      "properties.words[0].start_ms: must be at least 0",
    ],
    ["conversation.respond", { text: " \n" }, "properties.text: is empty; send what the user said"],
    ["conversation.tool_result", { output: "x" }, "properties.tool_call_id: expected a string, got nothing"],
    [
      "conversation.replica.playback",
      { inference_id: "d", spoken_chars: 1.5 },
      "properties.spoken_chars: expected a whole number, got a number",
    ],
  ])("W8 %s %j", (eventType, properties, message) => {
    expect(read(eventType, properties)).toBe(`${message} (${eventType})`);
  });

  test("W8 a transcript may have 32,000 characters and not one more", () => {
    expect(read("conversation.user.transcript", { text: "a".repeat(MAX_TRANSCRIPT_CHARS) })).toHaveProperty("text");
    expect(read("conversation.user.transcript", { text: "a".repeat(MAX_TRANSCRIPT_CHARS + 1) })).toBe(
      "properties.text: must be at most 32000 characters long (conversation.user.transcript)",
    );
  });

  test("W8 a number that JSON can write and a computer cannot hold is refused", () => {
    const text = '{"event_type":"conversation.user.transcript","properties":{"text":"a","stability":1e999}}';
    expect(parseInbound(text)).toMatchObject({ ok: false, code: "bad_frame" });
  });
});

describe("single events", () => {
  test("W9 sensitivity takes exactly one of the two", () => {
    const message =
      "properties: expected exactly one of participant_pause_sensitivity, participant_interrupt_sensitivity (conversation.sensitivity)";
    expect(read("conversation.sensitivity", {})).toBe(message);
    const both = { participant_pause_sensitivity: "low", participant_interrupt_sensitivity: "low" };
    expect(read("conversation.sensitivity", both)).toBe(message);
    const one = { participant_interrupt_sensitivity: "superlow" };
    expect(read("conversation.sensitivity", one)).toEqual(one);
  });

  test("W10 an echo of old clients, with text alone, is text and done", () => {
    expect(read("conversation.echo", { text: "hi" })).toEqual({ text: "hi", done: true });
  });

  test("W10 an echo of sound is not done until it says so, at 16 kHz unless it says otherwise", () => {
    expect(read("conversation.echo", { modality: "audio", audio: "AAAA" })).toEqual({
      modality: "audio",
      audio: "AAAA",
      sample_rate: 16_000,
      done: false,
    });
    expect(read("conversation.echo", { modality: "audio", text: "hi" })).toContain(
      "properties.audio: expected a string",
    );
    expect(read("conversation.echo", { modality: "video" })).toContain('expected one of "text", "audio", got "video"');
  });

  test.each([
    ["sunny", "sunny"],
    [{ sky: "blue" }, '{"sky":"blue"}'],
    [[1, 2], "[1,2]"],
    [false, "false"],
    [null, ""],
    [undefined, ""],
  ])("W11 a tool's output %j becomes the text %j", (output, text) => {
    expect(read("conversation.tool_result", { tool_call_id: "c", output })).toEqual({
      tool_call_id: "c",
      output: text,
      status: "success",
    });
  });

  test("W11 an output nested so deeply that walking it could fail is refused", () => {
    const nested = (depth: number) =>
      `{"event_type":"conversation.tool_result","properties":{"tool_call_id":"c","output":${"[".repeat(depth)}${"]".repeat(depth)}}}`;
    expect(parseInbound(nested(64))).toMatchObject({ ok: true });
    expect(parseInbound(nested(65))).toMatchObject({ ok: false, code: "bad_frame" });
    expect(parseInbound(nested(120_000))).toMatchObject({ ok: false, code: "bad_frame" });
  });

  test("W12 a playback says at least one thing", () => {
    expect(read("conversation.replica.playback", { inference_id: "d" })).toContain(
      "expected spoken_text, spoken_chars",
    );
    expect(read("conversation.replica.playback", { inference_id: "d", done: true })).toEqual({
      inference_id: "d",
      done: true,
    });
  });

  test("W13 an image comes as base64 or as a data URL, never as an address", () => {
    const image = (text: string) => read("conversation.perception.frame", { image: text, source: "camera" });
    expect(image("/9j/4AAQ")).toHaveProperty("image");
    expect(image("data:image/png;base64,iVBORw0KGgo=")).toHaveProperty("image");
    for (const text of ["", "http://169.254.169.254/", "file:///etc/passwd", "data:text/html;base64,AAAA"]) {
      expect(image(text)).toContain("properties.image: is no base64 image");
    }
  });

  test("W14 an observation sees at least one thing", () => {
    expect(read("conversation.perception.observation", { source: "camera" })).toContain("expected at least one of");
    expect(read("conversation.perception.observation", { user_appearance: "a hat" })).toEqual({
      user_appearance: "a hat",
    });
  });
});

describe("no input breaks the parser", () => {
  test("W15 every frame that can be written is read as it was written", () => {
    expect(examples.map((frame) => frame.event_type)).toEqual(Object.keys(inboundEvents));
    for (const frame of examples) expect(parseInbound(encodeInbound(frame))).toEqual({ ok: true, frame });
  });

  test("W15 every frame cut at every byte is refused", () => {
    for (const frame of examples) {
      const text = encodeInbound(frame);
      for (let cut = 0; cut < text.length; cut += 1) expect(parseInbound(text.slice(0, cut)).ok).toBe(false);
    }
  });

  test("W15 any text is read or refused, never thrown", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof parseInbound(text).ok === "boolean"));
  });

  test("W15 any JSON value is read or refused, never thrown", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof readInbound(value).ok === "boolean"));
  });

  test("W15 any properties under any event are read or refused with a message that names the event", () => {
    const properties = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          text: fc.jsonValue(),
          context: fc.jsonValue(),
          words: fc.jsonValue(),
          output: fc.jsonValue(),
          tool_call_id: fc.jsonValue(),
          inference_id: fc.jsonValue(),
          modality: fc.oneof(fc.constantFrom("text", "audio"), fc.jsonValue()),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(inboundEvents)), properties, (eventType, given) => {
        const result = readInbound({ event_type: eventType, properties: given });
        if (!result.ok) expect(result.message).toContain(eventType);
        else expect(readInbound(result.frame)).toEqual(result);
      }),
    );
  });
});
