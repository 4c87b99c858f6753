import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressOf, startProgram } from "../live/program.ts";
import type { Target } from "./door.ts";
import { configFor, type Run } from "./run.ts";

export type Rig = Target & AsyncDisposable;

const apiKey = "rp_faults000000000000000000000001";

/** The real server and two models, in processes of their own, with a hosted model for every run. */
export async function startRig(runs: readonly Run[]): Promise<Rig> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "repartee-faults-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const faulty = stack.use(startProgram("bench/faults/endpoint-process.ts", { args: ["own"] }));
  const spare = stack.use(startProgram("bench/faults/endpoint-process.ts", { args: ["spare"] }));
  const addresses = { faulty: await addressOf(faulty), spare: await addressOf(spare) };
  const config = join(folder, "repartee.config.json");
  await writeFile(config, JSON.stringify(configFor(runs, addresses)));
  const server = stack.use(
    startProgram("packages/server/src/main.ts", {
      args: ["start", "--port", "0", "--config", config, "--data-dir", join(folder, "data"), "--log-level", "silent"],
      env: { REPARTEE_API_KEY: apiKey, REPARTEE_DETECT: "off" },
    }),
  );
  const url = await addressOf(server);
  const running = stack.move();
  return { url, apiKey, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
