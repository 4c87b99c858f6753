import type { OutboundFrame } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import { createAudience } from "./audience.ts";
import { createEar } from "./testing/ear.ts";

const head = { message_type: "conversation", seq: 1, timestamp: 1, turn_idx: 1, inference_id: "i1" } as const;
const delta: OutboundFrame = {
  ...head,
  event_type: "conversation.replica.delta",
  properties: { text: "Hi", index: 0 },
};
const streaming: OutboundFrame = {
  ...head,
  event_type: "conversation.utterance.streaming",
  properties: { role: "replica", speech: "Hi", content_index: 0, final: false },
};
const adopted: OutboundFrame = {
  ...head,
  event_type: "conversation.draft.adopted",
  properties: { inference_id: "i1", rung: "equal", head_start_ms: 5 },
};

describe("audience", () => {
  test("L22 everyone gets the defaults, and the rest goes to those who asked", () => {
    const audience = createAudience();
    const [plain, curious, reader] = [createEar(), createEar("drafts"), createEar("streaming")];
    for (const ear of [plain, curious, reader]) audience.add(ear);
    for (const frame of [delta, streaming, adopted]) audience.tell(frame);
    expect(plain.types).toEqual(["replica.delta"]);
    expect(curious.types).toEqual(["replica.delta", "draft.adopted"]);
    expect(reader.types).toEqual(["replica.delta", "utterance.streaming"]);
  });

  test("L22 it knows whether anyone wants a feature, so that nothing is built in vain", () => {
    const audience = createAudience();
    const reader = createEar("streaming");
    audience.add(createEar());
    expect(audience.wants("streaming")).toBe(false);
    audience.add(reader);
    expect(audience.wants("streaming")).toBe(true);
    audience.remove(reader);
    expect(audience.wants("streaming")).toBe(false);
    expect(audience.size).toBe(1);
  });

  test("L7 a frame is the same text for everyone", () => {
    const audience = createAudience();
    const texts: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      audience.add({ features: new Set(), send: (text) => texts.push(text), close: () => undefined });
    }
    audience.tell(delta);
    expect(texts).toEqual(Array(3).fill(JSON.stringify(delta)));
  });

  test("L31 all are closed with the same code", () => {
    const audience = createAudience();
    const ears = [createEar(), createEar()];
    for (const ear of ears) audience.add(ear);
    audience.closeAll(1012, "the server is stopping");
    expect(ears.map((ear) => ear.closed?.code)).toEqual([1012, 1012]);
  });
});
