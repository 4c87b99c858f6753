import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Answer, Door } from "../door.ts";
import { cacheControl, contentType, isPageDocument, pageFileName } from "../page-file.ts";
import type { AppParts } from "../parts.ts";
import { refusal } from "../problem.ts";

/** Nothing from elsewhere, nothing inline, nobody's frame; the camera and the microphone for this page alone. */
const PAGE_HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "permissions-policy": "camera=(self), microphone=(self), display-capture=(self)",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
};

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Repartee</title>
<h1>The page is not built</h1>
<p>The server runs. To have its page as well, run <code>npm run build:page</code> and reload.</p>
</html>
`;

/** The page: `/`, and `/c/{conversation_id}` for a conversation in it. */
export function registerPlayground(app: Door, { pageDir }: AppParts): void {
  const document: Answer = async (context) => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) context.header(name, value);
    context.header("cache-control", "no-cache");
    const page = await readIfThere(join(pageDir, "index.html"));
    if (page === undefined) return context.html(NOT_BUILT, 503);
    const tag = `"${createHash("sha256").update(page).digest("base64url")}"`;
    context.header("etag", tag);
    if (context.req.header("if-none-match") === tag) return context.body(null, 304);
    return context.html(page.toString("utf8"));
  };

  const file: Answer = async (context) => {
    const name = pageFileName(context.req.path);
    const bytes = name === undefined ? undefined : await readIfThere(join(pageDir, name));
    const type = name === undefined ? undefined : contentType(name);
    if (name === undefined || bytes === undefined || type === undefined)
      throw refusal(404, "the page has no such file");
    return context.body(bytes, 200, { "content-type": type, "cache-control": cacheControl(name) });
  };

  app.get("/", document);
  app.get("/c/:conversationId", async (context) =>
    isPageDocument(context.req.path) ? document(context) : context.notFound(),
  );
  app.get("/assets/:file", file);
  app.get("/:file{[^/]+\\.(?:svg|png|ico|txt|webmanifest|js|css)}", file);
}

async function readIfThere(path: string): Promise<Buffer<ArrayBuffer> | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR"))
      return undefined;
    throw cause;
  }
}
