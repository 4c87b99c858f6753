import { createConversationView } from "@repartee/client";
import { describe, expect, test } from "vitest";
import { createSnapshot } from "../conversation/talk-snapshot.ts";
import type { TalkSnapshot } from "../conversation/talk-snapshot.ts";
import { toNotices } from "./notice.ts";

const snapshot = (changed: Partial<TalkSnapshot>): TalkSnapshot => ({
  ...createSnapshot("c1", "client", 0),
  connection: { phase: "open" },
  ...changed,
});
const view = createConversationView();
const notice = { turnIdx: undefined, atMs: 10, upstream: undefined, status: undefined };

describe("what is to be known of a conversation", () => {
  test("nothing, while all is well", () => {
    expect(toNotices(snapshot({}))).toEqual([]);
  });

  test("a loss has its cause, how long it has lasted, and what becomes of the talk", () => {
    const loss = { code: 1012, reason: "" };
    const lost = { phase: "reconnecting", attempt: 3, waitsFor: "timer", delayMs: 500, loss } as const;
    expect(toNotices(snapshot({ connection: lost, phaseSinceMs: 70 }))).toEqual([
      {
        tone: "warning",
        title: "The connection is lost",
        text: "The server restarts. Dialling again, attempt 3. The talk is kept and goes on where it was; is the server running?",
        sinceMs: 70,
      },
    ]);
  });

  test("a close code of a newer server is told by its number", () => {
    const end = { type: "refused", code: 4999, reason: "" } as const;
    expect(toNotices(snapshot({ connection: { phase: "closed", end } }))[0]?.text).toBe(
      "The server closed it with code 4999.",
    );
  });

  test("the end outweighs everything else", () => {
    const ended = snapshot({ view: { ...view, ended: "end_conversation_endpoint_hit" }, failure: "no" });
    expect(toNotices(ended).map(({ title }) => title)).toEqual(["This conversation has ended"]);
  });

  test("a stand-in says what to configure", () => {
    const warnings = [{ ...notice, code: "stand_in", message: "no model is configured for x" } as const];
    expect(toNotices(snapshot({ view: { ...view, warnings } }))[0]).toMatchObject({
      title: "A stand-in answers",
      text: expect.stringContaining("“Your own” takes any OpenAI-compatible address"),
    });
  });

  test("a fault of the channel is told; one of a turn stands with its turn", () => {
    const errors = [{ ...notice, code: "rate_limited", message: "too fast" } as const];
    expect(toNotices(snapshot({ view: { ...view, errors } })).map(({ text }) => text)).toEqual(["too fast."]);
    const ofTurn = [{ ...notice, turnIdx: 1, code: "model_failed", message: "500" } as const];
    expect(toNotices(snapshot({ view: { ...view, errors: ofTurn } }))).toEqual([]);
  });
});
