import type { IncomingMessage } from "node:http";
import type { Addressed } from "../http/origin.ts";
import { OpenAiProblem } from "./problem.ts";

/** The largest body that is read: room for long contexts and for a few images. */
export const maxBodyBytes = 4 * 1024 * 1024;

/** The request as the guards of the other doors read it: a Bearer key counts as `x-api-key`. */
export function toAddressed(request: IncomingMessage): Addressed {
  return {
    method: request.method ?? "GET",
    url: request.url ?? "/",
    headers: { get: (name) => headerOf(request, name) ?? (name === "x-api-key" ? bearerOf(request) : null) },
  };
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : (value?.join(", ") ?? null);
}

function bearerOf(request: IncomingMessage): string | null {
  return /^bearer +(\S.*)$/i.exec(request.headers.authorization ?? "")?.[1]?.trim() ?? null;
}

/** What keeps the requests of one conversation on one upstream, and goes there too; `otherwise` where it has none. */
export function conversationOf(request: IncomingMessage, otherwise: () => string): string {
  const id = headerOf(request, "conversation-id") ?? headerOf(request, "conversation_id");
  if (id === null || id === "") return otherwise();
  if (id.length <= 256 && /^[\x21-\x7e]+$/.test(id)) return id;
  throw new OpenAiProblem(400, "conversation-id: expected at most 256 printable characters without spaces", {
    param: "conversation-id",
  });
}

/** The trace that a request belongs to (W3C), where its caller named one. */
export function traceparentOf(request: IncomingMessage): string | undefined {
  return headerOf(request, "traceparent") ?? undefined;
}

/** The body as text; never more of it in memory than the bound. */
export function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (): void => {
      request.removeAllListeners("data").pause();
      reject(tooLarge());
    };
    if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return refuse();
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > maxBodyBytes) refuse();
      else chunks.push(chunk);
    });
    request.once("end", () => {
      const text = decode(chunks);
      if (text === undefined) reject(new OpenAiProblem(400, "body: expected UTF-8"));
      else resolve(text);
    });
    request.once("error", reject);
  });
}

function tooLarge(): OpenAiProblem {
  return new OpenAiProblem(413, `body: larger than ${maxBodyBytes} bytes, the most that this door takes`);
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function decode(chunks: readonly Buffer[]): string | undefined {
  const [only] = chunks;
  try {
    return decoder.decode(chunks.length === 1 ? only : Buffer.concat(chunks));
  } catch {
    return undefined; // the decoder's own error says no more
  }
}
