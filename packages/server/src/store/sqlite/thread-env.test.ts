import { enableCompileCache, getCompileCacheDir } from "node:module";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { createTemporaryDir } from "../testing/temporary-dir.ts";
import { threadEnv } from "./thread-env.ts";

const tellsItsCache =
  "require('node:worker_threads').parentPort.postMessage(require('node:module').getCompileCacheDir())";

function cacheOfThread(): Promise<unknown> {
  const worker = new Worker(tellsItsCache, { eval: true, env: threadEnv() });
  return new Promise((done, fail) => void worker.once("message", done).once("error", fail));
}

test("S39 the store's thread has the process's cache of compiled code, and no other variable", async () => {
  using dir = createTemporaryDir();
  enableCompileCache(dir.path);
  expect(Object.keys(threadEnv())).toEqual(["NODE_COMPILE_CACHE"]);
  expect(getCompileCacheDir()).toBeTypeOf("string");
  expect(await cacheOfThread()).toBe(getCompileCacheDir());
});
