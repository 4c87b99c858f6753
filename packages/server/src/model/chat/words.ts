import { isRecord, parseJson } from "./record.ts";
import { redact } from "./secret.ts";

const shownChars = 300;

/** The first 300 characters of what an upstream said, without markup, line breaks or secrets. */
export function ownWords(body: string, secrets: readonly string[]): string {
  const text = wordsOf(parseJson(body)) ?? (body.trimStart().startsWith("<") ? htmlWords(body) : body);
  const words = redact(text, secrets)
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return words.length > shownChars ? `${words.slice(0, shownChars)}…` : words;
}

/** The message of an error object, wherever its server puts it. */
function wordsOf(body: unknown): string | undefined {
  if (typeof body === "string") return body;
  if (!isRecord(body)) return undefined;
  for (const name of ["error", "message", "detail", "error_message"]) {
    const value = body[name];
    const words = isRecord(value) ? (wordsOf(value) ?? JSON.stringify(value)) : value;
    if (typeof words === "string" && words !== "") return words;
    if (Array.isArray(words)) return JSON.stringify(words);
  }
  return undefined;
}

function htmlWords(html: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(html)?.[1]?.trim();
  return title ? `the page "${title}"` : html.replaceAll(/<[^>]*>/g, " ");
}
