import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { startEndpoint } from "../../../../../bench/endpoint/endpoint.ts";
import type { FaultName } from "../../../../../bench/endpoint/fault.ts";
import { createReplies } from "../../../../../bench/endpoint/reply.ts";
import { delta, done, finish } from "./scripted-wire.ts";

/** What is wrong with an endpoint, most often; the titles are those of docs/doctor.md. */
export interface Case extends AsyncDisposable {
  readonly baseUrl: string;
}

export const cases: Readonly<Record<string, () => Promise<Case>>> = {
  "A healthy endpoint": () => faulty(),
  "A wrong key": () => faulty("401"),
  "A wrong path": openStrict,
  "A web page": () => faulty("html"),
  "A stream that stalls": () => faulty("stall-midway"),
  "No streaming": () => faulty("json"),
  "A name that does not exist": () =>
    Promise.resolve({ baseUrl: "https://no-such-tunnel.invalid/v1", [Symbol.asyncDispose]: () => Promise.resolve() }),
};

async function faulty(fault?: FaultName): Promise<Case> {
  const replies = createReplies(undefined, 24);
  const endpoint = await startEndpoint({ ttftMs: 80, rate: 200, replies, ...(fault === undefined ? {} : { fault }) });
  return { baseUrl: endpoint.url, [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose]() };
}

/** Speaks at `/v1` and nowhere else; asked without it. */
async function openStrict(): Promise<Case> {
  const server = createServer((request, response) => {
    const right = request.url === "/v1/chat/completions";
    response.writeHead(right ? 200 : 404, { "content-type": right ? "text/event-stream" : "application/json" });
    response.end(right ? delta({ content: "Hello." }) + finish + done : '{"detail":"Not Found"}');
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

export interface Printed {
  readonly text: string;
  readonly exitCode: number | null;
}

/** `repartee doctor` as a process of its own. */
export async function runDoctor(args: readonly string[]): Promise<Printed> {
  const main = new URL("../../main.ts", import.meta.url).pathname;
  const env = { ...process.env, REPARTEE_DETECT: "off", LLM_KEY: "sk-0123456789" };
  const child = spawn(process.execPath, ["--conditions=repartee", main, "doctor", ...args], { env });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  await once(child, "close");
  return { text, exitCode: child.exitCode };
}
