import type { Finding } from "../ports/examination.ts";
import { failed, ok, skipped, spanText, warning } from "./finding.ts";
import { hasSubstance, isWhole, outcomeOf, pace } from "./reply.ts";
import type { Reply } from "./reply.ts";

/** What several requests tell: how fast, over which connections, side by side or not, and after an abort. Pure. */

/** A voice that begins later is heard as a pause. */
const slowFirstMs = 1500;
/** Speech is about three words a second; a margin on top keeps it from stuttering. */
const slowPace = 8;

export function diagnoseSpeed(replies: readonly Reply[], abandonedMs: number): Finding {
  const firsts = replies.filter(hasSubstance).map((reply) => reply.firstMs ?? reply.endMs);
  const failures = replies.filter((reply) => !isWhole(reply));
  const counted = `${replies.length} requests`;
  if (firsts.length === 0) {
    return failed("speed", { measured: counted, why: outcomeOf(failures[0]), change: "look at the server's log" });
  }
  const paces = replies.map(pace).filter((value) => value !== undefined);
  const rate = paces.length === 0 ? "" : `; ${Math.round(median(paces))} tokens/s`;
  const spread = `p50 ${spanText(median(firsts))}, min ${spanText(Math.min(...firsts))}, max ${spanText(Math.max(...firsts))}`;
  const measured = `first words of ${counted}: ${spread}${rate}`;
  if (failures.length > 0) {
    const why = `${failures.length} of ${counted} failed: ${outcomeOf(failures[0])}`;
    return failed("speed", {
      measured,
      why,
      change: "look at the server's log: one that fails now and then is silent now and then",
    });
  }
  if (median(firsts) > slowFirstMs) {
    const late = Math.max(...firsts) > abandonedMs ? `; after ${spanText(abandonedMs)} a turn fails` : "";
    const why = `a reply that begins after ${spanText(slowFirstMs)} is heard as a pause${late}`;
    return warning("speed", {
      measured,
      why,
      change: "take a smaller or nearer model, a shorter prompt, or a free machine",
    });
  }
  if (paces.length > 0 && median(paces) < slowPace) {
    const why = `speech needs about ${slowPace} tokens a second: a slower reply stutters`;
    return warning("speed", { measured, why, change: "take a smaller or a quantised model, or a faster machine" });
  }
  return ok("speed", measured);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

export function diagnoseKeepAlive(later: readonly Reply[]): Finding {
  const reused = later.filter((reply) => reply.reused).length;
  const measured = `${reused} of ${later.length} later requests went over an open connection`;
  if (reused > 0 || later.length === 0) return ok("keep_alive", measured);
  const why = later.some((reply) => reply.closes)
    ? "the server closes the connection behind each answer"
    : "each request needed a connection of its own";
  const change =
    "let the server keep connections open (keep-alive, HTTP/1.1): each new one costs a round trip, with TLS two";
  return warning("keep_alive", { measured, why, change });
}

/** `alone` is a reply to the same question that had the server to itself. */
export function diagnoseOverlap(replies: readonly Reply[], alone: Reply | undefined): Finding {
  const failures = replies.filter((reply) => !isWhole(reply));
  const counted = `${replies.length} at once`;
  if (failures.length > 0) {
    const tooMany = failures.some((reply) => reply.status === 429);
    return warning("overlap", {
      measured: `${counted}, ${failures.length} failed`,
      why: `${outcomeOf(failures[0])}; drafts overlap, and the one that was needed may be the one that fails`,
      change: tooMany
        ? "raise the limit of the key, or set speculative_inference to false"
        : "look at the server's log, or set speculative_inference to false",
    });
  }
  const firsts = replies.map((reply) => reply.firstMs ?? reply.endMs);
  const measured = `${counted}, first words after ${firsts
    .toSorted((a, b) => a - b)
    .map(spanText)
    .join(", ")}`;
  if (!oneByOne(replies, alone)) return ok("overlap", measured);
  return warning("overlap", {
    measured,
    why: "it serves one request after the other: a draft that is not needed delays the one that is",
    change:
      "let it serve several at once (llama.cpp: --parallel 4, Ollama: OLLAMA_NUM_PARALLEL=4), or set speculative_inference to false",
  });
}

/** Shorter replies end before the next could overlap with them. */
const tellingMs = 30;

function oneByOne(replies: readonly Reply[], alone: Reply | undefined): boolean {
  const spans = replies
    .map((reply) => ({ from: reply.firstMs ?? reply.endMs, to: reply.endMs }))
    .toSorted((a, b) => a.from - b.from);
  const tells = spans.every((span) => span.to - span.from >= tellingMs);
  const apart = spans.every((span, index) => index === 0 || span.from >= (spans[index - 1]?.to ?? 0));
  const [last = { from: 0, to: 0 }] = spans.slice(-1);
  const waited =
    alone === undefined || last.from > (alone.firstMs ?? alone.endMs) + (alone.endMs - (alone.firstMs ?? 0));
  return tells && apart && waited;
}

export interface Abandoned {
  /** The long reply that was left at its first words. */
  readonly left: Reply;
  /** The one that was asked for at once after it. */
  readonly next: Reply;
  /** What a first word usually takes. */
  readonly usualMs: number;
}

export function diagnoseAbort({ left, next, usualMs }: Abandoned): Finding {
  if (left.end.type !== "stopped") {
    const over = left.end.type === "ended" ? "it was over" : outcomeOf(left);
    return skipped("abort", `the long reply could not be left in its middle: ${over}`);
  }
  const measured = `left at ${spanText(left.endMs)}; the next reply began after ${spanText(next.firstMs ?? next.endMs)}`;
  if (!isWhole(next)) {
    const why = `the request after an abort failed: ${outcomeOf(next)}`;
    return failed("abort", { measured, why, change: "see that the server survives a client that hangs up" });
  }
  if ((next.firstMs ?? next.endMs) <= usualMs * 3 + 500) return ok("abort", measured);
  const why = `usual are ${spanText(usualMs)}: it seems to go on with the reply that nobody waits for`;
  return warning("abort", {
    measured,
    why,
    change: "stop generating when the connection closes; a proxy must pass that on",
  });
}
