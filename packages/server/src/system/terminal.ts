import { stdin, stdout } from "node:process";
import type { Terminal } from "../ports/terminal.ts";

/** The terminal of this process; undefined where its input or its output is none. */
export function openSystemTerminal(): Terminal | undefined {
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  return {
    get columns() {
      return stdout.columns > 0 ? stdout.columns : 80;
    },
    takeKeys() {
      stdin.setRawMode(true);
      return () => void stdin.setRawMode(false);
    },
    watchSize(run) {
      stdout.on("resize", run);
      return () => void stdout.off("resize", run);
    },
  };
}
