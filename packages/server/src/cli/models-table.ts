import type { HostedModels } from "@repartee/protocol";

type Hosted = HostedModels["data"][number];
type Server = NonNullable<Hosted["upstreams"]>[number];

const heads = ["name", "model", "server", "state", "first token", "tokens/s", "requests", "why"];

/** The hosted names with their servers as a table; then what went wrong last, and what was found and is not used. */
export function modelsTable(found: HostedModels): string {
  const rows = found.data.flatMap(rowsOf);
  const notes = [...found.data.flatMap(troubles), ...unused(found)];
  return [...columns([heads, ...rows]), ...(notes.length === 0 ? [] : ["", ...notes]), ""].join("\n");
}

/** One for each server; the name and the reason stand in the first. */
function rowsOf(hosted: Hosted): readonly (readonly string[])[] {
  const { name, state, model, via, reason, upstreams = [], fallbacks = [] } = hosted;
  const why = [reason, ...(fallbacks.length === 0 ? [] : [`falls back to ${fallbacks.join(", ")}`])].join("; ");
  const [first, ...others] = upstreams;
  if (first === undefined) {
    const shown = state === "stand-in" ? "built-in stand-in" : (model ?? "-");
    return [[name, shown, via ?? "-", state, "-", "-", "-", why]];
  }
  return [[name, ...cellsOf(first), why], ...others.map((other) => ["", ...cellsOf(other), ""])];
}

function cellsOf(server: Server): readonly string[] {
  const { p50, p95 } = server.first_token_ms;
  const first = p50 === null ? "-" : `${Math.round(p50)} ms${p95 === null ? "" : ` (p95 ${Math.round(p95)})`}`;
  const rate = server.tokens_per_second === null ? "-" : String(server.tokens_per_second);
  const failed = server.failures === 0 ? "" : ` (${server.failures} failed)`;
  return [server.model, server.via, server.state, first, rate, `${server.requests}${failed}`];
}

function troubles({ upstreams = [] }: Hosted): readonly string[] {
  return upstreams
    .filter(({ state }) => state === "failing" || state === "resting")
    .map(({ via, last_error: error, rests_ms: restsMs }) => {
      const rest = restsMs > 0 ? `; tried again in ${Math.ceil(restsMs / 1000)} s` : "";
      return `${via}: ${error?.message ?? "failed"}${rest}`;
    });
}

function unused({ aliases = [], also_found: alsoFound, refused, keys }: HostedModels): readonly string[] {
  const served = Object.entries(Object.groupBy(aliases, ({ serves }) => serves));
  const other = served.map(([name, all = []]) => `also ${name}: ${all.map((alias) => alias.name).join(", ")}`);
  return [
    ...other,
    ...alsoFound.map(
      ({ server, address, models }) =>
        `also found: ${server} ${address} (${models.join(", ") || "no model that can chat"})`,
    ),
    ...keys.map((key) => `also found: ${key} (not used until a model is mapped to it)`),
    ...refused.map(({ server, address, reason }) => `refused: ${server} ${address}: ${reason}`),
  ];
}

/** Rows as lines, each column as wide as its widest cell. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
