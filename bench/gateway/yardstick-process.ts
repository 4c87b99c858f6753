import { Agent, createServer, request as dial, type IncomingMessage, type ServerResponse } from "node:http";

// A gateway that does what no gateway for models can do without: it parses the request and each chunk, and writes
// both anew. What a gateway costs beyond this is its own. Argument: the endpoint's URL.

const upstream = new URL(`${process.argv[2]}/chat/completions`);
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => (body += text));
  request.on("end", () => forward(JSON.stringify(JSON.parse(body)), response));
});

function forward(body: string, response: ServerResponse): void {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const sent = dial(upstream, { agent, method: "POST", headers }, (answer) => relay(answer, response));
  sent.once("error", () => response.destroy());
  response.once("close", () => sent.destroy());
  sent.end(body);
}

function relay(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, { "content-type": answer.headers["content-type"] ?? "" });
  let rest = "";
  answer.setEncoding("utf8").on("data", (text: string) => {
    const events = (rest + text).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) response.write(`data: ${rewrite(event.slice("data: ".length))}\n\n`);
  });
  answer.once("end", () => response.end());
}

function rewrite(event: string): string {
  return event === "[DONE]" ? event : JSON.stringify(JSON.parse(event));
}

server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", 4096, () => {
  const address = server.address();
  console.log(`yardstick listening on http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`);
});
process.once("SIGTERM", () => process.exit(0));
