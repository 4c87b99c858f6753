import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { cores } from "../live/program.ts";

/** Starts a gateway that is no script of this repository, on the gateway's core; its output is kept for its errors. */
export function startCommand(command: readonly string[]): ChildProcess & AsyncDisposable {
  const [file = "", ...args] = cores === undefined ? command : ["taskset", "-c", cores.server, ...command];
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "ignore"] });
  const exit = once(child, "exit");
  return Object.assign(child, {
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await exit;
    },
  });
}

/** A port that was free a moment ago, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("a server on TCP has an address with a port");
  return address.port;
}

const patienceMs = 15_000;

/** Waits until something answers there, whatever it says. */
export async function untilItAnswers(url: string): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch (cause) {
      if (performance.now() > until) throw new Error(`nothing answers at ${url} after ${patienceMs} ms`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
