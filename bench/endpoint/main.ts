import { parseArgs } from "node:util";
import { startEndpoint } from "./endpoint.ts";
import { faultNames, isFaultName } from "./fault.ts";
import { createReplies, readReplyFile } from "./reply.ts";

// The endpoint as a process of its own, so that a benchmark does not share its event loop.

const usage = `usage: node bench/endpoint/main.ts [--port 0] [--ttft MS] [--rate TOKENS_PER_SECOND]
       [--tokens COUNT] [--reply-file FILE.jsonl] [--fault NAME]
faults: ${faultNames.join(", ")}`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      ttft: { type: "string", default: "400" },
      rate: { type: "string", default: "50" },
      tokens: { type: "string" },
      "reply-file": { type: "string" },
      fault: { type: "string" },
    },
  });
  const fault = values.fault;
  if (fault !== undefined && !isFaultName(fault)) throw new Error(`unknown fault ${fault}`);
  const texts = values["reply-file"] === undefined ? undefined : readReplyFile(values["reply-file"]);
  const tokens = values.tokens === undefined ? undefined : readNumber("--tokens", values.tokens);
  const endpoint = await startEndpoint({
    port: readNumber("--port", values.port),
    ttftMs: readNumber("--ttft", values.ttft),
    rate: readNumber("--rate", values.rate),
    replies: createReplies(texts, tokens),
    ...(fault === undefined ? {} : { fault }),
  });
  console.log(`endpoint listening on ${endpoint.url}`);
  const stop = () => {
    endpoint[Symbol.asyncDispose]().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

function readNumber(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${flag} takes a number, not ${text}`);
  return value;
}

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
});
