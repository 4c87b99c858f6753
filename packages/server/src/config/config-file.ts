import { configFile, knownNames } from "./config-schema.ts";
import type { ConfigFile } from "./config-schema.ts";
import { lineAndColumn, locateJson, pathKey } from "../json/json-positions.ts";
import { nameHint } from "../json/name-hint.ts";
import { inWords } from "../json/schema-problem.ts";
import type { SchemaProblem } from "../json/schema-problem.ts";
import { modelsProblems } from "./models-problems.ts";
import { problemsOfForms } from "./schema-forms.ts";

export interface ConfigFileResult {
  readonly settings: ConfigFile;
  readonly problems: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the text of a configuration file; every problem names the file, the line and the setting. */
export function parseConfigFile(file: string, source: string, env: Environment): ConfigFileResult {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const positions = locateJson(text);
  if (!positions.ok) {
    const { line, column } = lineAndColumn(text, positions.offset);
    return { settings: {}, problems: [`${file}:${line}:${column}: not JSON: ${positions.problem}`] };
  }
  const parsed = configFile.safeParse(JSON.parse(text), { error: inWords });
  const found = parsed.success ? modelsProblems(parsed.data, env) : problemsOfForms(parsed.error).flatMap(eachSetting);
  const located = [...positions.repeated.map(repeatedName), ...found].map(({ path, message }) => {
    const { line } = lineAndColumn(text, offsetOf(positions.offsets, path));
    return {
      line,
      text: `${file}:${line}: ${path.length === 0 ? "the file" : path.map(String).join(".")}: ${message}`,
    };
  });
  const problems = located.toSorted((one, other) => one.line - other.line).map((problem) => problem.text);
  return { settings: parsed.success ? parsed.data : {}, problems };
}

type SettingProblem = Pick<SchemaProblem, "path" | "message">;

/** Of two members with one name JSON keeps the last, and says nothing. */
function repeatedName(path: readonly string[]): SettingProblem {
  return { path, message: "stands here for the second time; keep one of the two" };
}

/** One problem may name several unknown settings, each on a line of its own. */
function eachSetting(problem: SchemaProblem): readonly SettingProblem[] {
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
