/** Where every member of a JSON text stands, or where and why the text stops being JSON: what `JSON.parse` does not say. */
export type JsonPositions =
  | { readonly ok: true; readonly offsets: ReadonlyMap<string, number> }
  | { readonly ok: false; readonly offset: number; readonly problem: string };

/** Deeper than any honest document; the scanner calls itself once per level. */
const MAX_DEPTH = 500;

/** Members are named by their path, joined with `pathKey`. */
export function locateJson(text: string): JsonPositions {
  const scanner = createScanner(text);
  try {
    scanner.document();
    return { ok: true, offsets: scanner.offsets };
  } catch (cause) {
    if (cause instanceof JsonStop) return { ok: false, offset: cause.offset, problem: cause.message };
    throw cause;
  }
}

export function pathKey(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

/** 1-based line and column of an offset, as editors count them. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

class JsonStop extends Error {
  readonly offset: number;

  constructor(offset: number, problem: string) {
    super(problem);
    this.offset = offset;
  }
}

function createScanner(text: string): { readonly offsets: Map<string, number>; document(): void } {
  const offsets = new Map<string, number>();
  let at = 0;

  const stop = (problem: string): never => {
    throw new JsonStop(at, at >= text.length ? `${problem}, but the text ends` : problem);
  };

  const blank = (): void => {
    while (" \t\n\r".includes(text[at] ?? "x")) at += 1;
  };

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };

  const string = (): string => {
    const start = at;
    at += 1;
    for (;;) {
      const char = text[at];
      if (char === undefined) return stop('expected a closing "');
      if (char < " ") return stop("expected no raw control character in a string");
      if (char === "\\" && !take(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y)) return stop("expected a known escape after \\");
      if (char === "\\") continue;
      at += 1;
      if (char === '"') return text.slice(start + 1, at - 1);
    }
  };

  const members = (path: readonly string[], close: "}" | "]"): void => {
    at += 1;
    blank();
    if (text[at] === close) return void (at += 1);
    for (let index = 0; ; index += 1) {
      blank();
      const start = at;
      const name = close === "}" ? memberName() : String(index);
      offsets.set(pathKey([...path, name]), start);
      value([...path, name]);
      if (text[at] === close) return void (at += 1);
      if (text[at] !== ",") stop(`expected "," or "${close}"`);
      at += 1;
    }
  };

  const memberName = (): string => {
    if (text[at] !== '"') stop("expected a name in double quotes");
    const name = string();
    blank();
    if (text[at] !== ":") stop('expected ":"');
    at += 1;
    return name;
  };

  const value = (path: readonly string[]): void => {
    blank();
    const char = text[at];
    if (path.length > MAX_DEPTH) stop(`expected at most ${MAX_DEPTH} levels`);
    if (char === "{") members(path, "}");
    else if (char === "[") members(path, "]");
    else if (char === '"') string();
    else if (!take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y)) stop("expected a JSON value");
    blank();
  };

  const document = (): void => {
    value([]);
    if (at < text.length) stop("expected nothing after the value");
  };

  return { offsets, document };
}
