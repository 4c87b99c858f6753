import type { FlightRecord } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import { formatMs } from "../turn/format.ts";
import { toCommits, toFlightRows, toSegments } from "./flight-rows.ts";

type FlightDraft = FlightRecord["drafts"][number];

const evidence = { completeness: 0.137, posterior: 0.356, quiet_ms: 50, expected_ms: 310 };
const adopted: FlightDraft = {
  inference_id: "i1",
  purpose: "reply",
  started_at: 3_250,
  reason: "word",
  evidence,
  grounded_in: "a table for two",
  continue_from: null,
  asked_at: 3_251,
  thinking_at: null,
  first_token_at: 3_611,
  first_clause_at: 3_672,
  ended_at: 4_251,
  finish_reason: "stop",
  fate: "adopted",
  fate_reason: null,
  rung: "formats",
  head_start_ms: 640,
  upstream: { name: "tavus-llama-4", model: "qwen3:8b", via: "127.0.0.1:11434" },
  usage: { in: 812, cached: 768, out: 84 },
  problem: null,
  notices: [],
  text: "Of course.",
  tool_calls: [],
  rounds: [],
  tools: null,
  messages: [{ role: "system", content: "You are Mara." }],
};

const recordOf = (...drafts: readonly Partial<FlightDraft>[]): FlightRecord => ({
  turn_idx: 4,
  outcome: "completed",
  transcript: "a table for 2",
  clock: {},
  segments: [{ name: "end_of_turn", from_ms: 3_551, to_ms: 3_890 }],
  commits: [],
  drafts: drafts.map((changed) => ({ ...adopted, ...changed })),
  numbers: null,
  missing: [],
});

describe("why a turn went as it did", () => {
  test("a draft says why it began and on what evidence, its times, who answered, and what became of it", () => {
    const [row] = toFlightRows(recordOf({}));
    expect(row).toMatchObject({ title: "Reply, adopted", groundedIn: "a table for two" });
    expect(row?.lines).toEqual([
      `Began at ${formatMs(3_250)}: the turn was probably over (36 % over: 14 % by the words, with ${formatMs(50)} of silence, expected to save ${formatMs(310)}).`,
      `First words after ${formatMs(360)}, over after ${formatMs(1_000)}.`,
      "qwen3:8b via 127.0.0.1:11434; 812 tokens in (768 cached), 84 out.",
      `Adopted: it fits: formats, ${formatMs(640)} ahead of the end of the turn.`,
    ]);
  });

  test("one that was begun at the end, and one that came to nothing, say so", () => {
    const [asked, revoked] = toFlightRows(
      recordOf(
        { reason: null, evidence: null, fate: "answered", rung: null, usage: null, upstream: null },
        { fate: "revoked", fate_reason: "contradicted", first_token_at: null, ended_at: null },
      ),
    );
    expect(asked?.lines[0]).toBe(`Began at ${formatMs(3_250)}: asked for when the turn was over.`);
    expect(asked?.lines).toHaveLength(2);
    expect(revoked?.lines.slice(1)).toEqual([
      "No words.",
      "qwen3:8b via 127.0.0.1:11434; 812 tokens in (768 cached), 84 out.",
      "Revoked: the words changed.",
    ]);
  });

  test("failures and fallbacks stand in their own words", () => {
    const notices = [{ at: 1, code: "fallback", message: "b answers in place of a" }];
    const problem = { code: "stalled", message: "b sent nothing for 5 s" };
    expect(toFlightRows(recordOf({ notices, problem }))[0]?.lines.slice(-2)).toEqual([
      "b answers in place of a.",
      "! b sent nothing for 5 s (stalled)",
    ]);
  });

  test("what was sent is told request by request, as far as it is held", () => {
    const round = { asked_at: 0, thinking_at: null, first_token_at: null, ended_at: null, finish_reason: null };
    const more = [...(adopted.messages ?? []), { role: "tool", content: "window" }];
    const rounds = [{ ...round, messages: more }];
    const tools = [{ type: "function" }];
    expect(toFlightRows(recordOf({ rounds, tools }))[0]?.requests.map(({ title }) => title)).toEqual([
      "Sent: 1 message, 1 tool",
      "Sent in round 2: 2 messages, 1 tool",
    ]);
    expect(toFlightRows(recordOf({ messages: null }))[0]?.requests).toEqual([]);
  });

  test("the wait is told by its parts, and the ends of the turn with what took them back", () => {
    expect(toSegments(recordOf())).toEqual([{ name: "whether you would go on", value: formatMs(339) }]);
    const commit = { at: 900, inference_id: "i1", reason: "silence", rung: null, grace_ms: 300, evidence };
    const commits = [
      { ...commit, reopened_at: 1_000, reopen_reason: "user_went_on" },
      { ...commit, evidence: null, reopened_at: null, reopen_reason: null },
    ];
    expect(toCommits({ ...recordOf(), commits })).toEqual([
      expect.stringMatching(/^At 900.ms: silence ended the turn \(36 % over: .*; taken back at .* \(user_went_on\)\.$/),
      expect.stringMatching(/^At 900.ms: silence ended the turn\.$/),
    ]);
  });
});
