import { describe, expect, test } from "vitest";
import { diagnoseAnswer, diagnoseAuthorization } from "./diagnose-answer.ts";
import { diagnoseStream, diagnoseUsage } from "./diagnose-stream.ts";
import { readPieces } from "./testing/read.ts";
import { counted, delta, done, event, finish } from "./testing/scripted-wire.ts";
import { otherPlaces } from "./stages-reach.ts";
import type { Exchange } from "./wire.ts";

function answered(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
  return {
    model: "mine",
    reply: readPieces([body], { status, headers: { "content-type": "text/plain", ...headers } }),
  };
}

describe("The first answer", () => {
  test("DR11 401 and 403 name the header that was sent", () => {
    const first = answered(401, '{"error":{"message":"who are you"}}');
    expect(diagnoseAuthorization(first)).toMatchObject({
      state: "failed",
      measured: "401; no key was sent",
      why: "the server asks for a key and none was sent: “who are you”",
    });
    expect(diagnoseAuthorization({ ...first, credential: "the header X-Key" })).toMatchObject({
      measured: "401; the header X-Key was sent",
      why: "the server does not take this key: “who are you”",
    });
    expect(diagnoseAuthorization({ ...answered(403, ""), credential: "Authorization: Bearer" })).toMatchObject({
      state: "failed",
      why: "the key is known and may not do this",
    });
    expect(diagnoseAuthorization(answered(500, ""))).toMatchObject({ state: "ok" });
  });

  test.each<[number, string, Readonly<Record<string, string>>, string]>([
    [
      302,
      "",
      { location: "https://elsewhere.example/v1?token=hush" },
      "it points elsewhere: https://elsewhere.example/v1",
    ],
    [
      429,
      '{"error":{"message":"slow down"}}',
      { "retry-after": "20" },
      "it is asked too often: “slow down”; it asks to wait 20 s",
    ],
    [503, "<html><title>Bad gateway</title>", {}, "the server failed: “Bad gateway”"],
    [400, '{"detail":"no temperature"}', {}, "the request was refused: “no temperature”"],
    [404, "nope", {}, "there is nothing at this path: “nope”"],
    [
      200,
      "<!doctype html><title>Tunnel offline</title>",
      {},
      "a web page came back where an answer should be: “Tunnel offline”",
    ],
    [200, "hello", {}, "what came back is neither events nor JSON: “hello”"],
    [200, '{"error":"no"}', {}, "the status is 200 and the answer is no completion: “no”"],
  ])("DR13 status %d with %j", (...[status, body, headers, why]) => {
    expect(diagnoseAnswer(answered(status, body, headers))).toMatchObject({ state: "failed", why });
  });

  test.each<[Exchange["end"], string]>([
    [{ type: "late", limit: "first", ms: 9 }, "the request was taken, and not even headers came back"],
    [{ type: "broken", code: "ECONNRESET" }, "the connection broke before an answer (ECONNRESET)"],
  ])("DR13 no answer at all: %j", (end, why) => {
    const { status: _, ...reply } = readPieces([], { end });
    expect(diagnoseAnswer({ model: "mine", reply })).toMatchObject({ state: "failed", why });
    expect(diagnoseAuthorization({ model: "mine", reply })).toMatchObject({ state: "skipped" });
  });

  test("DR12 other places are with and without /v1, and those that are usual", () => {
    expect(otherPlaces("https://h/x/v1?k=1")).toEqual([
      "https://h/x?k=1",
      "https://h/v1?k=1",
      "https://h/api/v1?k=1",
      "https://h/openai/v1?k=1",
    ]);
    expect(otherPlaces("https://h")).toEqual(["https://h/v1", "https://h/api/v1", "https://h/openai/v1"]);
    expect(otherPlaces("https://h/v1/chat/completions")).toContain("https://h");
  });
});

const words = ["one ", "two "].map((content) => delta({ content }));
const late = { end: { type: "late", limit: "between", ms: 5000 } } as const;

describe("The stream", () => {
  test.each<[string, readonly string[], Partial<Exchange>, string]>([
    ["stalls", words, late, "it stopped in the middle: nothing came for 5000 ms"],
    [
      "keeps open without a word",
      [": keep-alive\n\n"],
      late,
      "headers came, and then nothing but comments that keep the connection open for 5000 ms",
    ],
    ["breaks", words, { end: { type: "broken", code: "ECONNRESET" } }, "the connection broke (ECONNRESET)"],
    ["holds no JSON", [...words, "data: {bro\n\n", done], {}, "1 of its events held no JSON object"],
    [
      "holds an error",
      [...words, event({ error: { message: "out of memory" } })],
      {},
      "it broke off with an error: “out of memory”",
    ],
    ["is cut", words, {}, "it ended with neither a finish_reason nor [DONE]: nobody can tell whether it was cut"],
    ["has no body", [], {}, "it ended with neither a finish_reason nor [DONE]: nobody can tell whether it was cut"],
  ])("DR14 one that %s failed", (...[, pieces, exchange, why]) => {
    expect(diagnoseStream(readPieces(pieces, exchange))).toMatchObject({ state: "failed", why });
  });

  test.each<[string, readonly string[], Partial<Exchange>, string]>([
    [
      "is one JSON document",
      ['{"choices":[{"message":{"content":"a"}}]}'],
      {},
      "the answer came as one JSON document though a stream was asked for",
    ],
    ["holds no words", [finish, done], {}, "the answer ended properly and holds no words: an agent would say nothing"],
    ["is left open", [...words, finish], late, "the answer had finished, and the connection was left open"],
  ])("DR14 one that %s is a warning", (...[, pieces, exchange, why]) => {
    expect(diagnoseStream(readPieces(pieces, exchange))).toMatchObject({ state: "warning", why });
  });

  test("DR14 words that all come at once after a wait are a warning, a fast model's are not", () => {
    const many = Array.from({ length: 20 }, () => delta({ content: "a " }));
    const wait = Array.from({ length: 9 }, () => ": \n\n");
    expect(diagnoseStream(readPieces([...wait, many.join("") + finish + done]))).toMatchObject({
      state: "warning",
      why: "all words came at once: something on the way collects the stream before it passes it on",
    });
    expect(diagnoseStream(readPieces([many.join("") + finish + done]))).toMatchObject({ state: "ok" });
    expect(diagnoseStream(readPieces([...wait, ...many, finish, done]))).toMatchObject({ state: "ok" });
  });

  test("DR14 one mark of the end is enough; what is unusual is told", () => {
    expect(diagnoseStream(readPieces([...words, done])).measured).toBe(
      "2 chunks in 30 ms, the first after 10 ms, no finish_reason",
    );
    expect(diagnoseStream(readPieces([...words, finish]))).toMatchObject({
      state: "ok",
      measured: expect.stringMatching(/no \[DONE\]$/) as string,
    });
    const crlf = [...words, finish, done].map((piece) => piece.replaceAll("\n", "\r\n"));
    expect(diagnoseStream(readPieces(crlf))).toMatchObject({
      state: "ok",
      measured: expect.stringMatching(/CRLF$/) as string,
    });
  });

  test("DR15 usage that is not sent is a warning", () => {
    expect(diagnoseUsage(readPieces([...words, counted, done]), true)).toMatchObject({
      state: "ok",
      measured: "9 tokens in, 0 of them cached, 4 out",
    });
    expect(diagnoseUsage(readPieces([...words, done]), true)).toMatchObject({
      state: "warning",
      measured: "none in the stream",
    });
    expect(diagnoseUsage(readPieces([...words, done]), false)).toMatchObject({
      state: "warning",
      measured: "stream_options was refused",
    });
  });
});
