import { createServer, type ServerResponse } from "node:http";
import { nowUs } from "../live/stamp.ts";
import { readWish } from "./workload.ts";

// The model behind every gateway: as little work as a process of Node can do for a stream of chunks. The user's words
// say at which pace; each chunk of a paced stream says when it was written.

const head =
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,"model":"bench","choices":[{"index":0,"delta":';
const role = `${head}{"role":"assistant","content":""},"finish_reason":null}]}\n\n`;
const finish = `${head}{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`;
const chunk = (text: string): string => `${head}{"content":"${text}"},"finish_reason":null}]}\n\n`;
const plain = chunk("word ");

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => (body += text));
  request.on("end", () => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    const wish = readWish(body);
    if (wish.gapMs === 0) sendAll(response, wish.chunks);
    else void setTimeout(() => sendPaced(response, wish), wish.ttftMs);
  });
});

/** One write for each chunk, as a model does that makes them as fast as it can. */
function sendAll(response: ServerResponse, chunks: number): void {
  response.write(role);
  for (let index = 0; index < chunks; index += 1) response.write(plain);
  response.end(finish);
}

function sendPaced(response: ServerResponse, { gapMs, chunks }: { gapMs: number; chunks: number }): void {
  const startedAt = performance.now();
  let sent = 0;
  const send = (): void => {
    if (response.destroyed) return;
    const text = chunk(`@${nowUs().toString(36)} `);
    response.write(sent === 0 ? role + text : text);
    sent += 1;
    if (sent === chunks) response.end(finish);
    else setTimeout(send, startedAt + sent * gapMs - performance.now());
  };
  send();
}

server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", 4096, () => {
  const address = server.address();
  console.log(`endpoint listening on http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`);
});
process.once("SIGTERM", () => process.exit(0));
