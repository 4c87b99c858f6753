import type { HostedModels } from "@repartee/protocol";

/** The hosted names with their servers as a table, then what was found and is not used. */
export function modelsTable({ data, also_found: alsoFound, refused, keys }: HostedModels): string {
  const rows = data.map(({ name, state, model, via, reason }) => [
    name,
    state,
    model == null ? "" : via == null ? model : `${model} via ${via}`,
    reason,
  ]);
  const rest = [
    ...alsoFound.map(
      ({ server, address, models }) =>
        `also found: ${server} ${address} (${models.join(", ") || "no model that can chat"})`,
    ),
    ...keys.map((key) => `also found: ${key} (not used until a model is mapped to it)`),
    ...refused.map(({ server, address, reason }) => `refused: ${server} ${address}: ${reason}`),
  ];
  return [
    ...columns([["name", "state", "model", "why"], ...rows]),
    ...(rest.length === 0 ? [] : ["", ...rest]),
    "",
  ].join("\n");
}

/** Rows as lines, each column as wide as its widest cell. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
