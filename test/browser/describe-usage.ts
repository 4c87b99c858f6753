import { describe, expect, test } from "vitest";
import { startEndpoint } from "../../bench/endpoint/endpoint.ts";
import { composer, drafts, finished, openTrace, reviseToAdoption, startWith, turns } from "./actions.ts";
import type { Stage } from "./stage.ts";

/** What answers, what that takes, and how full the context is. */
export function describeUsage(stage: () => Stage): void {
  describe("what a talk uses", () => {
    test("is told per turn and for the conversation, with the context in a gauge", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await page.getByRole("button", { name: "Context: no request was sent yet" }).waitFor();
      await composer(page).pressSequentially("are you open");
      await composer(page).press("Enter");
      await finished(page, 1);
      expect(await page.getByRole("region", { name: "Numbers of turn 1" }).textContent()).toMatch(
        /Tokens in\d+.*cached.*Tokens out\d+.*Tokens wasted\d+.*Costunknown/,
      );
      await page.getByRole("button", { name: /^Context: the last request had \d+ tokens; the soft limit is/ }).click();
      const panel = page.getByRole("group", { name: "Context and usage" });
      const meter = panel.getByRole("meter", { name: "Context" });
      expect(await meter.getAttribute("aria-valuetext")).toMatch(/the soft limit is 25,000 tokens, the window 128,000/);
      expect(await panel.getByRole("region", { name: "Usage of the conversation" }).textContent()).toMatch(
        /Turns1.*Tokens in\d+.*Tokens out\d+/,
      );
      expect(visit.faults).toEqual([]);
    });

    test("warns by glyph and words when the context is nearly full, and says what it cost", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      const near = { tokens: 26_000, limit: 32_000, soft: 25_000 };
      await openTrace(page, [said(1, "hello"), completed(1, { context: near, cost: 0.0042 })]);
      const gauge = page.getByRole("button", { name: /^Context over the soft limit: the last request had 26,000/ });
      expect(await gauge.textContent()).toContain("△ 81 %");
      await gauge.click();
      await page.getByRole("region", { name: "Usage of the conversation" }).getByText("0.0042").waitFor();
    });
  });

  describe("why a turn went as it did", () => {
    test("is asked when it is opened: every draft with its reason, and the messages that were sent", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("a table for two");
      await drafts(page, 1).getByText("started").first().waitFor();
      await reviseToAdoption(page, 1);
      await page.getByText("Why this turn").click();
      const why = page.getByRole("region", { name: "Why turn 1" });
      await why.getByText("Reply, adopted").waitFor();
      await why
        .getByText(/^Revoked: the words changed/)
        .first()
        .waitFor();
      await why
        .getByText(/llama via 127\.0\.0\.1/)
        .first()
        .waitFor();
      await why
        .getByText(/^Sent: 2 messages/)
        .last()
        .click();
      await why.getByText("You are the host of a small restaurant.").last().waitFor();
      await why.getByText("a table for four").last().waitFor();
      expect(visit.faults).toEqual([]);
    });

    test("cannot be asked of a file", async () => {
      await using visit = await stage().open("/");
      await openTrace(visit.page, [said(1, "hello"), completed(1, {})]);
      await finished(visit.page, 1);
      expect(await visit.page.getByText("Why this turn").count()).toBe(0);
    });
  });

  describe("the models", () => {
    test("say what each server does, how soon and how fast, and its own words where it fails; asked anew when opened", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await page.getByRole("option", { name: "Rea (stock)" }).waitFor({ state: "attached" });
      await page.getByRole("radio", { name: "Hosted" }).check();
      let asked = 0;
      await page.route("**/v2/hosted-models", (route) => {
        asked += 1;
        return route.fulfill({ json: hostedModels });
      });
      await page.getByRole("button", { name: "How the models fare" }).click();
      const dialog = page.getByRole("dialog", { name: "Models" });
      const model = dialog.getByRole("region", { name: "tavus-llama-4" });
      await model.getByText("Slow down, please").waitFor();
      const [well, badly] = await model.getByRole("listitem").allTextContents();
      expect(well).toMatch(/llama3\.2.*127\.0\.0\.1:11434.*ok.*First token120.ms, p95 300.ms.*Speed42 tokens\/s/);
      expect(badly).toMatch(/resting, tried again in 9\.00.s.*answered 429: Slow down, please/);
      await dialog.getByText(/falls back on tavus-gpt-4o/).waitFor();
      await dialog.getByRole("button", { name: "Ask again" }).click();
      await expect.poll(() => asked).toBe(2);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      expect(visit.faults).toEqual([]);
    });

    test("that are being loaded are waited for visibly, until the first words", async () => {
      await using slow = await startEndpoint({ ttftMs: 2_500 });
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: slow.url, speculative: false });
      await composer(page).pressSequentially("hello");
      await composer(page).press("Enter");
      await turns(page).first().getByText("loading the model …").waitFor();
      await page.getByRole("status").getByText("The model is not ready yet").waitFor();
      await finished(page, 1);
      expect(await page.getByText(/loading the model|not ready yet/i).count()).toBe(0);
    });

    test("a fallback is told with the turn that it answered", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      const message = "a.example answered 500; gpt-5 via b.example answers in place of llama";
      await openTrace(page, [
        said(1, "hello"),
        { event_type: "conversation.warning", properties: { code: "fallback", message, at_ms: 30 } },
        completed(1, {}),
        said(2, "and you"),
        completed(2, {}),
      ]);
      await turns(page).first().getByText("Another model answers:").waitFor();
      expect(await turns(page).nth(1).textContent()).not.toContain("Another model answers");
    });
  });
}

const upstream = { outstanding: 0, requests: 9, failures: 0, capabilities: {}, last_error: null, rests_ms: 0 };
const hostedModels = {
  data: [
    {
      name: "tavus-llama-4",
      state: "found",
      model: "llama3.2",
      via: "127.0.0.1:11434",
      reason: "its only model",
      upstreams: [
        {
          ...upstream,
          model: "llama3.2",
          via: "127.0.0.1:11434",
          state: "ok",
          first_token_ms: { p50: 120, p95: 300 },
          tokens_per_second: 42,
        },
        {
          ...upstream,
          model: "llama3.2",
          via: "api.example:443",
          state: "resting",
          rests_ms: 9_000,
          failures: 3,
          last_error: { code: "rate-limited", message: "answered 429: Slow down, please" },
          first_token_ms: { p50: null, p95: null },
          tokens_per_second: null,
        },
      ],
      fallbacks: ["tavus-gpt-4o"],
      context_window: 32_000,
      soft_limit: 25_000,
      price: null,
    },
  ],
  also_found: [],
  refused: [],
  keys: [],
};

function said(turn: number, speech: string) {
  return {
    event_type: "conversation.utterance",
    turn_idx: turn,
    properties: { role: "user", speech, at_ms: turn * 100 },
  };
}

/** The end of a turn, as the server tells it. */
function completed(turn: number, told: object) {
  const none = { last_word_at: null, ended_at: null, released_at: null, first_words_at: null, gap_ms: null };
  const properties = {
    turn_idx: turn,
    outcome: "completed",
    end_of_turn_reason: "turn_end",
    ...none,
    head_start_ms: null,
    drafts: { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 },
    rung: null,
    tokens: { in: 400, cached: 380, out: 20, wasted: 0, wasted_in: 0 },
    calls: 1,
    tools: 0,
    at_ms: turn * 100 + 90,
    ...told,
  };
  return { event_type: "conversation.turn.completed", turn_idx: turn, properties };
}
