import { gzipSync } from "node:zlib";
import { completion, createChunkWriter, doneEvent, event } from "./chunk.ts";
import { closing, healthyReply, opening, wholeReply } from "./healthy.ts";
import { answer, endStep, eventStreamHead, holdStep, resetStep, wait, write } from "./script.ts";
import type { Plan, Script, Step } from "./script.ts";

const json = { "content-type": "application/json" };
const outOfMemory = { error: { message: "the model ran out of memory", type: "server_error" } };

/** How upstreams go wrong, or only differ: each name is a script. */
const faults = {
  "503": () => failure(503, "The server is overloaded, try again later"),
  "429": () => failure(429, "Rate limit reached for requests"),
  "500-once": (plan) => (plan.earlierOfConversation === 0 ? failure(500, "worker restarted") : healthyReply(plan)),
  "reset-before-headers": () => only(resetStep),
  silent: () => only(holdStep),
  "headers-only": () => only(eventStreamHead, holdStep),
  "keep-alive-comments": keepAliveComments,
  "role-only": (plan) => only(eventStreamHead, write(createChunkWriter(plan).role()), holdStep),
  "reset-midway": (plan) => midway(plan, resetStep),
  "close-midway": (plan) => midway(plan, endStep),
  "stall-midway": (plan) => midway(plan, holdStep),
  "malformed-chunk": (plan) => midway(plan, write('data: {"choices":[{"delta":{"content":"bro\n\n'), endStep),
  "no-done": noDone,
  empty: () => only(eventStreamHead, endStep),
  "error-in-stream": (plan) => midway(plan, write(event(outOfMemory)), endStep),
  html: () =>
    answer(200, { "content-type": "text/html" }, "<!doctype html><title>Tunnel offline</title><h1>No tunnel here</h1>"),
  "split-packets": (plan) => pieces(Buffer.from(wholeReply(plan)), 7),
  // Beyond the seventeen.
  "401": () => failure(401, "Incorrect API key provided"),
  "404": () => failure(404, 'The model "qwen9" does not exist'),
  "echo-key": (plan) => failure(401, `the key ${plan.authorization} is not known here`),
  redirect: () => answer(308, { location: "https://elsewhere.example/v1/chat/completions?token=hush" }, ""),
  "error-first": () => only(eventStreamHead, write(event(outOfMemory)), endStep),
  "error-json": () => answer(200, json, JSON.stringify(outOfMemory)),
  "usage-never": (plan) => healthyReply({ ...plan, includeUsage: false }),
  "content-null": contentNull,
  "comments-between": commentsBetween,
  "tool-fragments": (plan) => (plan.afterTool ? healthyReply(plan) : toolFragments(plan)),
  garbage: () =>
    answer(200, { "content-type": "text/event-stream" }, "%PDF-1.7 this is not what you asked for\n\n\u0000\u0001\n"),
  json: (plan) => answer(200, json, completion(plan)),
  "no-finish": noFinish,
  "never-ends": neverEnds,
  plain,
  crlf: (plan) => only(eventStreamHead, write(wholeReply(plan).replaceAll("\n", "\r\n")), endStep),
  "one-packet": (plan) => only(eventStreamHead, write(`: hello\n\n${wholeReply(plan)}`), endStep),
  gzip: (plan) => pieces(gzipSync(wholeReply(plan)), 20, { "content-encoding": "gzip" }),
} satisfies Record<string, (plan: Plan) => Script>;

export type FaultName = keyof typeof faults;

export const faultNames: readonly string[] = Object.keys(faults);

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faults, name);
}

export function faultScript(name: FaultName, plan: Plan): Script {
  return faults[name](plan);
}

function failure(status: number, message: string): Script {
  return answer(status, json, JSON.stringify({ error: { message, type: "error", param: null, code: null } }));
}

function* only(...steps: readonly Step[]): Script {
  for (const step of steps) yield step;
}

function* midway(plan: Plan, ...after: readonly Step[]): Script {
  yield eventStreamHead;
  yield* opening(plan, Math.ceil(plan.tokens.length * 0.4));
  yield* only(...after);
}

function* keepAliveComments(): Script {
  yield eventStreamHead;
  for (;;) {
    yield write(": keep-alive\n\n");
    yield wait(200);
  }
}

function* noDone(plan: Plan): Script {
  yield eventStreamHead;
  yield* opening(plan, plan.tokens.length);
  yield* closing(plan);
  yield endStep;
}

function* noFinish(plan: Plan): Script {
  yield eventStreamHead;
  yield* opening(plan, plan.tokens.length);
  yield write(doneEvent);
  yield endStep;
}

function* neverEnds(plan: Plan): Script {
  yield eventStreamHead;
  yield* opening(plan, plan.tokens.length);
  yield write(createChunkWriter(plan).finish("stop"));
  yield holdStep;
}

/** Chunks with nothing in them, before, between and behind the words. */
function* contentNull(plan: Plan): Script {
  const nothing = write(event({ choices: [{ index: 0, delta: { role: "assistant", content: null } }] }));
  yield eventStreamHead;
  yield nothing;
  for (const token of plan.tokens) {
    yield write(createChunkWriter(plan).text(token), 1);
    yield nothing;
  }
  yield* closing(plan);
  yield write(doneEvent);
  yield endStep;
}

/** A comment before everything that is said, as servers send them through proxies that lose patience. */
function* commentsBetween(plan: Plan): Script {
  for (const step of healthyReply(plan)) {
    if (step.type === "write" || step.type === "end") yield write(": still here\n\n");
    yield step;
  }
}

/** What `tool-fragments` calls. */
export const fragmentedCall = { name: "find_booking", arguments: '{"train":"9:40","from":"Zürich"}' } as const;

/** A tool call in pieces that say neither its id nor its index. */
function* toolFragments(plan: Plan): Script {
  const piece = (part: object): Step => write(event({ choices: [{ delta: { tool_calls: [{ function: part }] } }] }));
  yield eventStreamHead;
  yield wait(plan.ttftMs);
  yield piece({ name: fragmentedCall.name });
  for (const text of fragmentedCall.arguments.match(/.{1,7}/g) ?? []) yield piece({ arguments: text });
  yield write(createChunkWriter(plan).finish("tool_calls"));
  yield write(doneEvent);
  yield endStep;
}

/** The smallest chunks that are seen in the wild: no id, no index, no finish reason, `text/plain`. */
function* plain(plan: Plan): Script {
  yield { type: "head", status: 200, headers: { "content-type": "text/plain" } };
  for (const token of plan.tokens) yield write(event({ choices: [{ delta: { content: token } }] }), 1);
  yield write(doneEvent);
  yield endStep;
}

function* pieces(bytes: Uint8Array, size: number, headers: Readonly<Record<string, string>> = {}): Script {
  yield { type: "head", status: 200, headers: { "content-type": "text/event-stream", ...headers } };
  for (let from = 0; from < bytes.length; from += size) {
    yield write(bytes.subarray(from, from + size));
    yield wait(1);
  }
  yield endStep;
}
