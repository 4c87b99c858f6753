import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { askV1 } from "./door-v1.ts";
import { faultCases, limitOf, seventeen } from "./fault-case.ts";
import { expectedOutcome, judge, type Heard } from "./judge.ts";
import { playAll, type Finding } from "./measure.ts";
import { startRig } from "./rig.ts";
import { answersTo, configFor, planRuns, type Run } from "./run.ts";
import { isUnexpected, summarise } from "./summary.ts";
import { closingText, tableText } from "./table.ts";

const [run] = planRuns(["close-midway"], 1) as [Run];
const answers = answersTo(run);

function heard(parts: Partial<Heard>): Heard {
  return { ended: "finished", text: answers.own.text, calls: [], tookMs: 5, ...parts };
}

describe("what is judged", () => {
  test("F1 each fault is asked for through each door, with a fallback and without, by a name of its own", () => {
    expect(seventeen).toHaveLength(17);
    expect(new Set(faultCases.map(({ name }) => name)).size).toBe(faultCases.length);
    const runs = planRuns([], 2);
    expect(runs).toHaveLength(faultCases.length * 3 * 2 * 2);
    expect(new Set(runs.map(({ model }) => model)).size).toBe(runs.length);
    const config = JSON.stringify(configFor(runs, { faulty: "http://127.0.0.1:1/v1", spare: "http://127.0.0.1:2/v1" }));
    for (const { model } of runs) expect(config).toContain(`"${model}":{`);
  });

  test("F2 the whole answer is answered, the fallback's is rescued, and an error is one that is said", () => {
    expect(judge(heard({}), answers)).toBe("answered");
    expect(judge(heard({ text: ` ${answers.own.text} ` }), answers)).toBe("answered");
    expect(judge(heard({ text: answers.spare.text }), answers)).toBe("rescued");
    expect(judge(heard({ ended: "failed", text: "", code: "model_failed" }), answers)).toBe("error");
    expect(judge(heard({ ended: "failed", text: "The 9:40 to", code: "model_truncated" }), answers)).toBe("error");
  });

  test.each<[string, Partial<Heard>]>([
    ["a half", { text: answers.own.text.slice(0, 40) }],
    ["nothing", { text: "" }],
    ["two halves", { text: answers.own.text.slice(0, 40) + answers.spare.text.slice(40) }],
    ["an answer and a call that nobody made", { calls: ["find_booking({})"] }],
    ["an end without a word", { ended: "cut" }],
  ])("F3 passed off as whole, it is a lie: %s", (_, parts) => {
    expect(judge(heard(parts), answers)).toBe("lied");
  });

  test("F4 nothing within the limit and its margin hangs", () => {
    expect(judge(heard({ ended: "never" }), answers)).toBe("hung");
    const [silent] = faultCases.filter(({ name }) => name === "silent");
    expect(silent && [limitOf(silent, true), limitOf(silent, false)]).toEqual([2500, 10_000]);
  });

  test("F5 before the first words a fallback rescues; after them there is an error, and no second voice", () => {
    const html = { fault: { name: "html", gives: "nothing" }, door: "live" } as const;
    expect(expectedOutcome({ ...html, spared: true })).toBe("rescued");
    expect(expectedOutcome({ ...html, spared: false })).toBe("error");
    const midway = { fault: { name: "reset-midway", gives: "half" }, spared: true } as const;
    expect(expectedOutcome({ ...midway, door: "stream" })).toBe("error");
    expect(expectedOutcome({ ...midway, door: "live" })).toBe("error");
    expect(expectedOutcome({ fault: { name: "gzip", gives: "answer" }, door: "live", spared: false })).toBe("answered");
  });

  test("F7 a whole answer that breaks off is rescued, and one that failed once is asked for again", () => {
    const midway = { fault: { name: "reset-midway", gives: "half" }, door: "whole" } as const;
    expect(expectedOutcome({ ...midway, spared: true })).toBe("rescued");
    expect(expectedOutcome({ ...midway, spared: false })).toBe("error");
    const once = { fault: { name: "500-once", gives: "nothing", once: true }, door: "stream" } as const;
    expect(expectedOutcome({ ...once, spared: false })).toBe("answered");
    expect(expectedOutcome({ ...once, spared: true })).toBe("rescued");
  });

  test("F5 an outcome that is right by chance is unexpected all the same", () => {
    const twice: Finding = { run, heard: heard({}), outcome: "answered", expected: "error" };
    expect([isUnexpected(twice), isUnexpected({ ...twice, outcome: "lied" })]).toEqual([true, false]);
  });
});

describe("what the door of `/v1` is heard to say", () => {
  const chunk = (words: string, reason: string | null): string =>
    `data: ${JSON.stringify({ choices: [{ delta: { content: words }, finish_reason: reason }] })}\n\n`;
  const error = `data: ${JSON.stringify({ error: { message: "gone", code: "model_truncated" } })}\n\n`;

  test.each<[string, Heard["ended"], string]>([
    ["a finish reason and [DONE]", "finished", `${chunk("Hello", "stop")}data: [DONE]\n\n`],
    ["an error", "failed", chunk("Hello", null) + error],
    ["words, and then nothing", "cut", chunk("Hello", null)],
    ["words and [DONE] without a finish reason", "cut", `${chunk("Hello", null)}data: [DONE]\n\n`],
    ["a finish reason, and then an error", "cut", chunk("Hello", "stop") + error],
  ])("F2 F3 %s: %s", async (_, ended, stream) => {
    const server = createServer((_request, response) => void response.end(stream));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    const said = await askV1({ url, apiKey: "k" }, run, AbortSignal.timeout(5000));
    expect(said).toMatchObject({ ended, text: "Hello" });
    server.closeAllConnections();
    server.close();
  });
});

test("F6 through the real server: a rescue, an error and an answer, in one table", { timeout: 60_000 }, async () => {
  const runs = planRuns(["503", "close-midway", "tool-fragments"], 1);
  await using rig = await startRig(runs);
  const findings = await playAll(rig, runs);
  const summary = summarise(findings);
  expect(summary).toMatchObject({
    totals: { answered: 6, rescued: 4, error: 8, lied: 0, hung: 0 },
    unexpected: 0,
  });
  const result = { ...summary, machine: "this", node: "26", date: "2026-11-23", runs: 1, restingMs: undefined };
  const lines = tableText(result).split("\n");
  expect(lines[3]).toMatch(
    /^503 +rescued \d+ ms +rescued \d+ ms +rescued \d+ ms +model_failed +model_failed +model_failed/,
  );
  expect(lines[4]).toMatch(/^close-midway +model_truncated +rescued \d+ ms +model_truncated/);
  expect(closingText(result)).toContain("6 answered, 4 rescued, 8 errors; 0 lied, 0 hung");
});

test("F0 every rule of docs/reliability.md is a test's title, and the other way round", () => {
  const page = readFileSync(new URL("../../docs/reliability.md", import.meta.url), "utf8");
  const titles = readFileSync(new URL(import.meta.url), "utf8").matchAll(/"(F\d+(?: F\d+)*) /g);
  const rules = new Set(Array.from(page.matchAll(/\*\*(F\d+)\*\*/g), ([, id]) => id));
  const tested = new Set(Array.from(titles, ([, ids]) => (ids ?? "").split(" ")).flat());
  expect(rules).toEqual(tested);
});
