/** Where every member of a JSON text stands, or where and why the text stops being JSON: what `JSON.parse` does not say. */
export type JsonPositions =
  | {
      readonly ok: true;
      readonly offsets: ReadonlyMap<string, number>;
      /** Members that stand in their object more than once; each has the place of its last. */
      readonly repeated: readonly (readonly string[])[];
    }
  | { readonly ok: false; readonly offset: number; readonly problem: string };

/** Deeper than any honest document; the scanner calls itself once per level. */
const MAX_DEPTH = 500;

/** Members are named by their path, joined with `pathKey`. */
export function locateJson(text: string): JsonPositions {
  const scanner = new JsonScanner(text);
  try {
    scanner.document();
    return { ok: true, offsets: scanner.offsets, repeated: scanner.repeated };
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

/** One pass over a text, from its first character to its last, or to where it stops being JSON. */
class JsonScanner {
  readonly offsets = new Map<string, number>();
  readonly repeated: (readonly string[])[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value([]);
    if (this.#at < this.#text.length) this.#stop("expected nothing after the value");
  }

  #value(path: readonly string[]): void {
    this.#blank();
    if (path.length > MAX_DEPTH) this.#stop(`expected at most ${MAX_DEPTH} levels`);
    const char = this.#text[this.#at];
    if (char === "{") this.#members(path, "}");
    else if (char === "[") this.#members(path, "]");
    else if (char === '"') this.#string();
    else if (!this.#take(SCALAR)) this.#stop("expected a JSON value");
    this.#blank();
  }

  #members(path: readonly string[], close: "}" | "]"): void {
    this.#at += 1;
    this.#blank();
    if (this.#skip(close)) return;
    const seen = new Set<string>();
    for (let index = 0; ; index += 1) {
      this.#blank();
      const start = this.#at;
      const inner = [...path, close === "}" ? this.#name() : String(index)];
      if (seen.has(inner.at(-1) ?? "")) this.repeated.push(inner);
      seen.add(inner.at(-1) ?? "");
      this.offsets.set(pathKey(inner), start);
      this.#value(inner);
      if (this.#skip(close)) return;
      if (!this.#skip(",")) this.#stop(`expected "," or "${close}"`);
    }
  }

  #name(): string {
    if (this.#text[this.#at] !== '"') this.#stop("expected a name in double quotes");
    const name = this.#string();
    this.#blank();
    if (!this.#skip(":")) this.#stop('expected ":"');
    return name;
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) return this.#stop('expected a closing "');
      if (char < " ") return this.#stop("expected no raw control character in a string");
      if (char === "\\") {
        if (!this.#take(ESCAPE)) return this.#stop("expected a known escape after \\");
        continue;
      }
      this.#at += 1;
      if (char === '"') return this.#text.slice(start + 1, this.#at - 1);
    }
  }

  #blank(): void {
    this.#take(BLANK);
  }

  #skip(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #stop(problem: string): never {
    throw new JsonStop(this.#at, this.#at >= this.#text.length ? `${problem}, but the text ends` : problem);
  }
}

const BLANK = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
