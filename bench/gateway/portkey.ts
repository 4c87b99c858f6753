import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { freePort, startCommand, untilItAnswers } from "./command.ts";
import type { GatewayOptions, Started } from "./gateway.ts";

const name = "portkey";
const folder = fileURLToPath(new URL("../peers/portkey", import.meta.url));
const program = `${folder}/node_modules/@portkey-ai/gateway/build/start-server.js`;

/** `@portkey-ai/gateway` in the versions of its own lockfile, installed on demand beside the root's install. */
export async function startPortkey({ endpointUrl }: GatewayOptions): Promise<Started> {
  if (!existsSync(program)) {
    console.error("@portkey-ai/gateway is not here; installing it in bench/peers/portkey …");
    spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, stdio: "ignore" });
  }
  if (!existsSync(program)) return { name, skipped: `npm ci failed in bench/peers/portkey; run it there to see why` };
  const port = await freePort();
  const child = startCommand([process.execPath, program, `--port=${port}`, "--headless"]);
  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers(url);
  return {
    name,
    target: {
      url: `${url}/v1/chat/completions`,
      headers: {
        "x-portkey-provider": "openai",
        "x-portkey-custom-host": endpointUrl,
        authorization: "Bearer sk-bench",
      },
      model: "bench",
    },
    pid: child.pid,
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
