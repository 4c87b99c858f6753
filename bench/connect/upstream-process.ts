import { startEndpoint } from "../endpoint/endpoint.ts";
import { isFaultName } from "../endpoint/fault.ts";
import { createReplies } from "../endpoint/reply.ts";
import { nowUs } from "../live/stamp.ts";
import { startFarAway } from "./far-away.ts";
import type { UpstreamNews, UpstreamOptions } from "./upstream.ts";

// The model of the benchmark, with the way to it, in a process of its own. Argument: the options, as JSON.

const options: UpstreamOptions = JSON.parse(process.argv[2] ?? "{}");
const { secure, oneWayMs, fault } = options;

function tell(news: UpstreamNews): void {
  process.send?.(news);
}

const endpoint = await startEndpoint({
  rate: 50,
  replies: createReplies(undefined, 100_000),
  ...(secure === undefined ? {} : { secure }),
  ...(fault !== undefined && isFaultName(fault) ? { fault } : {}),
  observe(event) {
    if (event.type === "completed") return;
    const conversation = event.type === "request" ? String(event.headers["conversation-id"] ?? "") : "";
    tell({ type: event.type, conversation, atUs: nowUs() });
  },
});
const url = new URL(endpoint.url);
if (oneWayMs > 0) url.port = String((await startFarAway(Number(url.port), oneWayMs)).port);
tell({ type: "listening", url: url.href, certificate: endpoint.certificate });
process.once("SIGTERM", () => process.exit(0));
