import { cores, startProgram } from "../live/program.ts";
import { isRecord } from "../live/sample.ts";
import type { Gateway } from "./gateway.ts";
import { costOf } from "./process-cost.ts";
import type { CallReport, Workload } from "./workload.ts";

/** One workload through one gateway, once. */
export interface Measured {
  readonly gateway: string;
  readonly workload: string;
  readonly report: CallReport;
  /** Of the gateway alone; undefined without one, and where the system does not say. */
  readonly cpuUsPerStream: number | undefined;
  readonly rssMb: number | undefined;
}

/** What is compiled, dialled and loaded at first use is not what is measured. */
const warm: Workload = {
  name: "warm",
  ttftMs: 0,
  gapMs: 0,
  chunks: 20,
  callers: 8,
  seconds: 0.7,
  spread: false,
};

export async function measure(gateway: Gateway, workload: Workload): Promise<Measured> {
  const order = { target: gateway.target, workload, warm };
  await using callers = startProgram("bench/gateway/caller-process.ts", {
    args: [JSON.stringify(order)],
    cores: cores?.others,
  });
  if ((await callers.line()) !== "warm") throw new Error("the callers did not begin");
  const before = gateway.pid === undefined ? undefined : costOf(gateway.pid);
  callers.child.send("go");
  const report: unknown = JSON.parse(await callers.line());
  if (!isCallReport(report)) throw new Error("the callers answered something else than a report");
  const after = gateway.pid === undefined ? undefined : costOf(gateway.pid);
  const spent = before === undefined || after === undefined ? undefined : after.cpuUs - before.cpuUs;
  return {
    gateway: gateway.name,
    workload: workload.name,
    report,
    cpuUsPerStream: spent === undefined ? undefined : spent / report.streams,
    rssMb: after?.rssMb,
  };
}

function isCallReport(value: unknown): value is CallReport {
  return isRecord(value) && typeof value["streams"] === "number" && typeof value["ttftP50Ms"] === "number";
}
