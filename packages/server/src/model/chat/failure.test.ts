import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modelRequest } from "../testing/generation.ts";
import { createFailures, refusalError } from "./failure.ts";
import { secretsOf } from "./secret.ts";

const failures = createFailures("custom-1 (https://host/v1/chat/completions)", ["sk-very-secret"]);

function json(message: string): string {
  return JSON.stringify({ error: { message, type: "x" } });
}

describe("refusalError", () => {
  test.each([
    [400, "bad-request", false],
    [401, "unauthorized", false],
    [403, "unauthorized", false],
    [404, "not-found", false],
    [405, "not-found", false],
    [408, "upstream-error", true],
    [422, "bad-request", false],
    [429, "rate-limited", true],
    [500, "upstream-error", true],
    [503, "upstream-error", true],
  ])("M20 %i is %s, to be retried: %s", (status, code, retryable) => {
    expect(refusalError(failures, { status, body: json("no") })).toMatchObject({ code, retryable, status });
  });

  test("M21 the message names the upstream, the status, its own words and what to check", () => {
    const error = refusalError(failures, { status: 404, body: json('no model "qwen9".') });
    expect(error.message).toBe(
      'custom-1 (https://host/v1/chat/completions) answered 404: no model "qwen9"; check base_url and model',
    );
  });

  test.each([
    ["plain  text\nof two lines", "plain text of two lines"],
    ['{"detail":"Not Found"}', "Not Found"],
    ['{"error":"model is loading"}', "model is loading"],
    ['{"message":"no","code":5}', "no"],
    ['{"detail":[{"msg":"field required"}]}', '[{"msg":"field required"}]'],
    ["<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", 'the page "502 Bad Gateway"'],
    ["<h1>Oh   no</h1>", "Oh no"],
  ])("M21 the words of %j are %j", (body, words) => {
    expect(refusalError(failures, { status: 500, body }).message).toContain(`answered 500: ${words}; `);
  });

  test("M21 no more than 300 characters of its words are shown", () => {
    const { message } = refusalError(failures, { status: 500, body: "x".repeat(5000) });
    expect(message).toContain(`${"x".repeat(300)}…`);
    expect(message).not.toContain("x".repeat(301));
  });

  test("M21 an upstream that says nothing is said to", () => {
    expect(refusalError(failures, { status: 502, body: "" }).message).toContain("answered 502 without a word; ");
  });

  test("M22 a key that the upstream repeats is not printed", () => {
    const { message } = refusalError(failures, { status: 401, body: json("key sk-very-secret is not known") });
    expect(message).toContain("key [redacted] is not known");
  });

  test("M22 no secret comes through, wherever it stands in whatever the upstream says", () => {
    const secret = fc.stringMatching(/^[a-zA-Z0-9+/=_-]{8,40}$/);
    fc.assert(
      fc.property(
        secret,
        fc.tuple(fc.string(), fc.string()),
        fc.integer({ min: 400, max: 599 }),
        (apiKey, [before, after], status) => {
          const upstream = modelRequest({ apiKey, headers: { "x-api-key": `${apiKey}-2` } }).upstream;
          const made = createFailures("custom-1", secretsOf(upstream));
          for (const body of [before + apiKey + after, json(before + encodeURIComponent(apiKey) + after)]) {
            expect(refusalError(made, { status, body }).message).not.toContain(apiKey);
          }
        },
      ),
    );
  });

  test("M22 secrets are the key, sensitive headers with and without their scheme, and sensitive queries", () => {
    const { upstream } = modelRequest({
      baseUrl: "https://user:pass-word@host/v1?code=query-code",
      apiKey: "sk-1234",
      headers: { Authorization: "Basic dXNlcg", "x-team": "red-team" },
      defaultQuery: { token: "q-token", version: "2024-01" },
    });
    expect(secretsOf(upstream).toSorted()).toEqual([
      "Basic dXNlcg",
      "Basic%20dXNlcg",
      "dXNlcg",
      "pass-word",
      "q-token",
      "query-code",
      "sk-1234",
    ]);
  });

  test("M23 a redirect is explained, without the query of where it points", () => {
    const error = refusalError(failures, { status: 308, body: "", location: "https://there.example/v2?token=hush" });
    expect(error).toMatchObject({ code: "not-found", retryable: false });
    expect(error.message).toContain("it has moved to https://there.example/v2; redirects are not followed");
  });
});
