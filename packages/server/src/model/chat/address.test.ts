import { describe, expect, test } from "vitest";
import { baseUrlAdvice, chatAddress } from "./address.ts";

describe("chatAddress", () => {
  test.each([
    ["https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions"],
    ["https://api.openai.com/v1/", "https://api.openai.com/v1/chat/completions"],
    ["http://127.0.0.1:11434", "http://127.0.0.1:11434/chat/completions"],
    ["https://host/session/s-1/v1", "https://host/session/s-1/v1/chat/completions"],
    ["https://host/v1/chat/completions", "https://host/v1/chat/completions"],
    ["https://host/v1/chat/completions/", "https://host/v1/chat/completions"],
    ["https://host/v1?api-version=2", "https://host/v1/chat/completions?api-version=2"],
  ])("M1 %s is called at %s", (baseUrl, expected) => {
    const address = chatAddress(baseUrl);
    expect(address.ok && address.origin + address.path).toBe(expected);
  });

  test("M80 a route that already stands there is accepted with advice", () => {
    const advice = "base_url ends with /chat/completions; leave that out: it is added, here and by other programs";
    expect(baseUrlAdvice("https://host/v1/chat/completions/")).toBe(advice);
    expect(baseUrlAdvice("https://host/v1")).toBeUndefined();
    expect(baseUrlAdvice("nowhere")).toBeUndefined();
  });

  test("M1 the default query is appended to the query that is there, which keeps its spelling", () => {
    const address = chatAddress("https://host/v1?a=b%20c", { "api version": "2&3" });
    expect(address).toEqual({
      ok: true,
      origin: "https://host",
      path: "/v1/chat/completions?a=b%20c&api%20version=2%263",
      shown: "https://host/v1/chat/completions",
    });
  });

  test.each(["", "host/v1", "ftp://host/v1", "file:///etc/passwd"])("M5 %j is no address to call", (baseUrl) => {
    expect(chatAddress(baseUrl).ok).toBe(false);
  });
});
