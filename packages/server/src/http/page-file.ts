/** Which paths belong to the page: its document, under two names, and the files that its build makes. */
export function isPageFile(path: string): boolean {
  return isPageDocument(path) || pageFileName(path) !== undefined;
}

export function isPageDocument(path: string): boolean {
  return path === "/" || /^\/c\/[A-Za-z0-9_-]{1,100}$/.test(path);
}

/** The file in the built page's folder, or undefined for what cannot be one: no folders but `assets`, no hidden files. */
export function pageFileName(path: string): string | undefined {
  const found = /^\/((?:assets\/)?[A-Za-z0-9_-][A-Za-z0-9._-]*\.[a-z0-9]+)$/.exec(path)?.[1];
  return found === undefined || contentType(found) === undefined ? undefined : found;
}

/** Only what a page is built of; `openapi.json` at the root is not. */
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ["js", "text/javascript; charset=utf-8"],
  ["css", "text/css; charset=utf-8"],
  ["svg", "image/svg+xml"],
  ["png", "image/png"],
  ["ico", "image/x-icon"],
  ["webp", "image/webp"],
  ["woff2", "font/woff2"],
  ["wasm", "application/wasm"],
  ["wav", "audio/wav"],
  ["txt", "text/plain; charset=utf-8"],
  ["webmanifest", "application/manifest+json"],
]);

export function contentType(file: string): string | undefined {
  return CONTENT_TYPES.get(file.slice(file.lastIndexOf(".") + 1));
}

/** Files under `assets/` carry a digest in their names, so that a browser never has to ask again. */
export function cacheControl(file: string): string {
  return file.startsWith("assets/") ? "public, max-age=31536000, immutable" : "public, max-age=3600";
}
