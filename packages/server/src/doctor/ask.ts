import { chatAddress } from "../model/chat/address.ts";
import { chatHeaders } from "../model/chat/headers.ts";
import { createReplyReader } from "./reply-reader.ts";
import type { Reply } from "./reply.ts";
import type { Visit } from "./visit.ts";
import type { Exchange } from "./wire.ts";

export interface Question {
  readonly messages: readonly object[];
  readonly tools?: readonly object[];
  /** What else stands at the top level of the body. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** In place of the upstream's own. */
  readonly baseUrl?: string;
  /** Leaves at the first words. */
  readonly leave?: boolean;
  readonly firstMs?: number;
  /** In place of the doctor's own. */
  readonly conversationId?: string;
}

/** What every walk says it is, so that a log can tell it from a conversation. */
const doctorsId = "repartee-doctor";
/** What an upstream's `extra_body` cannot change. */
const reserved: ReadonlySet<string> = new Set(["messages", "stream", "tools", "n"]);

/** Asks as a conversation would: the same address, headers and body. */
export async function ask(visit: Visit, question: Question): Promise<Reply> {
  const { upstream, limits, learned, clock } = visit;
  const address = chatAddress(question.baseUrl ?? visit.baseUrl, upstream.defaultQuery);
  if (!address.ok) throw new Error(address.problem);
  const reader = createReplyReader();
  const leftMs = Math.max(1, visit.deadlineMs - clock.now());
  const firstMs = question.firstMs ?? (learned.near ? limits.nearFirstMs : limits.firstMs);
  const exchange = await visit.wire.send({
    method: "POST",
    origin: address.origin,
    path: address.path,
    headers: requestHeaders(visit, question.conversationId),
    body: bodyOf(visit, question),
    address: learned.address,
    limits: {
      firstMs: Math.min(firstMs, leftMs),
      betweenMs: limits.betweenMs,
      totalMs: Math.min(limits.replyMs, leftMs),
    },
    onPiece(piece) {
      const verdict = reader.push(piece);
      return verdict === "useful" && question.leave === true ? "stop" : verdict;
    },
    signal: visit.signal,
  });
  return reader.finish(exchange, visit.clean);
}

/** The headers that a conversation would send; those that cannot be sent fail the first step. */
export function requestHeaders(
  { upstream }: Pick<Visit, "upstream">,
  conversationId = doctorsId,
): Readonly<Record<string, string>> {
  const built = chatHeaders({ upstream, conversationId, messages: [], tools: [] });
  if (!built.ok) throw new Error(built.problem);
  return built.headers;
}

function bodyOf({ upstream, learned }: Visit, { messages, tools, fields }: Question): string {
  const extra = Object.entries(upstream.extraBody ?? {}).filter(([name]) => !reserved.has(name));
  return JSON.stringify({
    model: upstream.model,
    stream: true,
    ...(learned.abilities.usageAsked ? { stream_options: { include_usage: true } } : {}),
    messages: learned.takesSystem ? messages : messages.filter(isNotOfSystem),
    ...(tools === undefined ? {} : { tools }),
    ...Object.fromEntries(extra),
    ...fields,
  });
}

/** The doctor's own are manners, without which a server can be examined as well. */
function isNotOfSystem(message: object): boolean {
  return !("role" in message) || message.role !== "system";
}

/** The names of the models that stand beside a base_url; undefined where it does not tell. */
export async function askForModels(visit: Visit, baseUrl: string): Promise<readonly string[] | undefined> {
  const url = URL.parse(baseUrl);
  if (url === null) return undefined;
  let text = "";
  const exchange: Exchange = await visit.wire.send({
    method: "GET",
    origin: url.origin,
    path: `${url.pathname.replace(/\/+$/, "").replace(/\/chat\/completions$/, "")}/models${url.search}`,
    headers: { ...requestHeaders(visit), accept: "application/json" },
    address: visit.learned.address,
    limits: { firstMs: 3000, betweenMs: 3000, totalMs: 3000 },
    onPiece: (piece) => {
      text += piece.text;
      return "useful";
    },
    signal: visit.signal,
  });
  return exchange.status === 200 ? modelNames(text, visit.clean) : undefined;
}

function modelNames(text: string, clean: (text: string) => string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    if (typeof list !== "object" || list === null || !("data" in list) || !Array.isArray(list.data)) return undefined;
    return list.data.flatMap((model: unknown) =>
      typeof model === "object" && model !== null && "id" in model && typeof model.id === "string"
        ? [clean(model.id)]
        : [],
    );
  } catch {
    return undefined; // a page, or nothing
  }
}
