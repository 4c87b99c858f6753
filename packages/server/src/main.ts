import { runCommandLine } from "./cli/run.ts";

/** The composition root of the process: the only file that reads its environment and ends it. */
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    // Asked twice, it stops at once.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
  signal: stop.signal,
});
// Whatever is still open (an idle connection to a model, say) has nothing left to do.
process.exit();
