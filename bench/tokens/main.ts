/**
 * How far the estimate of a request's tokens is from what a server would report: four characters for a token, the
 * tokenizer, and the tokenizer corrected by what was reported before.
 *
 *   npm run bench:tokens -- [--json OUT]
 *
 * No server is asked: other tokenizers and the overhead of chat templates stand for them.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { plainPolicies } from "@repartee/engine";
import { openTokenCounter } from "../../packages/server/src/tokens/open-counter.ts";
import { measure, type Errors, type Row } from "./measure.ts";
import { openServers } from "./servers.ts";
import { calls, languages, toolResults } from "./talks.ts";

const { values } = parseArgs({ options: { json: { type: "string" } } });
const counters = { plain: plainPolicies.countTokens, counted: await openTokenCounter() };
const servers = await openServers();
const rows = [calls(), toolResults(), languages()].flatMap((subject) =>
  servers.map((server) => measure(subject, server, counters)),
);

console.log("error in percent of the server's count: mean and p95 of its size, and the lowest");
console.log(line(["", "server", "requests", "4 characters", "tokenizer", "corrected"]));
let subject = "";
for (const row of rows) {
  console.log(line([row.subject === subject ? "" : row.subject, row.server, String(row.requests), ...cells(row)]));
  subject = row.subject;
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);

function cells({ plain, counted, corrected }: Row): readonly string[] {
  return [plain, counted, corrected].map(cell);
}

function cell({ mean, p95, lowest }: Errors): string {
  return `${mean.toFixed(1)}, ${p95.toFixed(1)}, ${lowest.toFixed(1)}`;
}

function line(columns: readonly string[]): string {
  const widths = [24, 34, 9, 20, 20, 20];
  return columns
    .map((text, index) => text.padEnd(widths[index] ?? 0))
    .join("")
    .trimEnd();
}
