import { runCommandLine } from "./cli/run.ts";
import { openSystemTerminal } from "./system/terminal.ts";

/** The composition root of the process: the only file that reads its environment and ends it. */
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    // Asked twice, it stops at once.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}
// Whoever reads the first line and hangs up has no reason to end the server.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
// Timers keep no process alive, and a turn that is finished before the end may wait for nothing else.
setInterval(() => undefined, 60_000);

const exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
  // Opened by the command that reads it, and by no other.
  get stdin() {
    return process.stdin;
  },
  get terminal() {
    return openSystemTerminal();
  },
  get stderrColumns() {
    return process.stderr.isTTY ? process.stderr.columns || 80 : undefined;
  },
  signal: stop.signal,
});
// What was written to a pipe may still be on its way.
for (const stream of [process.stdout, process.stderr]) {
  await new Promise<void>((done) => void stream.write("", () => done()));
}
// Whatever is still open (an idle connection to a model, say) has nothing left to do.
process.exit(exitCode);
