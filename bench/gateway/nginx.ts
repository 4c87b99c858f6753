import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, startCommand, untilItAnswers } from "./command.ts";
import type { GatewayOptions, Started } from "./gateway.ts";

const name = "nginx";

/** Debian's nginx, one worker, without buffering: what bytes cost that nobody looks at. Installed where that is allowed. */
export async function startNginx({ endpointUrl, folder }: GatewayOptions): Promise<Started> {
  const missing = install();
  if (missing !== undefined) return { name, skipped: missing };
  const port = await freePort();
  const home = join(folder, "nginx");
  await mkdir(home, { recursive: true });
  const config = join(home, "nginx.conf");
  await writeFile(config, configText({ endpointUrl, port, home }));
  const child = startCommand(["nginx", "-p", home, "-c", config, "-e", join(home, "error.log")]);
  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers(`${url}/alive`);
  return {
    name,
    target: { url: `${url}/v1/chat/completions`, headers: {}, model: "bench" },
    pid: child.pid,
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** What is in the way, or nothing. */
function install(): string | undefined {
  if (isThere()) return undefined;
  const advice = "install it with: apt-get install -y nginx";
  if (process.getuid?.() !== 0) return `nginx is not installed, and only root may install it; ${advice}`;
  console.error("nginx is not here; installing Debian's with apt-get …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "nginx-light"], { env, stdio: "ignore" });
  return isThere() ? undefined : `apt-get could not install nginx; ${advice}`;
}

function isThere(): boolean {
  return spawnSync("nginx", ["-v"]).status === 0;
}

function configText({ endpointUrl, port, home }: { endpointUrl: string; port: number; home: string }): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `  ${kind}_temp_path ${join(home, kind)};`,
  );
  return [
    `daemon off; worker_processes 1; pid ${join(home, "nginx.pid")};`,
    "events { worker_connections 4096; }",
    "http {",
    "  access_log off; keepalive_requests 1000000; tcp_nodelay on;",
    ...temporary,
    `  upstream model { server ${new URL(endpointUrl).host}; keepalive 512; keepalive_requests 1000000; }`,
    "  server {",
    `    listen 127.0.0.1:${port} backlog=4096;`,
    "    location = /alive { return 204; }",
    "    location /v1/ {",
    "      proxy_pass http://model; proxy_http_version 1.1; proxy_set_header Connection '';",
    "      proxy_buffering off; proxy_request_buffering off;",
    "    }",
    "  }",
    "}\n",
  ].join("\n");
}
