import { startEndpoint } from "../endpoint/endpoint.ts";
import { createStampedReplies } from "./stamp.ts";

// The model of the benchmark: every token says when it was sent. Arguments: the rate, and the tokens of a reply.

const [rate, tokens] = process.argv.slice(2).map(Number);
const endpoint = await startEndpoint({ ttftMs: 100, rate: rate ?? 30, replies: createStampedReplies(tokens ?? 100) });
console.log(`endpoint listening on ${endpoint.url}`);
process.once("SIGTERM", () => process.exit(0));
