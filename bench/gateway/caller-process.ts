import { once } from "node:events";
import { callGateway } from "./caller.ts";
import type { Target, Workload } from "./workload.ts";

// The callers of one workload: warm up, say so, wait for the word, measure, say what was found. The argument is the
// JSON of `{ target, workload, warm }`.

interface Order {
  readonly target: Target;
  readonly workload: Workload;
  readonly warm: Workload;
}

const order: unknown = JSON.parse(process.argv[2] ?? "");
// The benchmark itself wrote it a moment ago.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const { target, workload, warm } = order as Order;
await callGateway(target, warm);
const go = once(process, "message");
console.log("warm");
await go;
console.log(JSON.stringify(await callGateway(target, workload)));
process.disconnect?.();
process.exit(0);
