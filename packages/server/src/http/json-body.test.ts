import { describe, expect, test } from "vitest";
import { MAX_BODY_BYTES, readJson } from "./json-body.ts";
import { HttpProblem } from "./problem.ts";
import { openTestApp } from "./testing/test-app.ts";

function post(body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>): Request {
  return new Request("http://localhost/", { method: "POST", body, duplex: "half" } as RequestInit);
}

async function problemOf(request: Request): Promise<unknown> {
  const failed: unknown = await readJson(request).catch((cause: unknown) => cause);
  return failed instanceof HttpProblem ? [failed.status, failed.body["error"]] : failed;
}

describe("Bodies", () => {
  test("D5 a body at the bound is read, one byte more is a 413", async () => {
    const text = (size: number): string => `"${"x".repeat(size - 2)}"`;
    expect(await readJson(post(text(MAX_BODY_BYTES)))).toHaveLength(MAX_BODY_BYTES - 2);
    expect(await problemOf(post(text(MAX_BODY_BYTES + 1)))).toEqual([
      413,
      "body: larger than 1048576 bytes, the most that this door takes",
    ]);
  });

  test("D5 an endless body is left at the bound", async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await problemOf(post(endless))).toMatchObject([413, expect.any(String)]);
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(20);
  });

  test.each([
    ['{"a": 1,}', "body: not JSON at position 8 (line 1, column 9): expected a name in double quotes"],
    ['{\n"a" 1}', 'body: not JSON at position 6 (line 2, column 5): expected ":"'],
    ["", "body: not JSON at position 0 (line 1, column 1): expected a JSON value, but the text ends"],
    ["nope", "body: not JSON at position 0 (line 1, column 1): expected a JSON value"],
  ])("D6 %j is a 400 that says where it breaks", async (text, what) => {
    expect(await problemOf(post(text))).toEqual([400, what]);
  });

  test("D6 what is not UTF-8 is a 400", async () => {
    expect(await problemOf(post(new Uint8Array([34, 0xff, 34])))).toEqual([400, "body: expected UTF-8"]);
  });

  test("D7 the content type does not matter", async () => {
    const { ask } = await openTestApp();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", ""]) {
      expect(await ask("POST /v2/personas", { system_prompt: "x" }, { "content-type": type })).toMatchObject({
        status: 200,
      });
    }
  });

  test("D8 a body nested too deep is a 400", async () => {
    const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
    expect(await problemOf(post(nested(65)))).toEqual([400, "body: nested deeper than 64 levels"]);
    expect(await problemOf(post(nested(400_000)))).toEqual([400, "body: nested deeper than 64 levels"]);
    expect(await readJson(post(nested(64)))).toBeDefined();
  });

  test("D8 a member named __proto__ is dropped, at any depth", async () => {
    const read = await readJson(post('{"__proto__":{"admin":true},"a":[{"__proto__":{"admin":true},"b":1}]}'));
    expect(JSON.stringify(read)).toBe('{"a":[{"b":1}]}');
  });
});
