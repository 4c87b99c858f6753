import { readFile } from "node:fs/promises";
import { startEndpoint } from "../endpoint/endpoint.ts";
import { pinned } from "../speculation/params.ts";
import { readScript } from "../speculation/script.ts";

// The model of both sides: says what an agent of the file said, chosen by the words that it answers. Argument: the file.

const [data = ""] = process.argv.slice(2);
const { replies } = readScript(await readFile(data, "utf8"), { params: pinned });
const endpoint = await startEndpoint({ ttftMs: pinned.ttftMs, rate: 1000 / pinned.tokenMs, replies });
console.log(`endpoint listening on ${endpoint.url}`);
process.once("SIGTERM", () => process.exit(0));
