import type { ReceivedFrame } from "@repartee/protocol";
import { describe, expect, test } from "vitest";

import { createConversationView } from "./conversation-view.ts";
import type { ConversationView } from "./conversation-view.ts";
import { foldConversation } from "./fold-conversation.ts";
import { frameOf } from "./testing/frames.ts";
import { complete } from "./testing/turn-frames.ts";

const fold = (...frames: readonly ReceivedFrame[]): ConversationView =>
  frames.reduce(foldConversation, createConversationView());

const warn = (
  code: "fallback" | "model_loading" | "context_near_limit" | "tool_rounds",
  more: object = {},
  head = {},
) => frameOf("conversation.warning", { code, message: `${code} said`, ...more }, head);
const said = (turn: number, speech: string) =>
  frameOf("conversation.utterance", { role: "user", speech }, { turn_idx: turn });
const word = (turn: number) => frameOf("conversation.replica.delta", { text: "Yes.", index: 0 }, { turn_idx: turn });

describe("what is worth knowing about an answer", () => {
  test("stands with the turn that is not over, where the server does not say which", () => {
    const view = fold(said(1, "hi"), complete(1), said(2, "and you"), warn("fallback"));
    expect(view.turns.map(({ warnings }) => warnings.map(({ code }) => code))).toEqual([[], ["fallback"]]);
    expect(view.warnings).toMatchObject([{ code: "fallback", message: "fallback said" }]);
  });

  test("stands with the turn that the server names", () => {
    const view = fold(said(1, "hi"), said(2, "and you"), warn("tool_rounds", {}, { turn_idx: 1 }));
    expect(view.turns.map(({ warnings }) => warnings.length)).toEqual([1, 0]);
  });

  test("where no turn is open it is the conversation's", () => {
    const view = fold(said(1, "hi"), complete(1), warn("fallback"));
    expect(view.turns.map(({ warnings }) => warnings.length)).toEqual([0]);
    expect(view.warnings).toHaveLength(1);
  });
});

describe("a model that is being loaded", () => {
  const loading = warn("model_loading", { at_ms: 40 });

  test("is waited for until the first words of an answer", () => {
    const waiting = fold(said(1, "hi"), loading);
    expect(waiting.loading).toEqual({ message: "model_loading said", atMs: 40 });
    expect(foldConversation(waiting, word(1)).loading).toBeUndefined();
  });

  test("is waited for while the agent greets: those are not the model's words", () => {
    expect(fold(loading, word(1), complete(1)).loading).toBeDefined();
  });

  test("is waited for after an interruption, and not when the turn has failed", () => {
    const waiting = fold(said(1, "hi"), loading);
    expect(foldConversation(waiting, complete(1, { outcome: "interrupted" })).loading).toBeDefined();
    expect(foldConversation(waiting, complete(1, { outcome: "failed" })).loading).toBeUndefined();
  });
});

describe("the context", () => {
  test("is as large as the last turn or warning said", () => {
    const first = { tokens: 900, limit: 32_000, soft: 25_000 };
    const near = { tokens: 26_000, limit: 32_000, soft: 25_000 };
    expect(fold(complete(1, { context: first })).context).toEqual(first);
    expect(fold(complete(1, { context: first }), warn("context_near_limit", { context: near })).context).toEqual(near);
    expect(fold(complete(1, { context: first }), complete(2, { context: null })).context).toEqual(first);
  });
});
