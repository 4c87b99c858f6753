import { readdirSync, readFileSync } from "node:fs";

/** What a process and its children have used: since their start, and now. */
export interface ProcessCost {
  readonly cpuUs: number;
  readonly rssMb: number;
}

/** The kernel counts time in hundredths of a second. */
const usPerTick = 10_000;

/** From `/proc`, so on Linux alone; undefined elsewhere, and for a process that is gone. */
export function costOf(pid: number): ProcessCost | undefined {
  try {
    const parts = familyOf(pid).map(costOfOne);
    return {
      cpuUs: parts.reduce((sum, { cpuUs }) => sum + cpuUs, 0),
      rssMb: parts.reduce((sum, { rssMb }) => sum + rssMb, 0),
    };
  } catch {
    return undefined; // no /proc, or nobody in it
  }
}

function familyOf(pid: number): readonly number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8")
      .split(" ")
      .filter((child) => child !== "")
      .map(Number),
  );
  return [pid, ...children.flatMap(familyOf)];
}

function costOfOne(pid: number): ProcessCost {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name may hold spaces; behind its closing bracket the 12th and 13th fields are user and system time.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const rssKb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { cpuUs: (Number(fields[11]) + Number(fields[12])) * usPerTick, rssMb: Number(rssKb ?? 0) / 1024 };
}
