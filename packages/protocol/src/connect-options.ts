import { isFeature, parseFeatures } from "./features.ts";
import type { Feature } from "./features.ts";
import { MAX_TOKEN_CHARS } from "./bounds.ts";

/** Who ends a turn on this connection: only the client, or the server by the persona's patience. */
export type TurnsBy = "client" | "server";

/** What the query of the live channel's address says. */
export interface ConnectOptions {
  readonly turns: TurnsBy;
  readonly features: readonly Feature[];
  /** The conversation's meeting token (`t`). */
  readonly token: string | undefined;
  /** Resume: send what came after this `seq` (`after_seq`). */
  readonly afterSeq: number | undefined;
}

/** The slice of `URLSearchParams` that is read. */
export interface ConnectQuery {
  get(name: string): string | null;
}

export type ConnectResult =
  | { readonly ok: true; readonly options: ConnectOptions }
  | { readonly ok: false; readonly code: "bad_frame"; readonly message: string };

/** Reads the query of a connection; a value that cannot be honoured is refused rather than guessed. */
export function parseConnectOptions(query: ConnectQuery): ConnectResult {
  const turns = query.get("turns") ?? "server";
  if (turns !== "client" && turns !== "server") return refuse(`turns: expected "client" or "server"`);
  const token = query.get("t") ?? undefined;
  if (token !== undefined && token.length > MAX_TOKEN_CHARS) {
    return refuse(`t: longer than ${MAX_TOKEN_CHARS} characters; send the conversation's meeting_token`);
  }
  const afterSeq = query.get("after_seq") ?? undefined;
  if (afterSeq !== undefined && !isSeq(afterSeq)) {
    return refuse("after_seq: expected a whole number from 0, the highest seq that you have seen");
  }
  const options = {
    turns,
    features: parseFeatures(query.get("features")),
    token,
    afterSeq: afterSeq === undefined ? undefined : Number(afterSeq),
  } satisfies ConnectOptions;
  return { ok: true, options };
}

/** The query for these options, without a question mark; empty when everything is the default. */
export function toConnectQuery(options: Partial<ConnectOptions>): string {
  const parts: string[] = [];
  if (options.turns !== undefined) parts.push(`turns=${options.turns}`);
  const features = (options.features ?? []).filter(isFeature);
  if (features.length > 0) parts.push(`features=${features.join(",")}`);
  if (options.token !== undefined) parts.push(`t=${encodeURIComponent(options.token)}`);
  if (options.afterSeq !== undefined) parts.push(`after_seq=${options.afterSeq}`);
  return parts.join("&");
}

function isSeq(text: string): boolean {
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));
}

function refuse(message: string): ConnectResult {
  return { ok: false, code: "bad_frame", message };
}
