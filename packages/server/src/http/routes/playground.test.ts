import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestApp } from "../testing/test-app.ts";

const OPEN = { "x-api-key": "" };

describe("The page", () => {
  let pageDir = "";
  beforeAll(async () => {
    pageDir = await mkdtemp(join(tmpdir(), "repartee-page-"));
    await mkdir(join(pageDir, "assets"));
    await writeFile(join(pageDir, "index.html"), "<!doctype html><title>Repartee</title>");
    await writeFile(join(pageDir, "favicon.svg"), "<svg/>");
    await writeFile(join(pageDir, "assets", "index-abc.js"), "export {}");
    await writeFile(join(pageDir, "assets", ".hidden.js"), "no");
    await writeFile(join(pageDir, "assets", "index-abc.js.map"), "{}");
  });
  afterAll(() => rm(pageDir, { recursive: true }));

  test.each(["/", "/c/c0123456789abcdef"])("S4 %s is the page, asked for again every time", async (path) => {
    const { ask } = await openTestApp({ pageDir });
    const page = await ask(`GET ${path}`, undefined, OPEN);
    expect(page).toMatchObject({ status: 200, text: "<!doctype html><title>Repartee</title>" });
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const again = await ask(`GET ${path}`, undefined, { ...OPEN, "if-none-match": page.headers.get("etag") ?? "" });
    expect(again).toMatchObject({ status: 304, text: "" });
  });

  test.each([
    ["/assets/index-abc.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
    ["/favicon.svg", "image/svg+xml", "public, max-age=3600"],
  ])("S4 %s has its type and its time", async (path, type, cache) => {
    const { ask } = await openTestApp({ pageDir });
    const file = await ask(`GET ${path}`, undefined, OPEN);
    expect(file.status).toBe(200);
    expect(file.headers.get("content-type")).toBe(type);
    expect(file.headers.get("cache-control")).toBe(cache);
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each([
    "/assets/none.js",
    "/assets/.hidden.js",
    "/assets/index-abc.js.map",
    "/assets/..%2findex.html",
    "/assets/%2e%2e/index.html",
    "/index.html",
    "/assets/",
  ])("S4 %s is no file of the page", async (path) => {
    const { ask } = await openTestApp({ pageDir });
    expect([401, 404]).toContain((await ask(`GET ${path}`, undefined, OPEN)).status);
  });

  test("S5 it loads nothing from elsewhere, runs nothing inline and stands in no frame", async () => {
    const { ask } = await openTestApp({ pageDir });
    const policy = (await ask("GET /", undefined, OPEN)).headers.get("content-security-policy");
    expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval' |\*/);
  });

  test("S6 where it is not built, a page says how", async () => {
    const { ask } = await openTestApp({ pageDir: join(pageDir, "nowhere") });
    const page = await ask("GET /", undefined, OPEN);
    expect(page.status).toBe(503);
    expect(page.text).toContain("npm run build:page");
  });
});
