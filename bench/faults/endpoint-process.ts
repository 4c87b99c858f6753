import { startEndpoint } from "../endpoint/endpoint.ts";
import { ownReplies, spareReplies } from "./run.ts";

// A model in a process of its own. Argument: `own`, the one that does what it is told by `x-fault`, or `spare`, the one
// that answers in its place.

const replies = process.argv[2] === "spare" ? spareReplies : ownReplies;
const endpoint = await startEndpoint({ rate: 1000, replies });
console.log(`endpoint listening on ${endpoint.url}`);
process.once("SIGTERM", () => process.exit(0));
