import { chatAddress } from "../model/chat/address.ts";
import type { Finding } from "../ports/examination.ts";
import { ask, askForModels, requestHeaders, type Question } from "./ask.ts";
import { diagnoseAnswer, diagnoseAuthorization, type FirstAnswer } from "./diagnose-answer.ts";
import * as reach from "./diagnose-reach.ts";
import { diagnoseStream, diagnoseUsage } from "./diagnose-stream.ts";
import { failed } from "./finding.ts";
import { short } from "./questions.ts";
import { hasSubstance, isWhole, type Reply } from "./reply.ts";
import type { Visit } from "./visit.ts";

/** Reads base_url, and whether its headers can be sent at all. */
export function readBaseUrl(visit: Visit): Promise<readonly Finding[]> {
  const address = chatAddress(visit.baseUrl, visit.upstream.defaultQuery);
  const finding = reach.diagnoseBaseUrl({ baseUrl: visit.baseUrl, address });
  if (finding.state === "failed") return Promise.resolve([finding]);
  try {
    requestHeaders(visit);
    return Promise.resolve([finding]);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return Promise.resolve([
      failed("base_url", { measured: finding.measured, why, change: "correct api_key or headers" }),
    ]);
  }
}

/** Goes as far as the connection; what fails ends the list. */
export async function reachIt(visit: Visit): Promise<readonly Finding[]> {
  const { wire, limits, learned } = visit;
  const url = new URL(visit.baseUrl);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const found = await wire.lookUp(host, limits.lookUpMs);
  const name = reach.diagnoseName(host, found);
  if (!found.ok) return [name];
  const checked = found.addresses.map((address) => ({ address, refusal: visit.refusalOf(address) }));
  const address = reach.diagnoseAddress(checked);
  if (address.state === "failed") return [name, address];
  const allowed = checked.filter((one) => one.refusal === undefined).map((one) => one.address);
  learned.near = allowed.some((one) => visit.isNear(one));
  const { knocked, address: reached } = await knockAtEach(visit, { host, port }, allowed);
  const connection = reach.diagnoseConnection(reached, port, knocked);
  if (!knocked.ok) return [name, address, connection];
  learned.address = reached;
  if (url.protocol === "http:") {
    const sendsKey = credentialOf(visit) !== undefined;
    return [name, address, connection, reach.diagnosePlainHttp(learned.near, sendsKey)];
  }
  const hands = await wire.shakeHands({ host, address: reached, port }, limits.connectMs);
  return [name, address, connection, reach.diagnoseTls(host, hands)];
}

/** A name often has an address that nothing listens at (`localhost` as ::1): the first that answers is taken. */
async function knockAtEach(
  visit: Visit,
  door: { readonly host: string; readonly port: number },
  all: readonly string[],
) {
  const [first = "", ...others] = all;
  const knocked = await visit.wire.knock({ ...door, address: first }, visit.limits.connectMs);
  if (knocked.ok || others.length === 0) return { knocked, address: first };
  for (const address of others.slice(0, 3)) {
    const next = await visit.wire.knock({ ...door, address }, visit.limits.connectMs);
    if (next.ok) return { knocked: next, address };
  }
  return { knocked, address: first };
}

/** The first question: what it tells of the key, the path, the model, the stream and the count. */
export async function askFirst(visit: Visit): Promise<readonly Finding[]> {
  return diagnoseFirst(visit, await askOnceOrTwice(visit, { messages: short }));
}

/** The reply to a first question, and whether it was asked to count its tokens. */
export interface FirstReply {
  readonly reply: Reply;
  readonly usageAsked: boolean;
}

export async function diagnoseFirst(visit: Visit, { reply, usageAsked }: FirstReply): Promise<readonly Finding[]> {
  const first: FirstAnswer = {
    reply,
    credential: credentialOf(visit),
    model: visit.upstream.model,
    ...(await lookAround(visit, reply)),
  };
  const authorization = diagnoseAuthorization(first);
  if (authorization.state === "failed") return [authorization];
  const answer = diagnoseAnswer(first);
  if (answer.state === "failed") return [authorization, answer];
  visit.learned.replies = [reply];
  const stream = diagnoseStream(reply);
  if (stream.state === "failed") return [authorization, answer, stream];
  return [authorization, answer, stream, diagnoseUsage(reply, usageAsked)];
}

/**
 * A server that refuses `stream_options`, or messages of the system, is asked again without, as a conversation would; what
 * helped is learned.
 */
export async function askOnceOrTwice(visit: Visit, question: Question): Promise<FirstReply> {
  const { learned } = visit;
  const first = await ask(visit, question);
  const refused = first.status !== undefined && [400, 422, 500, 501].includes(first.status);
  const { abilities, takesSystem } = learned;
  for (const change of refused ? changesFor(visit, first) : []) {
    Object.assign(learned, change);
    const reply = await ask(visit, question);
    if (isWhole(reply) || (question.leave === true && hasSubstance(reply))) {
      return { reply, usageAsked: learned.abilities.usageAsked };
    }
  }
  Object.assign(learned, { abilities, takesSystem });
  return { reply: first, usageAsked: abilities.usageAsked };
}

/** What may be left out, and was there; a server that fails altogether is not asked the same three times. */
function changesFor({ learned }: Visit, { status, refusal = "" }: Reply): readonly Partial<Visit["learned"]>[] {
  const { abilities, takesSystem } = learned;
  const withoutUsage = { abilities: { ...abilities, usageAsked: false } };
  const system = takesSystem && /system|roles? must alternate/i.test(refusal);
  return [
    ...(system ? [{ takesSystem: false }] : []),
    ...(abilities.usageAsked && (status !== 500 || /stream_options|include_usage/.test(refusal)) ? [withoutUsage] : []),
  ];
}

/** Where there is nothing: whether the usual places on that host have it, and which models it knows. */
async function lookAround(visit: Visit, reply: Reply): Promise<Pick<FirstAnswer, "working" | "models">> {
  const nothing = reply.status === 404 || reply.status === 405 || reply.status === 410;
  const unknownModel = /model/i.test(reply.refusal ?? "") && (nothing || reply.status === 400);
  if (!nothing && !unknownModel && !(reply.status === 200 && (reply.kind === "html" || reply.kind === "text")))
    return {};
  if (unknownModel) return { models: await askForModels(visit, visit.baseUrl) };
  for (const baseUrl of otherPlaces(visit.baseUrl)) {
    const other = await ask(visit, { messages: short, baseUrl, leave: true, firstMs: 3000 });
    if (other.status === 200 && hasSubstance(other)) return { working: visit.clean(baseUrl) };
  }
  return { models: await askForModels(visit, visit.baseUrl) };
}

/** With and without `/v1`, and where others put it. */
export function otherPlaces(baseUrl: string): readonly string[] {
  const url = URL.parse(baseUrl);
  if (url === null) return [];
  const path = url.pathname.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  const turned = path.endsWith("/v1") ? path.slice(0, -"/v1".length) : `${path}/v1`;
  return [...new Set([turned, "/v1", "/api/v1", "/openai/v1"])]
    .filter((other) => other !== path)
    .map((other) => `${url.origin}${other}${url.search}`);
}

/** How a request says who it is: the name of the header, and never its value. */
function credentialOf({ upstream }: Pick<Visit, "upstream">): string | undefined {
  const own = Object.keys(upstream.headers ?? {}).find((name) => /auth|key|token/i.test(name));
  if (own !== undefined) return `the header ${own}`;
  return upstream.apiKey ? "Authorization: Bearer" : undefined;
}
