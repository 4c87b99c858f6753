import type { Capabilities, ModelError, ModelRequest } from "../../ports/model-client.ts";

/** Refusals that may be about the shape of a request. Templates of messages fail with 500 in several servers. */
const refusing: ReadonlySet<number> = new Set([400, 422, 500, 501]);

const noUsage = /stream_options|include_usage/i;
/** Of tools as such; what is wrong with one of them is the request's own fault. */
const noTools: readonly RegExp[] = [
  /(?:does(?: not|n't)|do(?: not|n't)|cannot|not) support[^.]{0,40}\b(?:tools?|functions?)\b/i,
  /\b(?:tools?|tool (?:use|choice|calls|calling)|functions?|function calling)\b[^.]{0,20} (?:is|are)(?: not|n't| un) ?supported/i,
  /\btools?\b[^.]{0,40}\brequires? --/i,
  /(?:unknown|unrecognized|unexpected|unsupported|extra)[^.]{0,60}\b(?:tools|tool_choice)\b["'`]?(?![\w.,[])/i,
];
const systemWords = /\bsystem\b/i;
const systemPlace =
  /\b(must|only|first|begin|beginning|start|one|single|multiple|alternate|position|support|supported|unsupported|allowed|invalid|unexpected)\b/i;
const alternating = /roles? must alternate/i;

/**
 * What an upstream said of itself when it refused a request, or undefined: then the request was wrong. The request is the
 * one that was sent, with what was known of the upstream by then.
 */
export function lessonOf(error: ModelError, request: ModelRequest): Capabilities | undefined {
  const { said, status } = error;
  if (said === undefined || status === undefined || !refusing.has(status)) return undefined;
  const { capabilities = {} } = request.upstream;
  if (capabilities.usage !== "never" && noUsage.test(said)) return { usage: "never" };
  if (capabilities.tools !== false && request.tools.length > 0 && noTools.some((pattern) => pattern.test(said))) {
    return { tools: false };
  }
  if (!(systemWords.test(said) && systemPlace.test(said)) && !alternating.test(said)) return undefined;
  return nextPlace(request);
}

/** The next narrower place for messages of the system that changes anything of this request. */
function nextPlace({ upstream, messages }: ModelRequest): Capabilities | undefined {
  const places = messages.flatMap(({ role }, index) => (role === "system" ? [index] : []));
  const { systemMessages = "anywhere" } = upstream.capabilities ?? {};
  if (places.length === 0 || systemMessages === "user") return undefined;
  const scattered = places.length > 1 || places[0] !== 0;
  return { systemMessages: systemMessages === "anywhere" && scattered ? "first" : "user" };
}
