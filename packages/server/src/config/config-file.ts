import { configFile, knownNames } from "./config-schema.ts";
import type { ConfigFile } from "./config-schema.ts";
import { lineAndColumn, locateJson, pathKey } from "./json-positions.ts";
import { nameHint } from "./nearest-name.ts";
import { inWords, schemaProblems } from "./schema-problem.ts";
import type { SchemaProblem } from "./schema-problem.ts";

export interface ConfigFileResult {
  readonly settings: ConfigFile;
  readonly problems: readonly string[];
}

/** Reads the text of a configuration file; every problem names the file, the line and the setting. */
export function parseConfigFile(file: string, source: string): ConfigFileResult {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const positions = locateJson(text);
  if (!positions.ok) {
    const { line, column } = lineAndColumn(text, positions.offset);
    return { settings: {}, problems: [`${file}:${line}:${column}: not JSON: ${positions.problem}`] };
  }
  const parsed = configFile.safeParse(JSON.parse(text), { error: inWords });
  if (parsed.success) return { settings: parsed.data, problems: [] };
  const located = schemaProblems(parsed.error)
    .flatMap(eachSetting)
    .map(({ path, message }) => {
      const { line } = lineAndColumn(text, offsetOf(positions.offsets, path));
      return {
        line,
        text: `${file}:${line}: ${path.length === 0 ? "the file" : path.map(String).join(".")}: ${message}`,
      };
    });
  return {
    settings: {},
    problems: located.toSorted((one, other) => one.line - other.line).map((problem) => problem.text),
  };
}

/** One problem may name several unknown settings, each on a line of its own. */
function eachSetting(problem: SchemaProblem): readonly Pick<SchemaProblem, "path" | "message">[] {
  if (problem.unknown.length === 0) return [problem];
  return problem.unknown.map((name) => ({
    path: [...problem.path, name],
    message: `unknown setting${nameHint(name, knownNames(problem.path))}`,
  }));
}

/** A missing member has no place of its own: its parent's is the nearest. */
function offsetOf(offsets: ReadonlyMap<string, number>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsets.get(pathKey(path.slice(0, length)));
    if (offset !== undefined) return offset;
  }
  return 0;
}
