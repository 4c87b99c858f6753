import { expect, test } from "vitest";
import type { UnsentFrame } from "./frame.ts";
import { createModelNotices, type ModelAside } from "./model-notices.ts";

function openNotices() {
  const told: UnsentFrame[] = [];
  let turnIdx = 0;
  const notice = createModelNotices({ turnIdx: () => turnIdx, now: () => 40, tell: (frame) => told.push(frame) });
  return { told, notice, nextTurn: () => (turnIdx += 1) };
}

const fallback: ModelAside = { type: "notice", code: "fallback", message: "b answers in place of a" };
const loading: ModelAside = { type: "notice", code: "model_loading", message: "loading the model a" };
const toolless: ModelAside = { type: "notice", code: "tool_unsupported", message: "a takes no tools" };
const served: ModelAside = { type: "served", name: "a", model: "m", via: "h" };

test("R30 a fallback is told once per turn, however many drafts say it", () => {
  const { told, notice, nextTurn } = openNotices();
  notice(fallback);
  notice(fallback);
  nextTurn();
  notice(fallback);
  expect(told).toEqual(
    Array(2).fill({
      message_type: "conversation",
      event_type: "conversation.warning",
      properties: { code: "fallback", message: "b answers in place of a", at_ms: 40 },
    }),
  );
});

test("R30 a wait for a model is told once until it answers, over any number of turns", () => {
  const { told, notice, nextTurn } = openNotices();
  notice(loading);
  nextTurn();
  notice(loading);
  expect(told).toHaveLength(1);
  notice(served);
  notice(loading);
  expect(told).toHaveLength(2);
});

test("R30 anything else is told once, whatever else is told in between", () => {
  const { told, notice } = openNotices();
  const one: ModelAside = { type: "notice", code: "notice", message: "base_url is odd" };
  for (const aside of [
    one,
    { ...one, message: "the answer was cut" },
    one,
    { ...one, message: "the answer was cut" },
  ]) {
    notice(aside);
  }
  expect(told).toHaveLength(2);
});

test("R30 that tools were left out is told once", () => {
  const { told, notice, nextTurn } = openNotices();
  notice(toolless);
  nextTurn();
  notice(toolless);
  expect(told).toHaveLength(1);
});
