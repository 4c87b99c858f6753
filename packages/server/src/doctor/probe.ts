import { isIP } from "node:net";
import type { ProbeResult } from "../ports/examination.ts";
import type { Upstream } from "../ports/model-client.ts";
import { hasSubstance } from "./reply.ts";
import { askOnceOrTwice, diagnoseFirst, reachIt, readBaseUrl } from "./stages-reach.ts";
import { shownBaseUrl, startVisit, type VisitParts } from "./start-visit.ts";
import type { Visit } from "./visit.ts";

/** Endpoints that were written for the Tavus API know a probe by this. */
const conversationId = "tavus-openai-compat-test";

const messages: readonly object[] = [
  { role: "system", content: "This is an automated connectivity check." },
  {
    role: "user",
    content:
      "This is an automated connectivity check of a custom LLM configuration. " +
      "Please reply with exactly: Custom LLM configuration test successful.",
  },
];

/** A persona is being written meanwhile. */
const probeMs = 8000;

/** Asks a custom LLM one question, for 8 s at most. Where it fails, the doctor's words say why and what to change. */
export async function probe(upstream: Upstream, parts: VisitParts): Promise<ProbeResult> {
  const { baseUrl } = upstream;
  if (upstream.kind === "stand-in" || baseUrl === undefined) return { ok: true };
  const limits = { lookUpMs: 3000, connectMs: 3000, firstMs: probeMs, nearFirstMs: probeMs, walkMs: probeMs };
  const visit = startVisit({ upstream, baseUrl, long: false }, { ...parts, limits: { ...limits, ...parts.limits } });
  for (const stage of [readBaseUrl, reachIt, askBriefly]) {
    const broken = (await stage(visit)).find((finding) => finding.state === "failed");
    visit.signal.throwIfAborted();
    if (broken === undefined) continue;
    const problem = visit.clean(`the probe of ${shownBaseUrl(upstream)} failed: ${broken.why}; ${broken.change}`);
    return { ok: false, problem, near: visit.learned.near || isNearName(baseUrl) };
  }
  return { ok: true };
}

/** The first words are enough. */
async function askBriefly(visit: Visit) {
  const first = await askOnceOrTwice(visit, { messages, conversationId, leave: true });
  if (first.reply.status === 200 && hasSubstance(first.reply)) return [];
  return diagnoseFirst(visit, first);
}

/** A name that means something on this machine or network only. */
function isNearName(baseUrl: string): boolean {
  const host = URL.parse(baseUrl)?.hostname ?? "";
  return (
    isIP(host.replace(/^\[|\]$/g, "")) === 0 &&
    (!host.includes(".") || /\.(?:local|localhost|internal|lan)$/.test(host))
  );
}
