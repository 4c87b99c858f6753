import { runPolicies } from "./run.ts";
import { readScript, type ScriptOptions } from "./script.ts";
import { alignText } from "./table.ts";

const lagsMs = [0, 100, 200] as const;
const ttftsMs = [100, 200, 400, 700] as const;

/** What each policy's gap (p50, p95) would be with a faster or slower recogniser and model. Times in milliseconds. */
export function sensitivityText(text: string, options: ScriptOptions): string {
  const tables = lagsMs.map((lagMs) => {
    const params = { ...options.params, lagMs };
    const script = readScript(text, { ...options, params });
    const runs = ttftsMs.map((ttftMs) => runPolicies(script, { ...params, ttftMs }));
    const names = runs[0]?.map(({ result }) => result.name) ?? [];
    const rows = names.map((name, index) => [
      name,
      ...runs.map((results) => {
        const gap = results[index]?.result.gap_ms;
        return gap === undefined ? "" : `${gap.p50}, ${gap.p95}`;
      }),
    ]);
    return alignText([[`lag ${lagMs}, first token after`, ...ttftsMs.map(String)], ...rows]);
  });
  return ["gap p50, p95:", ...tables].join("\n\n");
}
