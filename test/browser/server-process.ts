import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A Repartee server as it is started by hand, on a free port and with a data folder of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  /** The page's link, which works once. */
  readonly link: string;
}

export async function startServer(): Promise<ServerProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), "repartee-page-"));
  const main = fileURLToPath(new URL("../../packages/server/src/main.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--conditions=repartee", main, "start", "--port", "0", "--data-dir", dataDir, "--log-level", "error"],
    { stdio: ["ignore", "pipe", "inherit"], cwd: dataDir, env: { ...process.env, REPARTEE_DETECT: "off" } },
  );
  const exited = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
    rmSync(dataDir, { recursive: true, force: true });
  };
  let url: string | undefined;
  // Not left early: that would close the pipe, and whoever writes into it next.
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<ServerProcess>((resolve) => {
    lines.on("line", (line) => {
      url ??= /^Repartee is listening on (\S+)/.exec(line)?.[1];
      const link = /(http\S+#t=\S+)/.exec(line)?.[1];
      if (url !== undefined && link !== undefined) resolve({ url, link, [Symbol.asyncDispose]: stop });
    });
  });
  const died = exited.then(([code]) => {
    throw new Error(`the server ended with code ${code} before it was ready`);
  });
  return Promise.race([ready, died]);
}
