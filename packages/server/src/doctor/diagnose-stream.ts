import type { Finding } from "../ports/examination.ts";
import { failed, ok, skipped, spanText, warning } from "./finding.ts";
import { endedProperly, hasSubstance } from "./reply.ts";
import type { Reply } from "./reply.ts";

/** What the body of an accepted answer tells: whether it flows, how it ends, what it counts. Pure. */

export function diagnoseStream(reply: Reply): Finding {
  const measured = describe(reply);
  const broken = complainOfEnd(reply);
  if (broken !== undefined) return failed("stream", { measured, ...broken });
  if (reply.kind === "json") {
    return warning("stream", {
      measured,
      why: "the answer came as one JSON document though a stream was asked for",
      change: "honour stream: true with server-sent events; until then the first word waits for the last",
    });
  }
  if (!hasSubstance(reply)) {
    const why = "the answer ended properly and holds no words: an agent would say nothing";
    return warning("stream", { measured, why, change: "see what the server makes of the question; a filter, maybe" });
  }
  if (isBuffered(reply)) {
    const why = "all words came at once: something on the way collects the stream before it passes it on";
    const change = "turn buffering off (nginx: proxy_buffering off, or the header X-Accel-Buffering: no), and flush";
    return warning("stream", { measured, why, change });
  }
  if (reply.end.type === "late") {
    const why = "the answer had finished, and the connection was left open";
    return warning("stream", { measured, why, change: "end the response after data: [DONE]" });
  }
  return ok("stream", measured);
}

function complainOfEnd(reply: Reply): { readonly why: string; readonly change: string } | undefined {
  if (reply.refusal !== undefined) {
    return { why: `it broke off with an error: “${reply.refusal}”`, change: "look at the server's log" };
  }
  if (reply.malformed > 0 && reply.kind === "events") {
    const why = `${reply.malformed} of its events held no JSON object`;
    return { why, change: "send one JSON object in each data: line, with an empty line behind it" };
  }
  if (endedProperly(reply)) return undefined;
  const change = "look at the server's log, and at the time limits of proxies on the way";
  if (reply.end.type === "late") return { why: stalled(reply), change };
  if (reply.end.type === "broken") return { why: `the connection broke (${reply.end.code})`, change };
  const why = "it ended with neither a finish_reason nor [DONE]: nobody can tell whether it was cut";
  return { why, change: 'end with a chunk that has finish_reason: "stop", and data: [DONE]' };
}

function stalled({ chunks, comments, end }: Reply): string {
  const waited = end.type === "late" ? spanText(end.ms) : "";
  if (chunks > 0) return `it stopped in the middle: nothing came for ${waited}`;
  const kept = comments > 0 ? " but comments that keep the connection open" : "";
  return `headers came, and then nothing${kept} for ${waited}`;
}

/** Enough chunks that they cannot have come together by chance, after a wait that has an end. */
function isBuffered({ chunks, pieces, firstMs = 0 }: Reply): boolean {
  return chunks >= 8 && pieces <= 2 && firstMs >= 50;
}

function describe(reply: Reply): string {
  if (reply.kind === "empty") return "no body";
  if (reply.kind === "json") return `one JSON document after ${spanText(reply.endMs)}`;
  const ends = [reply.finishReason === undefined ? "no finish_reason" : "", reply.done ? "" : "no [DONE]"];
  const notes = [...ends, reply.crlf ? "CRLF" : ""].filter((note) => note !== "");
  const first = reply.firstMs === undefined ? "" : `, the first after ${spanText(reply.firstMs)}`;
  const chunks = `${reply.chunks} ${reply.chunks === 1 ? "chunk" : "chunks"}`;
  return [`${chunks} in ${spanText(reply.endMs)}${first}`, ...notes].join(", ");
}

/** `asked` is false where the server refused `stream_options` and was asked again without. */
export function diagnoseUsage(reply: Reply, asked: boolean): Finding {
  if (!asked) {
    return warning("usage", {
      measured: "stream_options was refused",
      why: "it does not count tokens in a stream",
      change: "nothing has to change: it is asked without, and tokens are estimated",
    });
  }
  const { usage } = reply;
  if (usage !== undefined)
    return ok("usage", `${usage.in} tokens in, ${usage.cached} of them cached, ${usage.out} out`);
  if (!hasSubstance(reply)) return skipped("usage", "there were no words to count");
  return warning("usage", {
    measured: "none in the stream",
    why: "stream_options.include_usage was asked for, and no chunk held usage",
    change: "nothing has to change: tokens are estimated; sending usage makes limits and costs exact",
  });
}
